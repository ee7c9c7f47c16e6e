using System.Text;

namespace Plumb.Text.Blocks;

/// <summary>Text that was written inside another text with escapes, and where each of its characters stands there.</summary>
internal sealed class MappedText
{
    private readonly StringBuilder decoded = new();
    private readonly List<int> offsets = [];

    public bool IsEmpty => decoded.Length == 0;

    /// <summary>Appends the content of a JSON string, given without its quotes.</summary>
    public void AppendJson(string text, TextSpan content)
    {
        for (var i = content.Start; i < content.End; i++)
        {
            var c = text[i];
            offsets.Add(i);
            if (c != '\\' || i + 1 >= content.End)
            {
                decoded.Append(c);
                continue;
            }

            c = text[++i];
            if (c == 'u' && i + 4 < content.End && ushort.TryParse(text.AsSpan(i + 1, 4), System.Globalization.NumberStyles.HexNumber, null, out var code))
            {
                decoded.Append((char)code);
                i += 4;
            }
            else
            {
                decoded.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
            }
        }
    }

    public override string ToString() => decoded.ToString();

    /// <summary>Where a span of the decoded text stands in the text around it.</summary>
    public TextSpan Map(TextSpan span)
    {
        if (span.IsEmpty || offsets.Count == 0)
        {
            return default;
        }

        var last = offsets[Math.Min(span.End, offsets.Count) - 1];
        var end = span.End < offsets.Count ? Math.Min(offsets[span.End], last + 6) : last + 1;
        return new TextSpan(offsets[Math.Min(span.Start, offsets.Count - 1)], Math.Max(end, last + 1));
    }
}
