using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>Jinja templates: all that stock Jinja2 takes, of which Prompty's subset is a part.</summary>
internal sealed class JinjaParser
{
    private static readonly Dictionary<string, string> Closers = new()
    {
        ["endif"] = "if",
        ["endfor"] = "for",
        ["endset"] = "set",
        ["endblock"] = "block",
        ["endmacro"] = "macro",
        ["endcall"] = "call",
        ["endfilter"] = "filter",
        ["endwith"] = "with",
        ["endautoescape"] = "autoescape",
        ["endtrans"] = "trans",
        ["endgeneration"] = "generation",
    };

    private static readonly string[] Known =
    [
        "if", "elif", "else", "for", "set", "block", "extends", "include", "import", "from", "macro", "call", "filter", "with", "autoescape",
        "raw", "do", "trans", "pluralize", "break", "continue", "debug", "generation", .. Closers.Keys, "endraw",
    ];

    private readonly string text;
    private readonly TemplateSyntax syntax = new();
    private readonly Scopes scopes;
    private readonly Stack<OpenBlock> open = new();

    private readonly bool isNunjucks;

    private JinjaParser(string text, bool isNunjucks)
    {
        this.text = text;
        this.isNunjucks = isNunjucks;
        scopes = new Scopes(syntax);
    }

    /// <summary>Nunjucks is nearly Jinja: it has statements of its own, and lets hosts bring more.</summary>
    public static TemplateSyntax Parse(string text, bool isNunjucks)
    {
        var parser = new JinjaParser(text, isNunjucks);
        parser.ReadAll();
        return parser.syntax;
    }

    private void ReadAll()
    {
        var scanner = new TagScanner(text, syntax, isJinja: true);
        while (scanner.TryNext(out var tag))
        {
            if (tag.Kind == TagKind.Comment)
            {
                syntax.Part(TemplatePartKind.Comment, tag.Whole);
                continue;
            }

            scopes.Printing = tag.Kind == TagKind.Output;

            var tokens = new ExpressionTokens(text, tag.Inner, isJinja: true);
            var expression = new JinjaExpression(tokens, scopes);
            if (tag.Kind == TagKind.Output)
            {
                if (tokens.AtEnd)
                {
                    syntax.Report(tag.Whole.Start, tag.Whole.End, "The tag is empty.");
                    continue;
                }

                expression.ReadTuple();
                expression.ExpectEnd();
            }
            else if (!tokens.TryTakeName(out var name, out var span))
            {
                syntax.Report(tag.Whole.Start, tag.Whole.End, "The tag has no name.");
                continue;
            }
            else if (name == "raw")
            {
                if (scanner.SkipTo("endraw") < 0)
                {
                    syntax.Report(tag.Whole.Start, tag.Whole.End, "'{% raw %}' is not closed by '{% endraw %}'.");
                }

                syntax.Part(TemplatePartKind.Raw, new TextSpan(tag.Whole.Start, scanner.At));
                continue;
            }
            else
            {
                syntax.Call(CallKind.Statement, name, span);
                ReadStatement(name, span, tag, tokens, expression);
            }

            syntax.Part(tag.Kind == TagKind.Output ? TemplatePartKind.Output : TemplatePartKind.Statement, tag.Whole);
            if (expression.Fault is { } fault)
            {
                syntax.Report(fault.Start, fault.End, fault.Message);
            }
        }

        foreach (var block in open)
        {
            syntax.Report(block.Span.Start, block.Span.End, $"'{block.Name}' is not closed by 'end{block.Name}'.");
        }

        scopes.Finish();
    }

    private void ReadStatement(string name, TextSpan span, Tag tag, ExpressionTokens tokens, JinjaExpression expression)
    {
        if (Closers.TryGetValue(name, out var opener))
        {
            Close(name, opener, tag);
            return;
        }

        switch (name)
        {
            case "if":
                expression.ReadTuple();
                expression.ExpectEnd();
                Open(name, tag, scoped: false);
                break;
            case "elif":
                ExpectInside(name, tag, "if");
                expression.ReadTuple();
                expression.ExpectEnd();
                break;
            case "else":
                ExpectInside(name, tag, "if", "for");
                expression.ExpectEnd();
                break;
            case "for":
                ReadFor(tag, tokens, expression);
                break;
            case "set":
                ReadSet(tag, tokens, expression);
                break;
            case "with":
                ReadWith(tag, tokens, expression);
                break;
            case "macro" or "call":
                ReadMacro(name, tag, tokens, expression);
                break;
            case "import" or "from":
                ReadName(tokens);
                ReadImport(tokens);
                break;
            case "include" or "extends":
                ReadName(tokens);
                expression.Read();
                tokens.SkipAll();
                break;
            case "do":
                expression.Read();
                tokens.SkipAll();
                break;
            case "block" or "filter" or "autoescape" or "generation":
                tokens.SkipAll();
                Open(name, tag, scoped: false);
                break;
            case "trans":
                ReadWith(tag, tokens, expression);
                break;
            case "pluralize" or "break" or "continue" or "debug":
                tokens.SkipAll();
                break;
            case "elseif" when isNunjucks:
                ExpectInside(name, tag, "if");
                expression.ReadTuple();
                break;
            case "endraw":
                syntax.Report(tag.Whole.Start, tag.Whole.End, "'endraw' closes nothing.");
                break;
            default:
                if (isNunjucks)
                {
                    tokens.SkipAll();
                    break;
                }

                var near = Rules.NearMiss.Find(name, Known);
                syntax.Report(span.Start, span.End, $"There is no tag '{name}'" + (near is null ? "." : $"; did you mean '{near}'?"));
                tokens.SkipAll();
                break;
        }
    }

