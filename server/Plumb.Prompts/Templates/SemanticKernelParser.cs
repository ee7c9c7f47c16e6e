using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>
/// The semantic-kernel dialect: <c>{{$variable}}</c>, <c>{{'value'}}</c>, <c>{{plugin.function $first name=$second}}</c>.
/// The engine takes whatever does not close for plain text; that is never meant, so here it is a problem as soon
/// as it begins like code.
/// </summary>
internal sealed class SemanticKernelParser
{
    private readonly string text;
    private readonly TemplateSyntax syntax = new();

    private SemanticKernelParser(string text) => this.text = text;

    public static TemplateSyntax Parse(string text)
    {
        var parser = new SemanticKernelParser(text);
        parser.ReadAll();
        return parser.syntax;
    }

    private void ReadAll()
    {
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            // Of a run of braces the last two open the block; those before are text.
            while (at + 2 < text.Length && text[at + 2] == '{')
            {
                at++;
            }

            at = ReadBlock(at);
        }
    }

    /// <summary>Reads the block at <paramref name="open"/> and answers where to go on.</summary>
    private int ReadBlock(int open)
    {
        var quote = '\0';
        var quoteStart = 0;
        for (var at = open + 2; at < text.Length; at++)
        {
            var c = text[at];
            if (quote != '\0')
            {
                if (c == '\\' && at + 1 < text.Length && text[at + 1] is '\\' or '"' or '\'')
                {
                    at++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
            }
            else if (c is '"' or '\'')
            {
                (quote, quoteStart) = (c, at);
            }
            else if (c == '}' && at + 1 < text.Length && text[at + 1] == '}')
            {
                ReadCode(open + 2, at);
                syntax.Part(TemplatePartKind.Output, new TextSpan(open, at + 2));
                return at + 2;
            }
            else if (c == '{' && at + 1 < text.Length && text[at + 1] == '{')
            {
                ReportUnclosed(open);
                return at;
            }
        }

        if (quote == '\0')
        {
            ReportUnclosed(open);
            return open + 2;
        }

        // The quote swallowed the rest: say so, and go on behind the braces that were meant to close the block.
        var lineEnd = text.IndexOfAny(['\n', '\r'], open);
        lineEnd = lineEnd < 0 ? text.Length : lineEnd;
        var close = text.IndexOf("}}", open + 2, StringComparison.Ordinal);
        if (LooksLikeCode(open + 2))
        {
            var end = close >= 0 && close < lineEnd ? close : lineEnd;
            syntax.Report(quoteStart < end ? quoteStart : open, end, $"The quote {quote} is not closed: everything after it becomes plain text.");
        }

        return close < 0 ? text.Length : close + 2;
    }

    private void ReportUnclosed(int open)
    {
        if (LooksLikeCode(open + 2))
        {
            var end = open + 2;
            while (end < text.Length && text[end] is ' ' or '\t')
            {
                end++;
            }

            while (end < text.Length && (text[end] is '$' or '.' || IsNameChar(text[end])))
            {
                end++;
            }

            syntax.Report(open, end, "'{{' is not closed by '}}'.");
            ReadVariablesOnly(open + 2, end);
        }
    }

    /// <summary>After a problem the names inside are still looked at: a file that is being typed is mostly broken.</summary>
    private void ReadVariablesOnly(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (text[at] == '$')
            {
                var name = NameEnd(at + 1);
                if (name > at + 1)
                {
                    syntax.Use(text[(at + 1)..name], new TextSpan(at + 1, name));
                }

                at = name;
            }
        }
    }

    private bool LooksLikeCode(int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at < text.Length && (text[at] is '$' or '_' || char.IsAsciiLetter(text[at]));
    }

    private void ReadCode(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (start == end)
        {
            // The engine prints "{{}}" as it is.
            return;
        }

        var tokens = Tokens(start, end);
        if (tokens is null)
        {
            return;
        }

        var first = tokens[0];
        switch (text[first.Start])
        {
            case '$':
                ReadVariable(first.Start, first.End, isPrinted: true);
                if (tokens.Count > 1)
                {
                    syntax.Report(tokens[1].Start, end, "Nothing may follow a variable: a function's name comes first, its arguments after it.");
                }

                return;
            case '"' or '\'':
                ReadValue(first.Start, first.End);
                if (tokens.Count > 1)
                {
                    syntax.Report(tokens[1].Start, end, "Nothing may follow a quoted value.");
                }

                return;
        }

        ReadFunction(first);
        for (var i = 1; i < tokens.Count; i++)
        {
            ReadArgument(tokens[i], isFirst: i == 1);
        }
    }

    private void ReadFunction(TextSpan name)
    {
        var dots = 0;
        for (var at = name.Start; at < name.End; at++)
        {
            var c = text[at];
            if (c == '.')
            {
                dots++;
            }
            else if (!IsNameChar(c))
            {
                var hint = name.Length > 0 && text.AsSpan(name.Start, name.Length).ContainsAny("#/^!>@") ? " This looks like Handlebars: is 'template_format: handlebars' missing?" : "";
                syntax.Report(name.Start, name.End, $"'{Show(name)}' is no function name: only letters, digits, '_' and one '.' are allowed.{hint}");
                return;
            }
        }

        if (dots > 1 || text[name.End - 1] == '.' || text[name.Start] == '.')
        {
            syntax.Report(name.Start, name.End, $"'{Show(name)}' is no function name: one dot parts the plugin from the function.");
            return;
        }

        syntax.Call(CallKind.Function, text[name.Start..name.End], name);
    }

    private void ReadArgument(TextSpan token, bool isFirst)
    {
        switch (text[token.Start])
        {
            case '$' when isFirst:
                ReadVariable(token.Start, token.End);
                return;
            case '"' or '\'' when isFirst:
                ReadValue(token.Start, token.End);
                return;
            case '$' or '"' or '\'':
                syntax.Report(token.Start, token.End, "Only the first argument may stand without a name: write name=value.");
                if (text[token.Start] == '$')
                {
                    ReadVariablesOnly(token.Start, token.End);
                }

                return;
        }

        var equals = text.IndexOf('=', token.Start, token.Length);
        if (equals < 0)
        {
            syntax.Report(token.Start, token.End, $"'{Show(token)}' is no argument: a variable begins with '$', a value is quoted, a named argument is name=value.");
            return;
        }

        if (equals == token.Start || SkipSpaces(NameEnd(token.Start), equals) != equals)
        {
            syntax.Report(token.Start, equals + 1, "The argument's name is empty or has characters other than letters, digits and '_'.");
        }

        var value = SkipSpaces(equals + 1, token.End);
        if (value == token.End)
        {
            syntax.Report(token.Start, token.End, "The named argument has no value.");
        }
        else if (text[value] == '$')
        {
            ReadVariable(value, token.End);
        }
        else if (text[value] is '"' or '\'')
        {
            ReadValue(value, token.End);
        }
        else
        {
            syntax.Report(value, token.End, "A named argument's value begins with '$' or a quote.");
        }
    }

    private void ReadVariable(int start, int end, bool isPrinted = false)
    {
        var name = NameEnd(start + 1);
        if (name == start + 1 && name >= end)
        {
            syntax.Report(start, end, "The variable has no name.");
        }
        else if (name < end)
        {
            syntax.Report(start, end, $"'{Show(new TextSpan(start, end))}' is no variable: its name may only have letters, digits and '_'.");
        }
        else
        {
            syntax.Use(text[(start + 1)..name], new TextSpan(start + 1, name), isPrinted: isPrinted);
        }
    }

    private void ReadValue(int start, int end)
    {
        if (end - start < 2 || text[end - 1] != text[start])
        {
            syntax.Report(start, end, $"The quote {text[start]} is not closed.");
        }
    }

    /// <summary>The tokens between the braces, or null after a problem was reported.</summary>
    private List<TextSpan>? Tokens(int start, int end)
    {
        var tokens = new List<TextSpan>();
        var at = start;
        while (at < end)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }

            var from = at;
            if (text[at] is '"' or '\'')
            {
                at = QuoteEnd(at, end);
                if (at < end && !char.IsWhiteSpace(text[at]))
                {
                    syntax.Report(from, end, "A space is missing after the quoted value.");
                    return null;
                }
            }
            else
            {
                while (at < end && text[at] is not (' ' or '\t' or '\r' or '\n'))
                {
                    at = text[at] is '"' or '\'' && at > from && text[at - 1] == '=' ? QuoteEnd(at, end) : at + 1;
                }

                // "name = $value": the engine lets spaces stand around the sign of a named argument.
                at = JoinNamedArgument(from, at, end, tokens.Count);
            }

            tokens.Add(new TextSpan(from, at));
        }

        return tokens;
    }

    private int JoinNamedArgument(int from, int at, int end, int index)
    {
        if (index == 0 || !IsNameChar(text[from]))
        {
            return at;
        }

        var hasSign = text.IndexOf('=', from, at - from) >= 0;
        if (hasSign && text[at - 1] != '=')
        {
            return at;
        }

        var next = SkipSpaces(at, end);
        if (!hasSign)
        {
            if (next >= end || text[next] != '=')
            {
                return at;
            }

            next = SkipSpaces(next + 1, end);
        }

        if (next >= end)
        {
            return at;
        }

        if (text[next] is '"' or '\'')
        {
            return QuoteEnd(next, end);
        }

        while (next < end && !char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next;
    }

    private int SkipSpaces(int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private int QuoteEnd(int start, int end)
    {
        for (var at = start + 1; at < end; at++)
        {
            if (text[at] == '\\' && at + 1 < end && text[at + 1] is '\\' or '"' or '\'')
            {
                at++;
            }
            else if (text[at] == text[start])
            {
                return at + 1;
            }
        }

        return end;
    }

    private int NameEnd(int at)
    {
        while (at < text.Length && IsNameChar(text[at]))
        {
            at++;
        }

        return at;
    }

    private string Show(TextSpan span) => span.Length <= 40 ? text[span.Start..span.End] : text[span.Start..(span.Start + 40)] + "…";

    private static bool IsNameChar(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
