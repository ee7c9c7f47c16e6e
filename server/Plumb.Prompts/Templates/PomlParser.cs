using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>An attribute; the span is the value's, without its quotes.</summary>
internal sealed record PomlAttribute(string Name, string Value, TextSpan Span);

/// <summary>An element with the place of its name and of what it holds.</summary>
internal sealed record PomlElement(string Name, TextSpan NameSpan, IReadOnlyList<PomlAttribute> Attributes, TextSpan Content);

/// <summary>
/// Reads POML: a lenient XML whose text and attributes hold <c>{{expressions}}</c> of JavaScript. An element that is
/// not closed, or closed by another's name, is a problem, and reading goes on. No recursion.
/// </summary>
internal sealed class PomlParser
{
    private readonly string text;
    private readonly TemplateSyntax syntax = new();
    private readonly HashSet<string> defined = ["loop"];
    private readonly List<PomlElement> elements = [];
    private readonly List<(int Element, TextSpan Tag)> open = [];

    private PomlParser(string text) => this.text = text;

    public static (TemplateSyntax Syntax, IReadOnlyList<PomlElement> Elements) Parse(string text)
    {
        var parser = new PomlParser(text);
        parser.ReadAll();
        return (parser.syntax, parser.elements);
    }

    private void ReadAll()
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny('<', '{');
            if (next < 0)
            {
                break;
            }

