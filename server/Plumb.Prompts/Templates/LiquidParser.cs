using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>Liquid templates.</summary>
internal sealed class LiquidParser
{
    // Deeper than any person writes, and shallow enough for any thread's stack.
    private const int DeepestNesting = 64;

    private static readonly Dictionary<string, string> Closers = new()
    {
        ["endif"] = "if",
        ["endunless"] = "unless",
        ["endcase"] = "case",
        ["endfor"] = "for",
        ["endcapture"] = "capture",
        ["endtablerow"] = "tablerow",
        ["endblock"] = "block",
        ["endifchanged"] = "ifchanged",
    };

    private static readonly string[] Known =
    [
        "if", "elsif", "else", "unless", "case", "when", "for", "break", "continue", "assign", "capture", "increment", "decrement", "comment",
        "raw", "cycle", "tablerow", "render", "include", "liquid", "echo", "layout", "section", "block", "ifchanged", "inline_comment",
        .. Closers.Keys, "endcomment", "endraw",
    ];

    private static readonly HashSet<string> Constants = ["true", "false", "nil", "null", "empty", "blank", "forloop", "tablerowloop"];

    private readonly string text;
    private readonly TemplateSyntax syntax = new();
    private readonly Scopes scopes;
    private readonly Stack<(string Name, TextSpan Span)> open = new();

    private int depth;

    private LiquidParser(string text)
    {
        this.text = text;
        scopes = new Scopes(syntax);
    }

    public static TemplateSyntax Parse(string text)
    {
        var parser = new LiquidParser(text);
        parser.ReadAll();
        return parser.syntax;
    }

    private void ReadAll()
    {
        var scanner = new TagScanner(text, syntax, isJinja: false);
        while (scanner.TryNext(out var tag))
        {
            var tokens = new ExpressionTokens(text, tag.Inner, isJinja: false);
            scopes.Printing = tag.Kind == TagKind.Output;
            if (tag.Kind == TagKind.Output)
            {
                if (!tokens.AtEnd)
                {
                    ReadFiltered(tokens);
                    ExpectEnd(tokens);
                }

                syntax.Part(TemplatePartKind.Output, tag.Whole);
                continue;
            }

            if (text.AsSpan(tag.Inner.Start, tag.Inner.Length).TrimStart().StartsWith("#"))
            {
                syntax.Part(TemplatePartKind.Comment, tag.Whole);
                continue;
            }

            if (!tokens.TryTakeName(out var name, out var span))
            {
                syntax.Report(tag.Whole.Start, tag.Whole.End, "The tag has no name.");
            }
            else if (name is "raw" or "comment")
            {
                if (scanner.SkipTo("end" + name) < 0)
                {
                    syntax.Report(tag.Whole.Start, tag.Whole.End, $"'{name}' is not closed by 'end{name}'.");
                }

                syntax.Part(name == "raw" ? TemplatePartKind.Raw : TemplatePartKind.Comment, new TextSpan(tag.Whole.Start, scanner.At));
            }
            else
            {
                syntax.Part(TemplatePartKind.Statement, tag.Whole);
                syntax.Call(CallKind.Statement, name, span);
                ReadStatement(name, span, tag, tokens);
            }
        }

        foreach (var (name, span) in open)
        {
            syntax.Report(span.Start, span.End, $"'{name}' is not closed by 'end{name}'.");
        }

        scopes.Finish();
    }

