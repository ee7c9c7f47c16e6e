using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>
/// Handlebars templates (and Mustache, which is nearly a part of it). A block such as <c>#each</c> changes what a bare
/// name means, to a property of something whose shape is not known here: such names are never reported.
/// </summary>
internal sealed class HandlebarsParser
{
    /// <summary>Blocks that leave the meaning of names alone.</summary>
    private static readonly HashSet<string> Transparent = ["if", "unless", "message", "and", "or", "not", "eq", "equals", "ne", "gt", "lt", "gte", "lte", "raw", "ifEquals", "unlessEquals"];

    private readonly string text;
    private readonly bool isMustache;
    private readonly TemplateSyntax syntax = new();
    private readonly Stack<Block> open = new();
    private readonly HashSet<string> assigned = [];
    private readonly NamesInScope names = new();

    /// <summary>What a bare name means, innermost last: true where it is one of the template's own variables.</summary>
    private readonly List<bool> contexts = [true];

    private HandlebarsParser(string text, bool isMustache)
    {
        this.text = text;
        this.isMustache = isMustache;
    }

    public static TemplateSyntax Parse(string text, bool isMustache)
    {
        var parser = new HandlebarsParser(text, isMustache);
        parser.ReadAll();
        return parser.syntax;
    }

    private void ReadAll()
    {
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            if (!isMustache && at > 0 && text[at - 1] == '\\' && !(at > 1 && text[at - 2] == '\\'))
            {
                // "\{{" is plain text up to the next tag.
                at += 2;
                continue;
            }

            if (!TryReadTag(at, out var next))
            {
                break;
            }

            at = next;
        }

        foreach (var block in open)
        {
            syntax.Report(block.Span.Start, block.Span.End, $"'#{block.Name}' is not closed by '{{{{/{block.Name}}}}}'.");
        }

