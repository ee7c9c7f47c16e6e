using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Plumb.Prompts.Model;
using YamlDotNet.Core;

namespace Plumb.Prompts.Yaml;

/// <summary>
/// Finds out where each character of a scalar's value stands in the file, by reading the scalar a second time as the
/// YAML specification says and keeping the places. What comes out is compared with YamlDotNet's value: where they
/// differ, findings point at the scalar as a whole and never at a wrong place.
/// </summary>
internal sealed class ScalarMapper
{
    private readonly string text;
    private readonly int end;
    private readonly int offset;
    private readonly StringBuilder value = new();
    private readonly List<int> starts = [];
    private readonly List<int> ends = [];
    private int at;

    private ScalarMapper(string text, int start, int end, int offset)
    {
        this.text = text;
        this.end = Math.Min(end, text.Length);
        this.offset = offset;
        at = start;
    }

    public static MappedText Map(string text, int start, int end, int offset, ScalarStyle style, string expected)
    {
        if (IsVerbatim(text, start, style, expected, out var first))
        {
            return MappedText.Verbatim(expected, first + offset);
        }

        // A block scalar's end mark is on the next token: the reader below stops by indentation, so it may look further.
        var isBlock = style is ScalarStyle.Literal or ScalarStyle.Folded;
        var mapper = new ScalarMapper(text, start, isBlock ? text.Length : end, offset);
        mapper.SkipProperties();
        switch (style)
        {
            case ScalarStyle.Literal or ScalarStyle.Folded:
                mapper.ReadBlock(style == ScalarStyle.Folded, start);
                break;
            case ScalarStyle.SingleQuoted:
                mapper.ReadFlow('\'');
                break;
            case ScalarStyle.DoubleQuoted:
                mapper.ReadFlow('"');
                break;
            default:
                mapper.ReadFlow('\0');
                break;
        }

        if (mapper.value.Length == expected.Length && mapper.value.Equals(expected.AsSpan()))
        {
            return MappedText.Mapped(expected, mapper.starts, mapper.ends, mapper.starts.Count > 0 ? mapper.ends[^1] : Math.Min(start, text.Length) + offset);
        }

        var whole = Enumerable.Repeat(start + offset, expected.Length).ToList();
        return MappedText.Mapped(expected, whole, [.. Enumerable.Repeat(Math.Max(start, end) + offset, expected.Length)], start + offset);
    }

    /// <summary>Most scalars stand in the file as they are, one character for one.</summary>
    private static bool IsVerbatim(string text, int start, ScalarStyle style, string expected, out int first)
    {
        var isQuoted = style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;
        first = isQuoted ? start + 1 : start;
        return style is not (ScalarStyle.Literal or ScalarStyle.Folded) && first + expected.Length <= text.Length && text.AsSpan(first, expected.Length).SequenceEqual(expected)
            && !(isQuoted && expected.AsSpan().ContainsAny('\\', '\''));
    }