    private void ReadStatement(string name, TextSpan span, Tag tag, ExpressionTokens tokens)
    {
        if (Closers.TryGetValue(name, out var opener))
        {
            Close(name, opener, tag);
            return;
        }

        switch (name)
        {
            case "if" or "unless":
                ReadCondition(tokens);
                Open(name, tag);
                break;
            case "elsif":
                ExpectInside(name, tag, "if", "unless");
                ReadCondition(tokens);
                break;
            case "else":
                ExpectInside(name, tag, "if", "unless", "case", "for");
                break;
            case "case":
                ReadOperand(tokens);
                ExpectEnd(tokens);
                Open(name, tag);
                break;
            case "when":
                ExpectInside(name, tag, "case");
                ReadList(tokens);
                ExpectEnd(tokens);
                break;
            case "for" or "tablerow":
                ReadFor(name, tag, tokens);
                break;
            case "assign":
                ReadAssign(tokens);
                break;
            case "capture" or "increment" or "decrement":
                if (tokens.Current.Kind is TokenKind.Name or TokenKind.Text)
                {
                    scopes.Assign(tokens.CurrentText.Trim("\"'").ToString(), tokens.Current.Span);
                    tokens.Take();
                }
                else
                {
                    Fail(tokens, $"'{name}' is followed by a name.");
                }

                if (name == "capture")
                {
                    Open(name, tag);
                }

                break;
            case "echo":
                ReadFiltered(tokens);
                ExpectEnd(tokens);
                break;
            case "cycle":
                ReadList(tokens);
                break;
            case "block" or "ifchanged":
                Open(name, tag);
                break;
            case "render" or "include":
                if (tokens.Current is { Kind: TokenKind.Text, Span: { Length: > 2 } included })
                {
                    syntax.Include(text[(included.Start + 1)..(included.End - 1)], new TextSpan(included.Start + 1, included.End - 1));
                }

                ReadPartialArguments(tokens);
                break;
            case "break" or "continue" or "liquid" or "layout" or "section" or "inline_comment":
                break;
            case "endraw" or "endcomment":
                syntax.Report(tag.Whole.Start, tag.Whole.End, $"'{name}' closes nothing.");
                break;
            default:
                var near = Rules.NearMiss.Find(name, Known);
                syntax.Report(span.Start, span.End, $"There is no tag '{name}'" + (near is null ? "." : $"; did you mean '{near}'?"));
                break;
        }
    }

    private void ReadFor(string name, Tag tag, ExpressionTokens tokens)
    {
        var names = new List<string>();
        if (!tokens.TryTakeName(out var item, out _))
        {
            Fail(tokens, $"'{name}' is followed by a name, 'in' and what to loop over.");
        }
        else
        {
            names.Add(item);
            if (!tokens.TryTake("in"))
            {
                Fail(tokens, "'in' is missing.");
            }
            else
            {
                ReadOperand(tokens);
                while (!tokens.AtEnd && (tokens.TryTake("reversed") || tokens.TryTake(",") || tokens.Current.Kind == TokenKind.Name))
                {
                    if (tokens.TryTakeName(out _, out _) && tokens.TryTake(":"))
                    {
                        ReadOperand(tokens);
                    }
                }

                ExpectEnd(tokens);
            }
        }

        open.Push((name, tag.Whole));
        scopes.Push(names);
    }

    /// <summary>What a partial is given: any names after its own are variables or the names of its arguments.</summary>
    private void ReadPartialArguments(ExpressionTokens tokens)
    {
        while (!tokens.AtEnd)
        {
            var mark = scopes.Mark;
            if (tokens.Current.Kind == TokenKind.Name && !ReadOperand(tokens))
            {
                return;
            }

            if (scopes.Mark == mark)
            {
                tokens.Take();
            }
            else if (tokens.Is(":"))
            {
                scopes.ForgetSince(mark);
            }
            else
            {
                scopes.MakeOptionalSince(mark);
            }
        }
    }

    private void ReadAssign(ExpressionTokens tokens)
    {
        if (!tokens.TryTakeName(out var name, out var span))
        {
            Fail(tokens, "'assign' is followed by a name.");
            return;
        }

        scopes.Assign(name, span);
        while (tokens.TryTake("."))
        {
            tokens.TryTakeName(out _, out _);
        }

        if (!tokens.TryTake("="))
        {
            Fail(tokens, "'=' is missing.");
            return;
        }

        ReadFiltered(tokens);
        ExpectEnd(tokens);
    }

    private void ReadCondition(ExpressionTokens tokens)
    {
        var parentheses = 0;
        while (true)
        {
            while (tokens.Is("(") && tokens.TryTake("("))
            {
                parentheses++;
            }

            if (!ReadOperand(tokens))
            {
                return;
            }

            while (parentheses > 0 && tokens.TryTake(")"))
            {
                parentheses--;
            }

            if (tokens.AtEnd)
            {
                return;
            }

            if (!(tokens.TryTake("==") || tokens.TryTake("!=") || tokens.TryTake("<>") || tokens.TryTake("<=") || tokens.TryTake(">=") || tokens.TryTake("<")
                || tokens.TryTake(">") || tokens.TryTake("contains") || tokens.TryTake("startswith") || tokens.TryTake("endswith") || tokens.TryTake("and") || tokens.TryTake("or")))
            {
                Fail(tokens, $"'{tokens.CurrentText}' is not expected here: an operator or the end of the tag is.");
                return;
            }
        }
    }