    private void ReadFor(Tag tag, ExpressionTokens tokens, JinjaExpression expression)
    {
        var targets = Targets(tokens);
        if (targets.Count == 0)
        {
            expression.Fail("'for' is followed by a name, 'in' and what to loop over.");
        }
        else if (!tokens.TryTake("in"))
        {
            expression.Fail("'in' is missing.");
        }
        else
        {
            expression.Read(withConditional: false);
            while (tokens.TryTake(","))
            {
                expression.Read(withConditional: false);
            }
        }

        Open("for", tag, scoped: true, targets.Select(t => t.Name));
        if (tokens.TryTake("if"))
        {
            expression.Read();
        }

        tokens.TryTake("recursive");
        expression.ExpectEnd();
    }

    private void ReadSet(Tag tag, ExpressionTokens tokens, JinjaExpression expression)
    {
        var targets = Targets(tokens);
        if (targets.Count == 0)
        {
            expression.Fail("'set' is followed by a name.");
            return;
        }

        foreach (var (target, at) in targets)
        {
            scopes.Assign(target, at);
        }

        if (tokens.TryTake("="))
        {
            expression.ReadTuple();
            expression.ExpectEnd();
        }
        else
        {
            // The block form, with or without a filter: its value is what stands before the endset.
            if (!tokens.AtEnd && !tokens.Is("|"))
            {
                expression.Fail("'=' is missing.");
            }

            tokens.SkipAll();
            Open("set", tag, scoped: false);
        }
    }

    private void ReadWith(Tag tag, ExpressionTokens tokens, JinjaExpression expression)
    {
        var names = new List<string>();
        while (tokens.TryTakeName(out var name, out _))
        {
            names.Add(name);
            if (tokens.TryTake("="))
            {
                expression.Read();
            }

            tokens.TryTake(",");
        }

        expression.ExpectEnd();
        Open(text.AsSpan(tag.Inner.Start, tag.Inner.Length).TrimStart().StartsWith("trans") ? "trans" : "with", tag, scoped: true, names);
    }

    private void ReadMacro(string name, Tag tag, ExpressionTokens tokens, JinjaExpression expression)
    {
        var names = new List<string>();
        if (name == "macro" && tokens.TryTakeName(out var macro, out var macroSpan))
        {
            scopes.Assign(macro, macroSpan);
        }

        if (tokens.TryTake("("))
        {
            while (tokens.TryTakeName(out var parameter, out _))
            {
                names.Add(parameter);
                if (tokens.TryTake("="))
                {
                    expression.Read();
                }

                tokens.TryTake(",");
            }

            if (!tokens.TryTake(")"))
            {
                expression.Fail("')' is missing.");
            }
        }

        if (name == "call")
        {
            expression.Read();
        }

        expression.ExpectEnd();
        Open(name, tag, scoped: true, names);
    }

    /// <summary>The name of the template that a statement brings in, where it stands there in quotes.</summary>
    private void ReadName(ExpressionTokens tokens)
    {
        if (tokens.Current is { Kind: TokenKind.Text, Span: { Length: > 2 } span })
        {
            syntax.Include(text[(span.Start + 1)..(span.End - 1)], new TextSpan(span.Start + 1, span.End - 1));
        }
    }

    private void ReadImport(ExpressionTokens tokens)
    {
        // "import 'x' as y" and "from 'x' import a as b, c": every name in them is defined afterwards.
        while (!tokens.AtEnd)
        {
            if (tokens.Current.Kind == TokenKind.Name && !tokens.Is("as") && !tokens.Is("import"))
            {
                scopes.Assign(tokens.CurrentText.ToString(), tokens.Current.Span);
            }

            tokens.Take();
        }
    }

    private static List<(string Name, TextSpan Span)> Targets(ExpressionTokens tokens)
    {
        var names = new List<(string, TextSpan)>();
        var parentheses = tokens.TryTake("(");
        while (!tokens.Is("in") && tokens.TryTakeName(out var name, out var span))
        {
            names.Add((name, span));
            while (tokens.TryTake("."))
            {
                tokens.TryTakeName(out _, out _);
            }

            if (!tokens.TryTake(","))
            {
                break;
            }
        }

        if (parentheses)
        {
            tokens.TryTake(")");
        }

        return names;
    }

    private void Open(string name, Tag tag, bool scoped, IEnumerable<string>? names = null)
    {
        open.Push(new OpenBlock(name, tag.Whole, scoped));
        if (scoped)
        {
            scopes.Push(names ?? []);
        }
    }

    private void Close(string name, string opener, Tag tag)
    {
        if (!open.Any(b => b.Name == opener))
        {
            syntax.Report(tag.Whole.Start, tag.Whole.End, $"'{name}' closes nothing: there is no open '{opener}'.");
            return;
        }

        while (open.TryPop(out var block))
        {
            if (block.Scoped)
            {
                scopes.Pop();
            }

            if (block.Name == opener)
            {
                return;
            }

            syntax.Report(block.Span.Start, block.Span.End, $"'{block.Name}' is not closed by 'end{block.Name}'.");
        }
    }

    private void ExpectInside(string name, Tag tag, params ReadOnlySpan<string> blocks)
    {
        if (!open.TryPeek(out var block) || !blocks.Contains(block.Name))
        {
            syntax.Report(tag.Whole.Start, tag.Whole.End, $"'{name}' stands outside of '{string.Join("' and '", blocks)}'.");
        }
    }

    private readonly record struct OpenBlock(string Name, TextSpan Span, bool Scoped);
}
