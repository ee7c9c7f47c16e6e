using System.Buffers;

namespace Plumb.Text.Blocks;

/// <summary>Steps through JSON text by offsets. Comments are read past; broken text ends early and never fails.</summary>
internal sealed class JsonCursor(string text)
{
    private static readonly SearchValues<char> Structure = SearchValues.Create("\"{}[]/");
    private static readonly SearchValues<char> InString = SearchValues.Create("\"\\\n\r");

    /// <summary>Skips blanks, line ends and comments.</summary>
    public int SkipSpace(int at)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c is ' ' or '\t' or '\n' or '\r' or '\uFEFF')
            {
                at++;
            }
            else if (c == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*')
            {
                at = SkipComment(at);
            }
            else
            {
                return at;
            }
        }

        return text.Length;
    }

    /// <summary>Offset after the string whose opening quote stands at the place.</summary>
    public int SkipString(int at)
    {
        at++;
        while (at < text.Length)
        {
            var found = text.AsSpan(at).IndexOfAny(InString);
            if (found < 0)
            {
                return text.Length;
            }

            at += found;
            if (text[at] == '"')
            {
                return at + 1;
            }

            if (text[at] != '\\')
            {
                return at;
            }

            at = Math.Min(text.Length, at + 2);
        }

        return text.Length;
    }

    /// <summary>Offset after the value that starts at the place; of a broken one, after what can be read.</summary>
    public int SkipValue(int at)
    {
        if (at >= text.Length)
        {
            return text.Length;
        }

        if (text[at] == '"')
        {
            return SkipString(at);
        }

        if (text[at] is not ('{' or '['))
        {
            while (at < text.Length && text[at] is not (',' or '}' or ']' or '\n' or '\r' or ' ' or '/' or ':'))
            {
                at++;
            }

            return at;
        }

        var depth = 0;
        while (at < text.Length)
        {
            var found = text.AsSpan(at).IndexOfAny(Structure);
            if (found < 0)
            {
                return text.Length;
            }

            at += found;
            switch (text[at])
            {
                case '"':
                    at = SkipString(at);
                    continue;
                case '/':
                    at = at + 1 < text.Length && text[at + 1] is '/' or '*' ? SkipComment(at) : at + 1;
                    continue;
                case '{' or '[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            at++;
            if (depth == 0)
            {
                return at;
            }
        }

        return text.Length;
    }

    /// <summary>
    /// Reads the member at the place: its key's span with quotes, and where its value starts. False at the end of the
    /// object or where no member can be read.
    /// </summary>
    public bool TryReadMember(ref int at, out TextSpan key, out int value)
    {
        at = SkipSpace(at);
        while (at < text.Length && text[at] == ',')
        {
            at = SkipSpace(at + 1);
        }

        key = default;
        value = at;
        if (at >= text.Length || text[at] is '}' or ']' or '{' or '[' or ':')
        {
            return false;
        }

        var end = text[at] == '"' ? SkipString(at) : SkipValue(at);
        key = new TextSpan(at, end);
        var colon = SkipSpace(end);
        if (end == at || colon >= text.Length || text[colon] != ':')
        {
            at = end;
            return false;
        }

        value = SkipSpace(colon + 1);
        return true;
    }

    /// <summary>The next item of an array; false at its end.</summary>
    public bool TryReadItem(ref int at)
    {
        at = SkipSpace(at);
        while (at < text.Length && text[at] == ',')
        {
            at = SkipSpace(at + 1);
        }

        return at < text.Length && text[at] is not (']' or '}' or ':');
    }

    private int SkipComment(int at)
    {
        if (text[at + 1] == '/')
        {
            return Chars.LineEnd(text, at);
        }

        var end = text.AsSpan(at + 2).IndexOf("*/");
        return end < 0 ? text.Length : at + 2 + end + 2;
    }
}
