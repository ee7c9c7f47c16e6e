using System.Buffers;
using System.Text;

namespace Plumb.Text;

/// <summary>
/// Where each line of a text starts, and the conversion between offsets (UTF-16 code units) and positions.
/// Lines end at <c>\n</c>, <c>\r\n</c> or a lone <c>\r</c>, as the Language Server Protocol defines them.
/// </summary>
public sealed class LineIndex
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    private readonly string text;
    private readonly int[] starts;

    public LineIndex(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = text;
        starts = FindStarts(text);
    }

    /// <summary>Number of lines: at least 1, and one more than the number of line ends.</summary>
    public int LineCount => starts.Length;

    /// <summary>The zero-based line that holds <paramref name="offset"/>; offsets outside the text are clamped.</summary>
    public int GetLine(int offset)
    {
        var found = Array.BinarySearch(starts, Math.Clamp(offset, 0, text.Length));
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Offset of the first code unit of a line; past the last line it is the end of the text.</summary>
    public int GetLineStart(int line) => line < 0 ? 0 : line < starts.Length ? starts[line] : text.Length;

    /// <summary>The line without its line end.</summary>
    public TextSpan GetLineSpan(int line)
    {
        var start = GetLineStart(line);
        var end = GetLineStart(line + 1);
        if (end > start && text[end - 1] == '\n')
        {
            end--;
        }

        if (end > start && text[end - 1] == '\r')
        {
            end--;
        }

        return new TextSpan(start, end);
    }

    /// <summary>Converts an offset into a position; an offset inside a surrogate pair counts as its start.</summary>
    public Position ToPosition(int offset, PositionEncoding encoding)
    {
        offset = Math.Clamp(offset, 0, text.Length);
        var line = GetLine(offset);
        var prefix = text.AsSpan(starts[line], offset - starts[line]);
        if (prefix.Length > 0 && offset < text.Length && char.IsHighSurrogate(prefix[^1]) && char.IsLowSurrogate(text[offset]) && encoding != PositionEncoding.Utf16)
        {
            prefix = prefix[..^1];
        }

        return new Position(line, encoding switch
        {
            PositionEncoding.Utf8 => Encoding.UTF8.GetByteCount(prefix),
            PositionEncoding.Utf16 => prefix.Length,
            _ => CountCodePoints(prefix),
        });
    }

    /// <summary>
    /// Converts a position into an offset. A column past the line's end is the line's end, a line past the last is
    /// the text's end (the protocol's rule), and a column inside a code point is the code point's start.
    /// </summary>
    public int ToOffset(Position position, PositionEncoding encoding)
    {
        if (position.Line < 0)
        {
            return 0;
        }

        if (position.Line >= LineCount)
        {
            return text.Length;
        }

        var span = GetLineSpan(position.Line);
        var line = text.AsSpan(span.Start, span.Length);
        var wanted = Math.Max(0, position.Character);
        if (encoding == PositionEncoding.Utf16)
        {
            return span.Start + Math.Min(wanted, line.Length);
        }

        var units = 0;
        var at = 0;
        while (at < line.Length)
        {
            Rune.DecodeFromUtf16(line[at..], out var rune, out var consumed);
            var width = encoding == PositionEncoding.Utf32 ? 1 : rune.Utf8SequenceLength;
            if (units + width > wanted)
            {
                break;
            }

            units += width;
            at += consumed;
        }

        return span.Start + at;
    }

    /// <summary>Converts a span into a range of positions.</summary>
    public PositionRange ToRange(TextSpan span, PositionEncoding encoding) =>
        new(ToPosition(span.Start, encoding), ToPosition(span.End, encoding));

    private static int CountCodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static int[] FindStarts(string text)
    {
        var found = new List<int>((text.Length / 32) + 1) { 0 };
        var at = 0;
        while (true)
        {
            var next = text.AsSpan(at).IndexOfAny(LineEnds);
            if (next < 0)
            {
                return [.. found];
            }

            at += next + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            found.Add(at);
        }
    }
}
