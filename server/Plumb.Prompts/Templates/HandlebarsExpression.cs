using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>A path or a literal as it is written.</summary>
internal sealed record HandlebarsWord(string Text, TextSpan Span);

/// <summary>What stands in a tag: a name, its arguments, the calls in parentheses inside, and <c>as |names|</c>.</summary>
internal sealed class HandlebarsCall
{
    public HandlebarsWord? Head { get; set; }

    public List<HandlebarsWord> Arguments { get; } = [];

    public List<(string Name, HandlebarsWord? Value)> NamedOrEmpty { get; } = [];

    public IReadOnlyList<(string Name, HandlebarsWord Value)> Named => [.. NamedOrEmpty.Where(n => n.Value is not null).Select(n => (n.Name, n.Value!))];

    public List<HandlebarsCall> Inner { get; } = [];

    public List<string> BlockParameters { get; } = [];

    /// <summary>Whether a fault was reported.</summary>
    public bool Failed { get; set; }
}

/// <summary>Reads the inside of a Handlebars tag. A fault is reported once and ends the reading.</summary>
internal sealed class HandlebarsExpression(string text, int from, int end, Action<int, int, string> report)
{
    private const int DeepestNesting = 64;

    private readonly int start = from;
    private int at = from;
    private int depth;
    private bool failed;

    public HandlebarsCall ReadCall()
    {
        var call = Read(isInner: false);
        call.Failed = failed;
        return call;
    }

    private HandlebarsCall Read(bool isInner)
    {
        var call = new HandlebarsCall();
        while (!failed)
        {
            SkipSpaces();
            if (at >= end)
            {
                if (isInner)
                {
                    Fail(Math.Max(start, end - 1), end, "')' is missing.");
                }

                return call;
            }

            var c = text[at];
            if (c == ')')
            {
                if (!isInner)
                {
                    Fail(at, at + 1, "')' closes nothing.");
                    return call;
                }

                at++;
                return call;
            }

            if (c == '(')
            {
                ReadInner(call);
                continue;
            }

            if (IsBlockParameters())
            {
                ReadBlockParameters(call);
                continue;
            }

            ReadWordOrNamed(call);
        }

        return call;
    }

    private void ReadInner(HandlebarsCall call)
    {
        if (++depth > DeepestNesting)
        {
            Fail(at, end, "The expression is nested too deeply.");
            return;
        }

        at++;
        call.Inner.Add(Read(isInner: true));
        call.Head ??= new HandlebarsWord("", new TextSpan(at, at));
        call.Arguments.Add(new HandlebarsWord("", new TextSpan(at, at)));
        depth--;
    }

    private void ReadWordOrNamed(HandlebarsCall call)
    {
        var word = ReadWord();
        if (word is null)
        {
            return;
        }

        var sign = at;
        SkipSpaces();
        if (at >= end || text[at] != '=')
        {
            at = sign;
            if (call.Head is null)
            {
                call.Head = word;
            }
            else
            {
                call.Arguments.Add(word);
            }

            return;
        }

        at++;
        SkipSpaces();
        if (at >= end || text[at] == ')')
        {
            Fail(word.Span.Start, at, $"'{word.Text}=' has no value.");
        }
        else if (text[at] == '(')
        {
            ReadInner(call);
            call.NamedOrEmpty.Add((word.Text, new HandlebarsWord("", new TextSpan(at, at))));
        }
        else
        {
            call.NamedOrEmpty.Add((word.Text, ReadWord()));
        }
    }

    private HandlebarsWord? ReadWord()
    {
        var from = at;
        if (text[at] is '"' or '\'')
        {
            for (at++; at < end; at++)
            {
                if (text[at] == '\\')
                {
                    at++;
                }
                else if (text[at] == text[from])
                {
                    at++;
                    return Word(from);
                }
            }

            at = end;
            Fail(from, end, $"The quote {text[from]} is not closed.");
            return null;
        }

        while (at < end && !char.IsWhiteSpace(text[at]) && text[at] is not ('=' or ')' or '(' or '|'))
        {
            if (text[at] == '[')
            {
                var bracket = text.IndexOf(']', at, end - at);
                if (bracket < 0)
                {
                    Fail(at, end, "'[' is not closed by ']'.");
                    return null;
                }

                at = bracket;
            }
            else if (text[at] is '{' or '}' or '"' or '\'' or '!' or '%' or '*' or '+' or ';' or '<' or '>' or '^' or '`' or '~' or '#' or '&' or ',')
            {
                Fail(from, Math.Max(at + 1, from + 1), $"'{text[at]}' may not stand in a name.");
                return null;
            }

            at++;
        }

        if (at == from)
        {
            Fail(at, Math.Min(end, at + 1), $"'{text[at]}' is not expected here.");
            return null;
        }

        return Word(from);
    }

    private HandlebarsWord Word(int from) => new(text[from..at], new TextSpan(from, at));

    private bool IsBlockParameters()
    {
        if (string.CompareOrdinal(text, at, "as", 0, 2) != 0 || at + 2 >= end || !char.IsWhiteSpace(text[at + 2]))
        {
            return false;
        }

        var next = at + 2;
        while (next < end && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next < end && text[next] == '|';
    }

    private void ReadBlockParameters(HandlebarsCall call)
    {
        var bar = text.IndexOf('|', at, end - at);
        var last = text.IndexOf('|', bar + 1, end - bar - 1);
        if (last < 0)
        {
            Fail(bar, end, "'|' is missing after the block's names.");
            return;
        }

        call.BlockParameters.AddRange(text[(bar + 1)..last].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        at = last + 1;
    }

    private void SkipSpaces()
    {
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private void Fail(int from, int to, string message)
    {
        if (!failed)
        {
            failed = true;
            report(from, to, message);
        }

        at = end;
    }
}
