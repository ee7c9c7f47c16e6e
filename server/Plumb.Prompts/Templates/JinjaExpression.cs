using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>
/// Reads Jinja expressions by recursive descent: the uses of variables go to the scopes, the first fault of an
/// expression is its answer.
/// </summary>
internal sealed class JinjaExpression(ExpressionTokens tokens, Scopes scopes)
{
    // Deeper than any person writes, and shallow enough for any thread's stack.
    private const int DeepestNesting = 64;

    private static readonly HashSet<string> Constants = ["true", "false", "none", "True", "False", "None"];

    private static readonly HashSet<string> Globals =
        ["loop", "self", "super", "caller", "varargs", "kwargs", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "context"];

    private static readonly HashSet<string> Keywords = ["and", "or", "not", "in", "is", "if", "else"];

    private int depth;

    /// <summary>The first fault, and where; null while there is none.</summary>
    public (int Start, int End, string Message)? Fault { get; private set; }

    /// <summary>An expression, with its conditional and as a tuple.</summary>
    public void ReadTuple()
    {
        Read();
        while (Fault is null && tokens.TryTake(","))
        {
            if (tokens.AtEnd)
            {
                return;
            }

            Read();
        }
    }

    public void Read(bool withConditional = true)
    {
        if (++depth > DeepestNesting)
        {
            Fail("The expression is nested too deeply.");
        }

        ReadOr();
        while (withConditional && Fault is null && tokens.TryTake("if"))
        {
            ReadOr();
            if (tokens.TryTake("else"))
            {
                Read();
            }
        }

        depth--;
    }

    public void ExpectEnd()
    {
        if (Fault is null && !tokens.AtEnd)
        {
            Fail(tokens.Current.Kind == TokenKind.Bad ? Bad() : $"'{tokens.CurrentText}' is not expected here: an operator or the end of the tag is.");
        }
    }

    public void Fail(string message)
    {
        if (Fault is null)
        {
            var place = tokens.AtEnd ? tokens.Last : tokens.Current.Span;
            Fault = (place.Start, place.End, message);
        }

        tokens.SkipAll();
    }

    private void ReadOr()
    {
        ReadNot();
        while (Fault is null && (tokens.TryTake("or") || tokens.TryTake("and")))
        {
            ReadNot();
        }
    }

    private void ReadNot()
    {
        while (tokens.TryTake("not"))
        {
        }

        ReadMath();
        while (Fault is null)
        {
            if (tokens.TryTake("not"))
            {
                if (!tokens.TryTake("in"))
                {
                    Fail("'not' is followed by 'in' here.");
                    return;
                }

                ReadMath();
            }
            else if (tokens.TryTake("===") || tokens.TryTake("!==") || tokens.TryTake("==") || tokens.TryTake("!=") || tokens.TryTake("<=") || tokens.TryTake(">=") || tokens.TryTake("<") || tokens.TryTake(">") || tokens.TryTake("in"))
            {
                ReadMath();
            }
            else
            {
                return;
            }
        }
    }

    private void ReadMath()
    {
        ReadUnary();
        while (Fault is null && (tokens.TryTake("+") || tokens.TryTake("-") || tokens.TryTake("*") || tokens.TryTake("/") || tokens.TryTake("//") || tokens.TryTake("%") || tokens.TryTake("**") || tokens.TryTake("~")))
        {
            ReadUnary();
        }
    }

    private void ReadUnary()
    {
        while (tokens.TryTake("-") || tokens.TryTake("+"))
        {
        }

        var mark = scopes.Mark;
        ReadPrimary();
        ReadPostfix(mark);
    }

    private void ReadPrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name when !Keywords.Contains(tokens.CurrentText.ToString()):
                tokens.TryTakeName(out var name, out var span);
                if (!Constants.Contains(name) && !Globals.Contains(name) && !tokens.Is("("))
                {
                    scopes.Use(name, span);
                }

                return;
            case TokenKind.Number:
                tokens.Take();
                return;
            case TokenKind.Text:
                while (tokens.Current.Kind == TokenKind.Text)
                {
                    tokens.Take();
                }