            at += next;
            at = text[at] == '{' ? ReadExpression(at, text.Length) : ReadMarkup(at);
        }

        foreach (var (element, tag) in open)
        {
            syntax.Report(tag.Start, tag.End, $"'<{elements[element].Name}>' is not closed by '</{elements[element].Name}>'.");
        }

        syntax.Forget(defined);
    }

    private int ReadMarkup(int at)
    {
        if (Starts(at, "<!--"))
        {
            return Skip(at, "-->", "The comment is not closed by '-->'.", TemplatePartKind.Comment);
        }

        if (Starts(at, "<![CDATA["))
        {
            return Skip(at, "]]>", "The CDATA section is not closed by ']]>'.", TemplatePartKind.Raw);
        }

        if (Starts(at, "<?") || Starts(at, "<!"))
        {
            var end = text.IndexOf('>', at);
            return end < 0 ? text.Length : end + 1;
        }

        if (Starts(at, "</"))
        {
            return ReadClose(at);
        }

        return at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] == '_') ? ReadOpen(at) : at + 1;
    }

    private int Skip(int at, string closer, string message, TemplatePartKind kind)
    {
        var close = text.IndexOf(closer, at, StringComparison.Ordinal);
        if (close < 0)
        {
            syntax.Report(at, Math.Min(at + 4, text.Length), message);
            return text.Length;
        }

        syntax.Part(kind, new TextSpan(at, close + closer.Length));
        return close + closer.Length;
    }

    private int ReadClose(int at)
    {
        var nameEnd = NameEnd(at + 2);
        var name = text[(at + 2)..nameEnd];
        var end = text.IndexOf('>', nameEnd);
        end = end < 0 ? text.Length : end + 1;
        var match = open.FindLastIndex(o => elements[o.Element].Name == name);
        if (match < 0)
        {
            syntax.Report(at, end, $"'</{name}>' closes nothing.");
            return end;
        }

        for (var i = open.Count - 1; i > match; i--)
        {
            var unclosed = open[i];
            syntax.Report(unclosed.Tag.Start, unclosed.Tag.End, $"'<{elements[unclosed.Element].Name}>' is not closed by '</{elements[unclosed.Element].Name}>'.");
        }

        var element = elements[open[match].Element];
        elements[open[match].Element] = element with { Content = new TextSpan(element.Content.Start, at) };
        open.RemoveRange(match, open.Count - match);
        return end;
    }

    private int ReadOpen(int at)
    {
        var nameEnd = NameEnd(at + 1);
        var attributes = new List<PomlAttribute>();
        var place = nameEnd;
        var isClosed = false;
        while (true)
        {
            while (place < text.Length && char.IsWhiteSpace(text[place]))
            {
                place++;
            }

            if (place >= text.Length || text[place] == '<')
            {
                syntax.Report(at, nameEnd, $"The tag '<{text[(at + 1)..nameEnd]}' is not closed by '>'.");
                return place;
            }

            if (text[place] == '>')
            {
                place++;
                break;
            }

            if (text[place] == '/')
            {
                isClosed = place + 1 < text.Length && text[place + 1] == '>';
                place += isClosed ? 2 : 1;
                if (isClosed)
                {
                    break;
                }

                continue;
            }

            place = ReadAttribute(place, attributes);
        }

        var name = text[(at + 1)..nameEnd];
        elements.Add(new PomlElement(name, new TextSpan(at + 1, nameEnd), attributes, new TextSpan(place, isClosed ? place : text.Length)));
        foreach (var attribute in attributes)
        {
            if (attribute.Name == "for" && attribute.Value.IndexOf(" in ", StringComparison.Ordinal) is > 0 and var sign)
            {
                defined.Add(attribute.Value[..sign].Trim());
                ReadNames(attribute.Span.Start + sign + 4, attribute.Span.End, printed: false);
            }
            else if (attribute.Name == "name" && name.Equals("let", StringComparison.OrdinalIgnoreCase))
            {
                defined.Add(attribute.Value.Trim());
                syntax.Define(attribute.Value.Trim(), attribute.Span);
            }
            else if (attribute.Name == "if" && !attribute.Value.Contains("{{", StringComparison.Ordinal))
            {
                ReadNames(attribute.Span.Start, attribute.Span.End, printed: false);
            }
        }

        if (!isClosed)
        {
            if (open.Count < 1000)
            {
                open.Add((elements.Count - 1, new TextSpan(at, nameEnd)));
            }

            // The text of such an element is JavaScript or JSON, not markup.
            if (name.Equals("let", StringComparison.OrdinalIgnoreCase) && text.IndexOf("</let", place, StringComparison.OrdinalIgnoreCase) is >= 0 and var close)
            {
                return close;
            }
        }

        return place;
    }

    private int ReadAttribute(int at, List<PomlAttribute> attributes)
    {
        var nameEnd = at;
        while (nameEnd < text.Length && !char.IsWhiteSpace(text[nameEnd]) && text[nameEnd] is not ('=' or '>' or '/' or '<' or '"' or '\''))
        {
            nameEnd++;
        }

        if (nameEnd == at)
        {
            return at + 1;
        }

        var place = nameEnd;
        while (place < text.Length && char.IsWhiteSpace(text[place]))
        {
            place++;
        }

        if (place >= text.Length || text[place] != '=')
        {
            return nameEnd;
        }

        place++;
        while (place < text.Length && char.IsWhiteSpace(text[place]))
        {
            place++;
        }

        if (place >= text.Length || text[place] is not ('"' or '\''))
        {
            syntax.Report(at, nameEnd, "An attribute's value stands in quotes.");
            return place;
        }

        var close = text.IndexOf(text[place], place + 1);
        if (close < 0)
        {
            syntax.Report(place, place + 1, "The quote is not closed.");
            return text.Length;
        }

        attributes.Add(new PomlAttribute(text[at..nameEnd], text[(place + 1)..close], new TextSpan(place + 1, close)));
        for (var inner = place + 1; inner < close;)
        {
            inner = text.IndexOf('{', inner, close - inner) is >= 0 and var brace ? ReadExpression(brace, close) : close;
        }

        return close + 1;
    }

    /// <summary>Reads the expression that begins at a brace, if two do; answers where to go on.</summary>
    private int ReadExpression(int at, int limit)
    {
        if (!Starts(at, "{{"))
        {
            return at + 1;
        }

        var close = text.IndexOf("}}", at + 2, limit - at - 2 < 0 ? 0 : limit - at - 2, StringComparison.Ordinal);
        if (close < 0)
        {
            syntax.Report(at, Math.Min(at + 2, limit), "'{{' is not closed by '}}'.");
            return limit;
        }

        while (close + 2 < limit && text[close + 2] == '}')
        {
            close++;
        }

        syntax.Part(TemplatePartKind.Output, new TextSpan(at, close + 2));
        ReadNames(at + 2, close, printed: true);
        return close + 2;
    }

    /// <summary>The names of an expression that are no properties, no keys and none of the language's own.</summary>
    private void ReadNames(int at, int end, bool printed)
    {
        var isFunction = text.IndexOf("=>", at, Math.Max(0, end - at), StringComparison.Ordinal) >= 0;
        var previous = '\0';
        while (at < end)
        {
            var c = text[at];
            if (c is '"' or '\'' or '`')
            {
                var close = text.IndexOf(c, at + 1, end - at - 1);
                at = close < 0 ? end : close + 1;
                previous = c;
            }
            else if (char.IsLetter(c) || c is '_' or '$')
            {
                var start = at;
                while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$'))
                {
                    at++;
                }

                var after = at;
                while (after < end && text[after] == ' ')
                {
                    after++;
                }

                var isKey = after < end && text[after] == ':' && previous is '{' or ',';
                var name = text[start..at];
                if (previous != '.' && !isKey && !IsLanguage(name))
                {
                    syntax.Use(name, new TextSpan(start, at), isFunction ? UseKind.Possible : UseKind.Certain, printed);
                }

                previous = 'a';
            }
            else
            {
                previous = char.IsWhiteSpace(c) ? previous : c;
                at++;
            }
        }
    }

    private static bool IsLanguage(string name) => name is "true" or "false" or "null" or "undefined" or "typeof" or "instanceof" or "in" or "of" or "new" or "this" or "return"
        or "function" or "const" or "let" or "var" or "if" or "else" or "JSON" or "Math" or "Object" or "Array" or "String" or "Number" or "Boolean" or "Date" or "RegExp" or "NaN" or "Infinity" or "parseInt" or "parseFloat" or "void" or "delete" or "require";

    private int NameEnd(int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or ':' or '.'))
        {
            at++;
        }

        return at;
    }

    private bool Starts(int at, string value) => string.CompareOrdinal(text, at, value, 0, value.Length) == 0;
}