        syntax.Forget(assigned);
    }

    /// <summary>Reads the tag at <paramref name="start"/>; false where the rest of the template is not to be read.</summary>
    private bool TryReadTag(int start, out int next)
    {
        if (!isMustache && string.CompareOrdinal(text, start, "{{{{", 0, 4) == 0)
        {
            next = ReadRawBlock(start);
            return true;
        }

        var inner = start + 2;
        if (inner < text.Length && text[inner] == '~')
        {
            inner++;
        }

        if (inner < text.Length && text[inner] == '!')
        {
            var isLong = string.CompareOrdinal(text, inner, "!--", 0, 3) == 0;
            var comment = CommentEnd(inner, isLong);
            if (comment < 0)
            {
                syntax.Report(start, inner + 1, $"The comment is not closed by '{(isLong ? "--}}" : "}}")}'.");
                next = text.Length;
                return false;
            }

            syntax.Part(TemplatePartKind.Comment, new TextSpan(start, comment));
            next = comment;
            return true;
        }

        if (isMustache && inner < text.Length && text[inner] == '=')
        {
            // The delimiters change: from here on nothing is certain.
            syntax.IsPartial = true;
            next = text.Length;
            return false;
        }

        var triple = inner < text.Length && text[inner] == '{';
        if (triple)
        {
            inner++;
        }

        var (close, another) = FindClose(inner, triple ? "}}}" : "}}");
        if (close < 0)
        {
            var end = another >= 0 ? another : text.Length;
            syntax.Report(start, TagScanner.UnclosedEnd(text, inner, end), $"'{text[start..inner]}' is not closed by '{(triple ? "}}}" : "}}")}'.");
            next = another >= 0 ? another : inner;
            return true;
        }

        next = close + (triple ? 3 : 2);
        var to = close > inner && text[close - 1] == '~' ? close - 1 : close;
        var sigil = inner;
        while (sigil < to && char.IsWhiteSpace(text[sigil]))
        {
            sigil++;
        }

        syntax.Part(sigil < to && text[sigil] is '#' or '/' or '^' or '>' ? TemplatePartKind.Statement : TemplatePartKind.Output, new TextSpan(start, next));
        ReadTag(new TextSpan(start, next), inner, to);
        return true;
    }

    private int CommentEnd(int inner, bool isLong)
    {
        if (!isLong)
        {
            var end = text.IndexOf("}}", inner, StringComparison.Ordinal);
            return end < 0 ? -1 : end + 2;
        }

        var search = inner + 3;
        while ((search = text.IndexOf("--", search, StringComparison.Ordinal)) >= 0)
        {
            var end = search + 2;
            if (end < text.Length && text[end] == '~')
            {
                end++;
            }

            if (string.CompareOrdinal(text, end, "}}", 0, 2) == 0)
            {
                return end + 2;
            }

            search++;
        }

        return -1;
    }

    private int ReadRawBlock(int start)
    {
        var close = text.IndexOf("}}}}", start + 4, StringComparison.Ordinal);
        var end = close < 0 ? -1 : text.IndexOf("{{{{/", close, StringComparison.Ordinal);
        var last = end < 0 ? -1 : text.IndexOf("}}}}", end, StringComparison.Ordinal);
        if (last < 0)
        {
            syntax.Report(start, close < 0 ? start + 4 : close + 4, "The raw block is not closed.");
            return close < 0 ? start + 4 : close + 4;
        }

        syntax.Part(TemplatePartKind.Raw, new TextSpan(start, last + 4));
        return last + 4;
    }

    private (int Close, int Another) FindClose(int from, string closer)
    {
        var quote = '\0';
        var first = -1;
        for (var i = from; i < text.Length; i++)
        {
            var c = text[i];
            var isClose = c == '}' && string.CompareOrdinal(text, i, closer, 0, closer.Length) == 0;
            if (isClose && first < 0)
            {
                first = i;
            }

            if (quote != '\0')
            {
                if (c == '\\')
                {
                    i++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
            }
            else if (c is '"' or '\'' && !isMustache)
            {
                quote = c;
            }
            else if (c == '[' && !isMustache && text.IndexOf(']', i) is var bracket && bracket > 0 && text.IndexOfAny(['\n', '\r', '}'], i, bracket - i) < 0)
            {
                // A segment in brackets may hold anything.
                i = bracket;
            }
            else if (isClose)
            {
                return (i, -1);
            }
            else if (c == '{' && i + 1 < text.Length && text[i + 1] == '{')
            {
                return (first, i);
            }
        }

        return (first, -1);
    }

    private void ReadTag(TextSpan whole, int from, int to)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(text[to - 1]))
        {
            to--;
        }

        if (from == to)
        {
            syntax.Report(whole.Start, whole.End, "The tag is empty.");
            return;
        }

        switch (text[from])
        {
            case '#':
                var sigil = from + 1 < to && text[from + 1] is '>' or '*' ? 2 : 1;
                ReadOpen(whole, from + sigil, to, isPartial: sigil == 2);
                return;
            case '/':
                ReadClose(whole, text[(from + 1)..to].Trim());
                return;
            case '^' when to == from + 1:
                ReadElse(whole, from + 1, to);
                return;
            case '^':
                ReadInverse(whole, from + 1, to);
                return;
            case '>':
                ReadPartial(from + 1, to);
                return;
            case '*':
                return;
            case '&':
                from++;
                break;
        }

        var expression = new HandlebarsExpression(text, from, to, Report);
        var call = expression.ReadCall();
        if (call.Head is { Text: "else" } && !isMustache)
        {
            ReadElse(whole, call.Head.Span.End, to);
            return;
        }

        Use(call, isBlock: false);
    }

    private void ReadOpen(TextSpan whole, int from, int to, bool isPartial)
    {
        var call = new HandlebarsExpression(text, from, to, Report).ReadCall();
        if (call.Head is null)
        {
            if (!call.Failed)
            {
                syntax.Report(whole.Start, whole.End, "The block has no name.");
            }

            return;
        }

        var name = call.Head.Text;
        var changes = true;
        if (isPartial)
        {
            UseArguments(call);
        }
        else
        {
            Use(call, isBlock: true);
            changes = isMustache || !Transparent.Contains(name);
        }

        if (changes)
        {
            contexts.Add(false);
        }

        names.Enter(call.BlockParameters);
        open.Push(new Block(name, whole, changes, call.BlockParameters));
    }

    private void ReadInverse(TextSpan whole, int from, int to)
    {
        var call = new HandlebarsExpression(text, from, to, Report).ReadCall();
        if (call.Head is not null)
        {
            Use(call, isBlock: true);
            open.Push(new Block(call.Head.Text, whole, Changes: false, []));
        }
    }

    private void ReadClose(TextSpan whole, string name)
    {
        if (!open.Any(b => b.Name == name))
        {
            if (open.TryPeek(out var current))
            {
                // Most likely the wrong word for the block that is open: closing that one keeps the rest readable.
                syntax.Report(whole.Start, whole.End, $"'{{{{/{name}}}}}' stands where '{{{{/{current.Name}}}}}' is expected.");
                Pop();
            }
            else
            {
                syntax.Report(whole.Start, whole.End, $"'{{{{/{name}}}}}' closes nothing.");
            }

            return;
        }

        while (open.Count > 0)
        {
            var block = Pop();
            if (block.Name == name)
            {
                return;
            }

            syntax.Report(block.Span.Start, block.Span.End, $"'#{block.Name}' is not closed by '{{{{/{block.Name}}}}}'.");
        }
    }

    private Block Pop()
    {
        var block = open.Pop();
        names.Leave(block.Parameters);
        if (block.Changes)
        {
            contexts.RemoveAt(contexts.Count - 1);
        }

        return block;
    }

    private void ReadElse(TextSpan whole, int from, int to)
    {
        if (open.Count == 0)
        {
            syntax.Report(whole.Start, whole.End, "'else' stands outside of a block.");
            return;
        }

        // What follows is in the context around the block, until "else each x" changes it again.
        var block = Pop();
        var changes = false;
        var call = new HandlebarsExpression(text, from, to, Report).ReadCall();
        if (call.Head is not null)
        {
            Use(call, isBlock: true);
            changes = !Transparent.Contains(call.Head.Text);
            if (changes)
            {
                contexts.Add(false);
            }
        }

        names.Enter(call.BlockParameters);
        open.Push(block with { Changes = changes, Parameters = call.BlockParameters });
    }

    private void ReadPartial(int from, int to)
    {
        var call = new HandlebarsExpression(text, from, to, Report).ReadCall();
        if (call.Head is { Text.Length: > 0 } name)
        {
            var quoted = name.Text is ['"' or '\'', _, ..];
            syntax.Include(quoted ? name.Text[1..^1] : name.Text, quoted ? new TextSpan(name.Span.Start + 1, name.Span.End - 1) : name.Span);
        }

        if (!isMustache)
        {
            UseArguments(call);
        }
    }

    private void Use(HandlebarsCall call, bool isBlock)
    {
        var isCall = call.Arguments.Count > 0 || call.Named.Count > 0;
        if (call.Head is { } head && !isCall && !(isBlock && Transparent.Contains(head.Text)))
        {
            UsePath(head, mayBeHelper: true, isPrinted: !isBlock);
        }
        else if (call.Head is { Text.Length: > 0 } helper)
        {
            syntax.Call(helper.Text.Contains('-', StringComparison.Ordinal) || helper.Text.Contains('.', StringComparison.Ordinal) ? CallKind.Function : CallKind.Helper, helper.Text, helper.Span);
        }

        if (call.Head is null)
        {
            // A fault was reported.
        }
        else if (call.Head is { Text: "set" or "assign" or "let" })
        {
            Define(call);
        }

        UseArguments(call);
    }

    /// <summary><c>{{set "name" value}}</c> and <c>{{set name="name" value=…}}</c> define a variable in Semantic Kernel.</summary>
    private void Define(HandlebarsCall call)
    {
        var named = call.Named.FirstOrDefault(n => n.Name == "name").Value;
        if ((named ?? call.Arguments.FirstOrDefault()) is { } literal && literal.Text is ['"' or '\'', .., '"' or '\''] quoted && quoted.Length > 2)
        {
            assigned.Add(quoted[1..^1]);
            syntax.Define(quoted[1..^1], new TextSpan(literal.Span.Start + 1, literal.Span.End - 1));
        }

        assigned.UnionWith(call.Named.Select(n => n.Name));
    }

    private void UseArguments(HandlebarsCall call)
    {
        foreach (var argument in call.Arguments)
        {
            UsePath(argument, mayBeHelper: false);
        }

        foreach (var (_, value) in call.Named)
        {
            UsePath(value, mayBeHelper: false);
        }

        foreach (var inner in call.Inner)
        {
            // The head of a subexpression is always a helper.
            if (inner.Head is { Text.Length: > 0 } helper)
            {
                syntax.Call(helper.Text.Contains('-', StringComparison.Ordinal) || helper.Text.Contains('.', StringComparison.Ordinal) ? CallKind.Function : CallKind.Helper, helper.Text, helper.Span);
            }

            UseArguments(inner);
        }
    }

    private void UsePath(HandlebarsWord word, bool mayBeHelper, bool isPrinted = false)
    {
        var path = word.Text;
        var start = word.Span.Start;
        if (path.Length == 0 || path[0] is '"' or '\'' || path is "true" or "false" or "null" or "undefined" || char.IsAsciiDigit(path[0]) || (path[0] == '-' && path.Length > 1 && char.IsAsciiDigit(path[1])))
        {
            return;
        }

        var context = contexts.Count - 1;
        var explicitly = false;
        var at = 0;
        if (path.StartsWith("@root.", StringComparison.Ordinal) || path.StartsWith("@root/", StringComparison.Ordinal))
        {
            (at, context, explicitly) = (6, 0, true);
        }
        else if (path[0] == '@')
        {
            return;
        }

        while (string.CompareOrdinal(path, at, "../", 0, 3) == 0)
        {
            (at, explicitly) = (at + 3, true);
            context--;
        }

        foreach (var self in (ReadOnlySpan<string>)["this.", "this/", "./"])
        {
            if (string.CompareOrdinal(path, at, self, 0, self.Length) == 0)
            {
                (at, explicitly) = (at + self.Length, true);
            }
        }

        var end = at;
        if (at < path.Length && path[at] == '[')
        {
            end = path.IndexOf(']', at);
            (at, end) = (at + 1, end < 0 ? path.Length : end);
        }
        else
        {
            while (end < path.Length && path[end] is not ('.' or '/' or '['))
            {
                end++;
            }
        }

        var name = path[at..end];
        if (context < 0 || name is "" or "this" or "." or ".." || (!explicitly && names.Contains(name)))
        {
            return;
        }

        if (mayBeHelper && !explicitly && LooksLikeHelper(path, name))
        {
            syntax.Call(CallKind.Function, path, word.Span);
            return;
        }

        syntax.Use(name, new TextSpan(start + at, start + end), contexts[context] ? UseKind.Certain : UseKind.Possible, isPrinted);
    }

    /// <summary>
    /// A helper without arguments cannot be told from a variable, except that Semantic Kernel names its functions
    /// <c>Plugin-Function</c> (or with a dot), and that the engine brings a few of its own.
    /// </summary>
    private static bool LooksLikeHelper(string path, string name)
    {
        var part = path.IndexOf('.', StringComparison.Ordinal);
        return name.Contains('-', StringComparison.Ordinal)
            || (part > 0 && part + 1 < path.Length && char.IsAsciiLetterUpper(name[0]) && char.IsAsciiLetterUpper(path[part + 1]))
            || name is "doubleOpen" or "doubleClose" or "messages" or "messageToPrompt" or "message_to_prompt";
    }

    private void Report(int start, int end, string message) => syntax.Report(start, end, message);

    private sealed record Block(string Name, TextSpan Span, bool Changes, IReadOnlyList<string> Parameters);
}