                return;
            case TokenKind.Bad:
                Fail(Bad());
                return;
        }

        if (tokens.TryTake("("))
        {
            ReadItems(")");
        }
        else if (tokens.TryTake("["))
        {
            ReadItems("]");
        }
        else if (tokens.TryTake("{"))
        {
            ReadItems("}", isDictionary: true);
        }
        else
        {
            Fail(tokens.AtEnd ? "An expression is missing." : $"'{tokens.CurrentText}' is not expected here: a name or a value is.");
        }
    }

    private void ReadItems(string close, bool isDictionary = false)
    {
        while (Fault is null && !tokens.TryTake(close))
        {
            Read();
            if (isDictionary && Fault is null)
            {
                if (!tokens.TryTake(":"))
                {
                    Fail("':' is missing after the key.");
                    return;
                }

                Read();
            }

            if (Fault is null && !tokens.TryTake(",") && !tokens.Is(close))
            {
                Fail($"'{close}' is missing.");
            }
        }
    }

    private void ReadPostfix(int mark)
    {
        while (Fault is null)
        {
            if (tokens.TryTake("."))
            {
                if (tokens.Current.Kind is TokenKind.Name or TokenKind.Number)
                {
                    tokens.Take();
                }
                else
                {
                    Fail("A name is missing after '.'.");
                }
            }
            else if (tokens.TryTake("["))
            {
                ReadSubscript();
            }
            else if (tokens.TryTake("("))
            {
                ReadArguments();
            }
            else if (tokens.TryTake("|"))
            {
                if (!tokens.TryTakeName(out var filter, out var filterSpan))
                {
                    Fail("A filter's name is missing after '|'.");
                    return;
                }

                if (filter is "default" or "d")
                {
                    scopes.MakeOptionalSince(mark);
                }

                while (tokens.TryTake(".") && tokens.TryTakeName(out var part, out var partSpan))
                {
                    (filter, filterSpan) = (filter + "." + part, new TextSpan(filterSpan.Start, partSpan.End));
                }

                scopes.Syntax.Call(CallKind.Filter, filter, filterSpan);
            }
            else if (tokens.TryTake("is"))
            {
                ReadTest(mark);
            }
            else
            {
                return;
            }
        }
    }

    private void ReadTest(int mark)
    {
        tokens.TryTake("not");
        if (!tokens.TryTakeName(out var test, out var testSpan))
        {
            if (tokens.Current.Kind == TokenKind.Operator && (tokens.Is("==") || tokens.Is("!=")))
            {
                tokens.Take();
                ReadPrimary();
                return;
            }

            Fail("A test's name is missing after 'is'.");
            return;
        }

        scopes.Syntax.Call(CallKind.Test, test, testSpan);
        if (test is "defined" or "undefined")
        {
            scopes.MakeOptionalSince(mark);
        }

        if (tokens.TryTake("("))
        {
            ReadArguments();
        }
        else if (tokens.Current.Kind is TokenKind.Number or TokenKind.Text
            || (tokens.Current.Kind == TokenKind.Name && !Keywords.Contains(tokens.CurrentText.ToString()) && test is "divisibleby" or "sameas" or "eq" or "equalto" or "in" or "ne" or "lt" or "gt" or "le" or "ge"))
        {
            ReadPrimary();
        }
        else if (test == "in" || tokens.Is("["))
        {
            ReadPrimary();
        }
    }

    private void ReadSubscript()
    {
        while (Fault is null && !tokens.TryTake("]"))
        {
            if (tokens.TryTake(":") || tokens.TryTake(","))
            {
                continue;
            }

            if (tokens.AtEnd)
            {
                Fail("']' is missing.");
                return;
            }

            Read();
            if (!tokens.Is("]") && !tokens.Is(":") && !tokens.Is(","))
            {
                Fail("']' is missing.");
            }
        }
    }

    private void ReadArguments()
    {
        while (Fault is null && !tokens.TryTake(")"))
        {
            while (tokens.TryTake("*") || tokens.TryTake("**"))
            {
            }

            // "name=value": what looks like a use of the name was none.
            var mark = scopes.Mark;
            Read();
            if (tokens.TryTake("="))
            {
                scopes.ForgetSince(mark);
                Read();
            }

            if (Fault is null && !tokens.TryTake(",") && !tokens.Is(")"))
            {
                Fail("')' is missing.");
            }
        }
    }

    private string Bad() => tokens.CurrentText is ['"' or '\'', ..] ? "The quote is not closed." : $"'{tokens.CurrentText}' has no meaning in an expression.";
}
