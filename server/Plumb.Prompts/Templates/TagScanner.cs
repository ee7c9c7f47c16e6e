using Plumb.Text;

namespace Plumb.Prompts.Templates;

internal enum TagKind
{
    Output,
    Statement,
    Comment,
}

/// <summary>A tag of a Jinja-like template: all of it, and what stands between its delimiters and dashes.</summary>
internal readonly record struct Tag(TagKind Kind, TextSpan Whole, TextSpan Inner);

/// <summary>Finds the <c>{{ }}</c>, <c>{% %}</c> and (Jinja) <c>{# #}</c> of a template, and reports the unclosed ones.</summary>
internal sealed class TagScanner(string text, TemplateSyntax syntax, bool isJinja)
{
    private int at;

    /// <summary>Where the next tag is looked for.</summary>
    public int At => at;

    public bool TryNext(out Tag tag)
    {
        while (true)
        {
            var open = text.IndexOf('{', at);
            if (open < 0 || open + 1 >= text.Length)
            {
                tag = default;
                return false;
            }

            at = open + 2;
            switch (text[open + 1])
            {
                case '{' when TryRead(TagKind.Output, open, '}', out tag):
                case '%' when TryRead(TagKind.Statement, open, '%', out tag):
                case '#' when isJinja && TryReadComment(open, out tag):
                    return true;
                case '{' or '%':
                case '#' when isJinja:
                    break;
                default:
                    at = open + 1;
                    break;
            }
        }
    }

    /// <summary>Skips to behind the statement that closes a raw part, such as "endraw". Answers where it starts, or -1.</summary>
    public int SkipTo(string closing)
    {
        var search = at;
        while ((search = text.IndexOf("{%", search, StringComparison.Ordinal)) >= 0)
        {
            var name = search + 2;
            while (name < text.Length && (text[name] is '-' or '+' || char.IsWhiteSpace(text[name])))
            {
                name++;
            }

            if (string.CompareOrdinal(text, name, closing, 0, closing.Length) == 0)
            {
                var close = text.IndexOf("%}", name, StringComparison.Ordinal);
                at = close < 0 ? text.Length : close + 2;
                return search;
            }

            search += 2;
        }

        at = text.Length;
        return -1;
    }

    /// <summary>What to mark of a tag that is not closed: up to the end of its first word.</summary>
    public static int UnclosedEnd(string text, int inner, int end)
    {
        var at = inner;
        while (at < end && text[at] is ' ' or '\t')
        {
            at++;
        }

        var word = at;
        while (at < end && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at > word ? at : inner;
    }

    private bool TryReadComment(int open, out Tag tag)
    {
        var close = text.IndexOf("#}", open + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            // "{#" is also how a Markdown anchor begins, but to the engine it is a comment that swallows the rest.
            syntax.Report(open, open + 2, "The comment is not closed by '#}'.");
            at = text.Length;
            tag = default;
            return false;
        }

        at = close + 2;
        tag = new Tag(TagKind.Comment, new TextSpan(open, at), new TextSpan(open + 2, close));
        return true;
    }

    private bool TryRead(TagKind kind, int open, char closer, out Tag tag)
    {
        var (close, inner) = FindClose(open + 2, closer);
        if (close < 0)
        {
            var end = inner >= 0 ? inner : text.Length;
            syntax.Report(open, UnclosedEnd(text, open + 2, end), $"'{{{text[open + 1]}' is not closed by '{closer}}}'.");
            at = inner >= 0 ? inner : open + 2;
            tag = default;
            return false;
        }

        at = close + 2;
        var (from, to) = (open + 2, close);
        if (from < to && text[from] is '-' or '+')
        {
            from++;
        }

        if (to > from && text[to - 1] is '-' or '+')
        {
            to--;
        }

        tag = new Tag(kind, new TextSpan(open, at), new TextSpan(from, to));
        return true;
    }

    /// <summary>Where the tag closes, or where another one begins before that (then the first is -1).</summary>
    private (int Close, int Next) FindClose(int start, char closer)
    {
        var quote = '\0';
        var depth = 0;
        var firstClose = -1;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (firstClose < 0 && c == closer && next == '}')
            {
                firstClose = i;
            }

            if (quote != '\0')
            {
                if (c == '\\' && isJinja)
                {
                    i++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == closer && next == '}' && depth == 0)
            {
                return (i, -1);
            }
            else if (c == '{' && next is '{' or '%')
            {
                return (firstClose, i);
            }
            else if (c == '{' && isJinja)
            {
                depth++;
            }
            else if (c == '}' && depth > 0)
            {
                depth--;
            }
        }

        // A quote or a brace inside never closes: the expression's parser tells, this only has to find an end.
        return (firstClose, -1);
    }
}
