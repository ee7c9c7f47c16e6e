using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>Which lines an entry of a block mapping or sequence takes, so that it can be deleted whole.</summary>
internal static class EntryLines
{
    /// <summary>The lines of a key and its value, or null where it shares a line or is the only one.</summary>
    public static TextSpan? OfKey(string text, DataMapping map, DataScalar key, DataNode value)
    {
        if (map.Entries.Count < 2)
        {
            return null;
        }

        var start = LineStart(text, key.Span.Start);
        return IsBlank(text, start, key.Span.Start) ? Extend(text, start, key.Span.Start - start, value is DataSequence) : null;
    }

    /// <summary>The lines of a sequence's item from its dash on, or null where it shares a line or is the only one.</summary>
    public static TextSpan? OfItem(string text, DataSequence list, DataNode item)
    {
        if (list.Items.Count < 2)
        {
            return null;
        }

        var start = LineStart(text, item.Span.Start);
        var dash = start;
        while (dash < item.Span.Start && text[dash] == ' ')
        {
            dash++;
        }

        return dash < item.Span.Start && text[dash] == '-' && IsBlank(text, dash + 1, item.Span.Start) ? Extend(text, start, dash - start, false) : null;
    }

    /// <summary>The end of the entry that begins on the line at <paramref name="start"/>, with its indented lines.</summary>
    public static int End(string text, int start, int indent) => Extend(text, start, indent, false)!.Value.End;

    private static TextSpan? Extend(string text, int start, int indent, bool dashesBelong)
    {
        var end = NextLine(text, start);
        var last = end;
        while (end < text.Length)
        {
            var content = end;
            while (content < text.Length && text[content] == ' ')
            {
                content++;
            }

            var isBlank = content >= text.Length || text[content] is '\r' or '\n';
            if (!isBlank && content - end <= indent && !(dashesBelong && content - end == indent && IsItem(text, content)))
            {
                break;
            }

            end = NextLine(text, end);
            last = isBlank ? last : end;
        }

        return new TextSpan(start, last);
    }

    /// <summary>A dash of a list, and not the line of dashes behind the front matter.</summary>
    private static bool IsItem(string text, int at) => text[at] == '-' && (at + 1 == text.Length || text[at + 1] is ' ' or '\r' or '\n');

    private static bool IsBlank(string text, int from, int to) => text.AsSpan(from, to - from).IndexOfAnyExcept(' ') < 0;

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static int NextLine(string text, int at) => text.IndexOf('\n', at) is var end && end < 0 ? text.Length : end + 1;
}