    private void ReadList(ExpressionTokens tokens)
    {
        do
        {
            if (!ReadOperand(tokens))
            {
                return;
            }
        }
        while (tokens.TryTake(",") || tokens.TryTake("or") || tokens.TryTake(":"));
    }

    /// <summary>A value and its filters: <c>name | filter: argument, named: argument</c>.</summary>
    private void ReadFiltered(ExpressionTokens tokens)
    {
        var mark = scopes.Mark;
        if (!ReadOperand(tokens))
        {
            return;
        }

        while (tokens.TryTake("|"))
        {
            if (!tokens.TryTakeName(out var filter, out var filterSpan))
            {
                Fail(tokens, "A filter's name is missing after '|'.");
                return;
            }

            syntax.Call(CallKind.Filter, filter, filterSpan);
            if (filter == "default")
            {
                scopes.MakeOptionalSince(mark);
            }

            if (tokens.TryTake(":"))
            {
                do
                {
                    var argument = scopes.Mark;
                    if (!ReadOperand(tokens))
                    {
                        return;
                    }

                    if (tokens.TryTake(":"))
                    {
                        scopes.ForgetSince(argument);
                        ReadOperand(tokens);
                    }
                }
                while (tokens.TryTake(","));
            }
        }
    }

    private bool ReadOperand(ExpressionTokens tokens)
    {
        if (depth == DeepestNesting)
        {
            Fail(tokens, "The expression is nested too deeply.");
            return false;
        }

        depth++;
        var read = ReadOperandAtDepth(tokens);
        depth--;
        return read;
    }

    private bool ReadOperandAtDepth(ExpressionTokens tokens)
    {
        tokens.TryTake("-");
        switch (tokens.Current.Kind)
        {
            case TokenKind.Text or TokenKind.Number:
                tokens.Take();
                return true;
            case TokenKind.Name:
                tokens.TryTakeName(out var name, out var span);
                if (!Constants.Contains(name))
                {
                    scopes.Use(name, span);
                }

                return ReadPath(tokens);
            case TokenKind.Bad:
                Fail(tokens, tokens.CurrentText is ['"' or '\'', ..] ? "The quote is not closed." : $"'{tokens.CurrentText}' has no meaning in an expression.");
                return false;
        }

        if (tokens.TryTake("("))
        {
            if (!ReadOperand(tokens))
            {
                return false;
            }

            if (tokens.TryTake("..") && !ReadOperand(tokens))
            {
                return false;
            }

            if (tokens.TryTake(")"))
            {
                return true;
            }

            Fail(tokens, "')' is missing.");
            return false;
        }

        Fail(tokens, tokens.AtEnd ? "An expression is missing." : $"'{tokens.CurrentText}' is not expected here: a name or a value is.");
        return false;
    }

    private bool ReadPath(ExpressionTokens tokens)
    {
        while (true)
        {
            if (tokens.TryTake("."))
            {
                if (tokens.Current.Kind is not (TokenKind.Name or TokenKind.Number))
                {
                    Fail(tokens, "A name is missing after '.'.");
                    return false;
                }

                tokens.Take();
            }
            else if (tokens.TryTake("["))
            {
                if (!ReadOperand(tokens))
                {
                    return false;
                }

                if (!tokens.TryTake("]"))
                {
                    Fail(tokens, "']' is missing.");
                    return false;
                }
            }
            else
            {
                return true;
            }
        }
    }

    private void ExpectEnd(ExpressionTokens tokens)
    {
        if (!tokens.AtEnd)
        {
            Fail(tokens, tokens.CurrentText is ['"' or '\'', ..] && tokens.Current.Kind == TokenKind.Bad ? "The quote is not closed." : $"'{tokens.CurrentText}' is not expected here: a filter, an operator or the end of the tag is.");
        }
    }

    private void Fail(ExpressionTokens tokens, string message)
    {
        var place = tokens.AtEnd ? tokens.Last : tokens.Current.Span;
        syntax.Report(place.Start, place.End, message);
        tokens.SkipAll();
    }

    private void Open(string name, Tag tag) => open.Push((name, tag.Whole));

    private void Close(string name, string opener, Tag tag)
    {
        if (!open.Any(b => b.Name == opener))
        {
            syntax.Report(tag.Whole.Start, tag.Whole.End, $"'{name}' closes nothing: there is no open '{opener}'.");
            return;
        }

        while (open.TryPop(out var block))
        {
            if (block.Name is "for" or "tablerow")
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
}
