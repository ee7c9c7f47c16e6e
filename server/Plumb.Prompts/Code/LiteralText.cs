using System.Globalization;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>Builds the text of a string expression, character by character, with the place of each in the code.</summary>
internal sealed class LiteralText
{
    /// <summary>Stands for what is only known when the program runs.</summary>
    internal const char Hole = '…';

    private readonly System.Text.StringBuilder value = new();
    private readonly List<int> starts = [];
    private readonly List<int> ends = [];
    private int end;

    /// <summary>Whether every character of it stands in the code.</summary>
    public bool IsWhole { get; private set; } = true;

    public bool IsEmpty => value.Length == 0;

    public MappedText ToMapped() => MappedText.Mapped(value.ToString(), starts, ends, end);

    public void AddHole(TextSpan span)
    {
        IsWhole = false;
        Add(Hole, span.Start, span.End);
    }

    public void AddVerbatim(string code, TextSpan span)
    {
        for (var at = span.Start; at < span.End; at++)
        {
            Add(code[at], at, at + 1);
        }

        end = span.End;
    }

    /// <summary>A span of a literal in which a doubled character stands for one.</summary>
    public void AddDoubled(string code, TextSpan span, string doubled)
    {
        for (var at = span.Start; at < span.End;)
        {
            var step = doubled.Contains(code[at]) && at + 1 < span.End && code[at + 1] == code[at] ? 2 : 1;
            Add(code[at], at, at + step);
            at += step;
        }

        end = span.End;
    }

    /// <summary>A span of a literal with backslashes, as C#, Python and JavaScript have them.</summary>
    /// <param name="doubled">Characters that are doubled to stand for themselves: the braces of interpolated strings.</param>
    public void AddEscaped(string code, TextSpan span, string doubled = "")
    {
        for (var at = span.Start; at < span.End;)
        {
            if (code[at] == '\\' && at + 1 < span.End)
            {
                at = AddEscape(code, at, span.End);
                continue;
            }

            var step = doubled.Contains(code[at]) && at + 1 < span.End && code[at + 1] == code[at] ? 2 : 1;
            Add(code[at], at, at + step);
            at += step;
        }

        end = span.End;
    }

    private int AddEscape(string code, int at, int limit)
    {
        var c = code[at + 1];
        if (c is '\r' or '\n')
        {
            // The line goes on.
            return c == '\r' && at + 2 < limit && code[at + 2] == '\n' ? at + 3 : at + 2;
        }

        var (least, most) = c switch { 'x' => (1, 4), 'u' => (4, 4), 'U' => (8, 8), _ => (0, 0) };
        var digits = 0;
        while (digits < most && at + 2 + digits < limit && char.IsAsciiHexDigit(code[at + 2 + digits]))
        {
            digits++;
        }

        if (most > 0 && digits >= least && int.TryParse(code.AsSpan(at + 2, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var point) && point is >= 0 and <= 0x10FFFF)
        {
            var after = at + 2 + digits;
            foreach (var unit in point is >= 0xD800 and <= 0xDFFF || point < 0x10000 ? ((char)point).ToString() : char.ConvertFromUtf32(point))
            {
                Add(unit, at, after);
            }

            return after;
        }

        Add(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', 'e' => '\u001b', _ => c }, at, at + 2);
        return at + 2;
    }

    private void Add(char c, int from, int to)
    {
        value.Append(c);
        starts.Add(from);
        ends.Add(to);
        end = to;
    }
}