    /// <summary>Anchors and tags stand before the scalar and belong to its start mark.</summary>
    private void SkipProperties()
    {
        while (at < end && (text[at] is '&' or '!'))
        {
            while (at < end && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            while (at < end && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }
    }

    private void Add(char c, int from, int to)
    {
        value.Append(c);
        starts.Add(from + offset);
        ends.Add(to + offset);
    }

    private void Add(string characters, int from, int to)
    {
        foreach (var c in characters)
        {
            Add(c, from, to);
        }
    }

    /// <summary>Characters that stand in the file as they are.</summary>
    private void AddRun(int from, int to)
    {
        value.Append(text, from, to - from);
        var count = starts.Count;
        CollectionsMarshal.SetCount(starts, count + to - from);
        CollectionsMarshal.SetCount(ends, count + to - from);
        var first = CollectionsMarshal.AsSpan(starts)[count..];
        var last = CollectionsMarshal.AsSpan(ends)[count..];
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = from + i + offset;
            last[i] = from + i + 1 + offset;
        }
    }

    private bool AtBreak(int index) => index < end && text[index] is '\n' or '\r';

    /// <summary>The index after the line end at <paramref name="index"/>.</summary>
    private int AfterBreak(int index) => text[index] == '\r' && index + 1 < end && text[index + 1] == '\n' ? index + 2 : index + 1;

    /// <summary>Plain, single-quoted and double-quoted scalars: their line breaks fold.</summary>
    private void ReadFlow(char quote)
    {
        if (quote != '\0')
        {
            at++;
        }

        while (at < end)
        {
            var c = text[at];
            if (quote != '\0' && c == quote)
            {
                if (quote == '\'' && at + 1 < end && text[at + 1] == '\'')
                {
                    Add('\'', at, at + 2);
                    at += 2;
                    continue;
                }

                return;
            }

            if (quote == '"' && c == '\\')
            {
                ReadEscape();
            }
            else if (c is '\n' or '\r')
            {
                FoldBreaks(escaped: false);
            }
            else if (c is ' ' or '\t')
            {
                // Blanks before a line break are no content.
                var run = at;
                while (run < end && text[run] is ' ' or '\t')
                {
                    run++;
                }

                if (AtBreak(run) || (quote == '\0' && run == end))
                {
                    at = run;
                }
                else
                {
                    for (; at < run; at++)
                    {
                        Add(text[at], at, at + 1);
                    }
                }
            }
            else
            {
                Add(c, at, at + 1);
                at++;
            }
        }
    }

    /// <summary>One line break is a space; of more, the first goes and the rest stay. After a backslash none is a space.</summary>
    private void FoldBreaks(bool escaped)
    {
        var first = at;
        var breaks = new List<int>();
        while (at < end && (AtBreak(at) || text[at] is ' ' or '\t'))
        {
            if (AtBreak(at))
            {
                breaks.Add(at);
                at = AfterBreak(at);
            }
            else
            {
                at++;
            }
        }

        if (breaks.Count == 1 && !escaped)
        {
            Add(' ', first, at);
        }

        for (var i = 1; i < breaks.Count; i++)
        {
            Add('\n', breaks[i], AfterBreak(breaks[i]));
        }
    }

    private void ReadEscape()
    {
        var from = at;
        if (at + 1 >= end)
        {
            at = end;
            return;
        }

        var c = text[at + 1];
        at += 2;
        if (c is '\n' or '\r')
        {
            at--;
            FoldBreaks(escaped: true);
            return;
        }

        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (at + digits <= end && int.TryParse(text.AsSpan(at, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                at += digits;
                Add(code is >= 0 and < 0x10000 ? ((char)code).ToString() : code is > 0 and <= 0x10FFFF ? char.ConvertFromUtf32(code) : "", from, at);
            }

            return;
        }

        Add(
            c switch
            {
                '0' => '\0',
                'a' => '\a',
                'b' => '\b',
                't' or '\t' => '\t',
                'n' => '\n',
                'v' => '\v',
                'f' => '\f',
                'r' => '\r',
                'e' => '\u001b',
                'N' => '\u0085',
                '_' => '\u00a0',
                'L' => '\u2028',
                'P' => '\u2029',
                _ => c,
            },
            from,
            at);
    }

    /// <summary>Literal and folded block scalars.</summary>
    private void ReadBlock(bool folded, int start)
    {
        var (chomp, explicitIndent) = ('\0', 0);
        for (at++; at < end && text[at] is '+' or '-' or (>= '1' and <= '9'); at++)
        {
            if (text[at] is '+' or '-')
            {
                chomp = text[at];
            }
            else
            {
                explicitIndent = text[at] - '0';
            }
        }

        while (at < end && !AtBreak(at))
        {
            at++;
        }

        if (at < end)
        {
            at = AfterBreak(at);
        }

        var parent = ParentIndent(start);
        var indent = explicitIndent > 0 ? Math.Max(0, parent) + explicitIndent : DetectIndent(parent);
        var pending = new List<(int From, int To)>();
        var previousWasIndented = false;
        var any = false;
        while (at < end)
        {
            var line = at;
            var column = 0;
            while (column < indent && line + column < end && text[line + column] == ' ')
            {
                column++;
            }

            var content = line + column;
            if (AtBreak(content))
            {
                pending.Add((content, AfterBreak(content)));
                at = AfterBreak(content);
                continue;
            }

            if (content >= end || column < indent || (indent == 0 && IsDocumentMark(content)))
            {
                break;
            }

            var isIndented = text[content] is ' ' or '\t';
            AddBreaks(pending, folded && any && !isIndented && !previousWasIndented);
            pending.Clear();
            at = content;
            var length = text.AsSpan(at, end - at).IndexOfAny('\n', '\r');
            AddRun(at, length < 0 ? end : at + length);
            at = length < 0 ? end : at + length;

            any = true;
            previousWasIndented = isIndented;
            if (at < end)
            {
                pending.Add((at, AfterBreak(at)));
                at = AfterBreak(at);
            }
        }

        // Chomping: "-" drops the last line end, "+" keeps every empty line, neither keeps one.
        for (var i = 0; i < pending.Count && chomp != '-' && (chomp == '+' || (i == 0 && any)); i++)
        {
            Add('\n', pending[i].From, pending[i].To);
        }
    }

    private void AddBreaks(List<(int From, int To)> breaks, bool fold)
    {
        if (fold && breaks.Count == 1)
        {
            Add(' ', breaks[0].From, breaks[0].To);
            return;
        }

        for (var i = fold ? 1 : 0; i < breaks.Count; i++)
        {
            Add('\n', breaks[i].From, breaks[i].To);
        }
    }

    private bool IsDocumentMark(int index) =>
        string.CompareOrdinal(text, index, "---", 0, 3) == 0 || string.CompareOrdinal(text, index, "...", 0, 3) == 0;

    /// <summary>The indentation of the block that holds the scalar: that of its key, after any "- " before it; -1 at the root.</summary>
    private int ParentIndent(int start)
    {
        var line = start;
        while (line > 0 && text[line - 1] is not ('\n' or '\r'))
        {
            line--;
        }

        var column = line;
        var indent = 0;
        while (column < start)
        {
            if (text[column] == ' ')
            {
                column++;
            }
            else if (text[column] == '-' && column + 1 < text.Length && text[column + 1] is ' ' or '|' or '>')
            {
                indent = column - line;
                column++;
            }
            else
            {
                return column - line;
            }
        }

        // "- |": the sequence's own column is the parent.
        return indent;
    }

    private int DetectIndent(int parent)
    {
        var line = at;
        var deepest = 0;
        while (line < end)
        {
            var content = line;
            while (content < end && text[content] == ' ')
            {
                content++;
            }

            if (!AtBreak(content))
            {
                // A tab or a character: the first line with content sets the indentation.
                return content >= end ? Math.Max(deepest, parent + 1) : Math.Max(content - line, parent + 1);
            }

            deepest = Math.Max(deepest, content - line);
            line = AfterBreak(content);
        }

        return Math.Max(deepest, parent + 1);
    }
}
