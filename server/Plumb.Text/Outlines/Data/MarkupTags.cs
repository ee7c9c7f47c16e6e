using System.Buffers;

namespace Plumb.Text.Blocks;

internal enum TagKind : byte
{
    Open,
    Close,
    Empty,
}

/// <summary>One tag of XML or HTML.</summary>
internal readonly record struct Tag(TagKind Kind, TextSpan Span, TextSpan Name);

/// <summary>Finds the tags of XML or HTML; comments, CDATA, declarations and processing instructions are skipped.</summary>
internal sealed class MarkupTags(string text)
{
    private static readonly SearchValues<char> InTag = SearchValues.Create("\"'><");
    private int at;

    public bool Next(out Tag tag)
    {
        while (at < text.Length)
        {
            var found = text.AsSpan(at).IndexOf('<');
            if (found < 0)
            {
                break;
            }

            var start = at + found;
            at = start + 1;
            if (at >= text.Length)
            {
                break;
            }

            if (text[at] == '!')
            {
                at = Chars.At(text, at, "!--") ? After(at + 3, "-->") : Chars.At(text, at, "![CDATA[") ? After(at, "]]>") : After(at, ">");
                continue;
            }

            if (text[at] == '?')
            {
                at = After(at, "?>");
                continue;
            }

            var close = text[at] == '/';
            var nameStart = close ? at + 1 : at;
            if (nameStart >= text.Length || !Chars.IsWordStart(text[nameStart]))
            {
                continue;
            }

            var nameEnd = nameStart;
            while (nameEnd < text.Length && (Chars.IsWord(text[nameEnd]) || text[nameEnd] is '-' or ':' or '.'))
            {
                nameEnd++;
            }

            at = TagEnd(nameEnd);
            var empty = at >= 2 && text[at - 1] == '>' && text[at - 2] == '/';
            tag = new Tag(close ? TagKind.Close : empty ? TagKind.Empty : TagKind.Open, new TextSpan(start, at), new TextSpan(nameStart, nameEnd));
            return true;
        }

        at = text.Length;
        tag = default;
        return false;
    }

    /// <summary>Skips what stands inside an element that holds no markup (a script), up to its closing tag.</summary>
    public void SkipRaw(ReadOnlySpan<char> name)
    {
        while (at < text.Length)
        {
            var found = text.AsSpan(at).IndexOf("</");
            if (found < 0)
            {
                at = text.Length;
                return;
            }

            at += found;
            if (text.AsSpan(at + 2).StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            at += 2;
        }
    }

    /// <summary>The value of the first of the named attributes; empty where the tag has none of them.</summary>
    public TextSpan Attribute(in Tag tag, params ReadOnlySpan<string> names)
    {
        var i = tag.Name.End;
        while (i < tag.Span.End)
        {
            i = Chars.SkipSpace(text, i);
            var start = i;
            while (i < tag.Span.End && (Chars.IsWord(text[i]) || text[i] is '-' or ':' or '.' or '@'))
            {
                i++;
            }

            if (i == start)
            {
                i++;
                continue;
            }

            var name = text.AsSpan(start, i - start);
            var equals = Chars.SkipSpace(text, i);
            if (equals >= tag.Span.End || text[equals] != '=')
            {
                continue;
            }

            var value = Chars.SkipSpace(text, equals + 1);
            var quoted = value < tag.Span.End && text[value] is '"' or '\'';
            var length = quoted ? text.AsSpan(value + 1, Math.Max(0, tag.Span.End - value - 1)).IndexOf(text[value])
                : text.AsSpan(value, Math.Max(0, tag.Span.End - value)).IndexOfAny(" \t\r\n>/");
            if (length < 0)
            {
                return default;
            }

            var from = quoted ? value + 1 : value;
            foreach (var wanted in names)
            {
                if (name.SequenceEqual(wanted))
                {
                    return new TextSpan(from, from + length);
                }
            }

            i = from + length + (quoted ? 1 : 0);
        }

        return default;
    }

    // After the ">" that ends a tag; a "<" before it tells that the tag was never closed.
    private int TagEnd(int from)
    {
        var i = from;
        while (i < text.Length)
        {
            var found = text.AsSpan(i).IndexOfAny(InTag);
            if (found < 0)
            {
                return text.Length;
            }

            i += found;
            switch (text[i])
            {
                case '>':
                    return i + 1;
                case '<':
                    return i;
                default:
                    var window = text.AsSpan(i + 1, Math.Min(text.Length - i - 1, 20_000));
                    var close = window.IndexOf(text[i]);
                    i += close < 0 ? 1 : close + 2;
                    break;
            }
        }

        return text.Length;
    }

    private int After(int from, string end)
    {
        var found = text.AsSpan(from).IndexOf(end, StringComparison.Ordinal);
        return found < 0 ? text.Length : from + found + end.Length;
    }
}
