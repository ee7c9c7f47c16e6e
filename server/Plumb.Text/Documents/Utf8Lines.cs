using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Plumb.Text;

/// <summary>Lines of a file's bytes, cut out without decoding all of it: a few lines of a large file are wanted often.</summary>
public readonly ref struct Utf8Lines
{
    private const int Block = 2048;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly ReadOnlySpan<byte> text;
    private readonly bool hasReturns;

    private Utf8Lines(ReadOnlySpan<byte> text)
    {
        this.text = text;
        hasReturns = text.Contains((byte)'\r');
    }

    /// <summary>False where <see cref="SourceDecoder"/> would not read the bytes as UTF-8.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out Utf8Lines lines)
    {
        lines = default;
        bytes = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        if (bytes.Contains((byte)0) || !Utf8.IsValid(bytes))
        {
            return false;
        }

        lines = new Utf8Lines(bytes);
        return true;
    }

    /// <summary>The text from the start of one line to the start of another, as <see cref="LineIndex"/> counts them.</summary>
    /// <param name="from">Zero-based.</param>
    /// <param name="to">Not before it; past the last line it is the end of the text.</param>
    public string Cut(int from, int to)
    {
        var rest = text[StartOf(text, from, hasReturns)..];
        return Encoding.UTF8.GetString(rest[..StartOf(rest, to - from, hasReturns)]);
    }

    private static int StartOf(ReadOnlySpan<byte> text, int line, bool hasReturns)
    {
        var at = 0;

        // Without returns a line end is one byte, and blocks of lines can be passed over by their number.
        while (!hasReturns && line > 0 && text.Length - at > Block && text.Slice(at, Block).Count((byte)'\n') is var ends && ends < line)
        {
            line -= ends;
            at += Block;
        }

        for (; line > 0; line--)
        {
            var next = hasReturns ? text[at..].IndexOfAny(LineEnds) : text[at..].IndexOf((byte)'\n');
            if (next < 0)
            {
                return text.Length;
            }

            at += next + 1;
            if (hasReturns && text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }
        }

        return at;
    }
}
