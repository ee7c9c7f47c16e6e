using Plumb.Text;

namespace Plumb.Prompts.Model;

/// <summary>
/// A text that was taken out of a file, and where each of its characters came from: a block scalar loses its
/// indentation and a quoted one its escapes, but a finding must point into the file.
/// </summary>
public sealed class MappedText
{
    private readonly int[]? starts;
    private readonly int[]? ends;
    private readonly int offset;
    private readonly int shift;

    private MappedText(string value, int offset, int[]? starts, int[]? ends, int shift = 0)
    {
        this.shift = shift;
        Value = value;
        this.offset = offset;
        this.starts = starts;
        this.ends = ends;
    }

    public string Value { get; }

    /// <summary>A text that stands in the file as it is, from <paramref name="offset"/> on.</summary>
    public static MappedText Verbatim(string value, int offset) => new(value, offset, null, null);

    /// <summary>A text that stands in another file.</summary>
    public static MappedText Elsewhere(string value) => new(value, 0, [PromptFile.Elsewhere.Start], []);

    /// <summary>Character i of the value was read from [starts[i], ends[i]); <paramref name="end"/> is where the value ends.</summary>
    public static MappedText Mapped(string value, IReadOnlyList<int> starts, IReadOnlyList<int> ends, int end)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(ends);
        var from = new int[starts.Count + 1];
        var to = new int[ends.Count];
        Copy(starts, from);
        Copy(ends, to);
        from[^1] = end;
        return new(value, end, from, to);
    }

    /// <summary>At once where it is a list: there is a number for each character of a large file.</summary>
    private static void Copy(IReadOnlyList<int> numbers, int[] target)
    {
        if (numbers is List<int> list)
        {
            list.CopyTo(target);
            return;
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            target[i] = numbers[i];
        }
    }

    /// <summary>The same text of a file that begins so many characters later, or earlier where that is negative.</summary>
    public MappedText Shifted(int by) => starts is null ? new(Value, offset + by, null, null) : new(Value, offset, starts, ends, shift + by);

    /// <summary>The place in the file of a span of the value.</summary>
    public TextSpan ToFile(TextSpan span)
    {
        if (starts is null || ends is null)
        {
            return new TextSpan(span.Start + offset, span.End + offset);
        }

        if (starts is [int.MaxValue])
        {
            return PromptFile.Elsewhere;
        }

        var start = starts[Math.Clamp(span.Start, 0, starts.Length - 1)] + shift;
        return span.IsEmpty || span.End > ends.Length ? new TextSpan(start, start) : new TextSpan(start, Math.Max(start, ends[span.End - 1] + shift));
    }
}
