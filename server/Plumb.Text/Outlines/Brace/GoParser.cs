using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Go: declarations start with their keyword, groups of them stand in parentheses.</summary>
internal sealed class GoParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        if (scope.IsType)
        {
            return ParseFieldLine(at, to, scope.Kind == ScopeKind.Interface);
        }

        switch (T[at].Keyword)
        {
            case Keyword.Package when IsWord(at + 1):
                Declare(DeclarationKind.Module, at + 1, at, at + 1);
                return at + 2;
            case Keyword.Import:
                return Is(at + 1, '(') ? Skip(at + 1) : at + 2;
            case Keyword.Func:
                return ParseFunction(at, to);
            case Keyword.Type:
                return ParseGroup(at, to, ParseType);
            case Keyword.Const:
                return ParseGroup(at, to, (spec, start, stop) => ParseValues(spec, start, stop, DeclarationKind.Constant));
            case Keyword.Var:
                return ParseGroup(at, to, (spec, start, stop) => ParseValues(spec, start, stop, DeclarationKind.Variable));
            default:
                return Skip(at);
        }
    }

    protected override bool Continues(int last, int next) =>
        T[last].Kind == TokenKind.Punctuation && T[last].Value is not (')' or ']' or '}')
        && !(T[last].Value is '+' or '-' && T[last - 1].Kind == TokenKind.Punctuation && T[last - 1].Value == T[last].Value);

    private int ParseFunction(int at, int to)
    {
        var method = Is(at + 1, '(');
        var name = method ? Skip(at + 1) : at + 1;
        if (!IsWord(name))
        {
            return at + 1;
        }

        // The body is the brace on the line where the head ends; struct{} and interface{} are types in the head.
        var i = name + 1;
        while (i < to && !(T[i].FirstOnLine && !Continues(i - 1, i)))
        {
            if (Is(i, '{') && T[i - 1].Keyword is not (Keyword.Interface or Keyword.Struct))
            {
                Declare(method ? DeclarationKind.Method : DeclarationKind.Function, name, at, T[i].Match, i);
                return T[i].Match + 1;
            }

            i = Skip(i);
        }

        Declare(method ? DeclarationKind.Method : DeclarationKind.Function, name, at, i - 1);
        return i;
    }

    private int ParseGroup(int at, int to, Func<int, int, int, int> parse)
    {
        if (!Is(at + 1, '('))
        {
            return parse(at + 1, at, to);
        }

        var stop = Math.Min(T[at + 1].Match, to);
        for (var i = at + 2; i < stop;)
        {
            i = Math.Max(i + 1, parse(i, i, stop));
        }

        return stop + 1;
    }

    private int ParseType(int name, int start, int to)
    {
        if (!IsWord(name))
        {
            return name + 1;
        }

        var stop = SkipLine(name, to);
        var i = name + 1;
        if (Is(i, '[') && !Is(i + 1, ']') && IsWord(i + 1) && !Is(i + 2, ']'))
        {
            // Type parameters; an array length has nothing after its name.
            i = Skip(i);
        }

        var alias = Is(i, '=');
        i += alias ? 1 : 0;
        var kind = T[i].Keyword switch
        {
            Keyword.Struct => DeclarationKind.Struct,
            Keyword.Interface => DeclarationKind.Interface,
            _ => DeclarationKind.TypeAlias,
        };
        var body = kind != DeclarationKind.TypeAlias && Is(i + 1, '{') ? i + 1 : -1;
        Declare(kind, name, start, stop - 1, body);
        if (body >= 0)
        {
            ParseBody(body, new Scope(kind == DeclarationKind.Interface ? ScopeKind.Interface : ScopeKind.Type, NameOf(name)));
        }

        return stop;
    }

    private int ParseFieldLine(int at, int to, bool isInterface)
    {
        var stop = Math.Max(at + 1, SkipLine(at, to));
        if (IsWord(at))
        {
            if (isInterface && Is(at + 1, '('))
            {
                Declare(DeclarationKind.Method, at, at, stop - 1);
            }
            else if (!isInterface)
            {
                ParseField(at, stop);
            }
        }

        return stop;
    }

    private void ParseField(int at, int stop)
    {
        // "a, b int" declares two; "pkg.Type", "Type" and "*Type" embed.
        var name = at;
        while (Is(name + 1, ',') && IsWord(name + 2) && name + 2 < stop)
        {
            Declare(DeclarationKind.Field, name, name, name);
            name += 2;
        }

        if (name + 1 < stop && !Is(name + 1, '.') && T[name + 1].Kind != TokenKind.String && !Is(name + 1, ';'))
        {
            Declare(DeclarationKind.Field, name, name, stop - 1);
            var open = Is(stop - 1, '}') ? T[stop - 1].Match : T[stop - 2].Is('}') ? T[stop - 2].Match : -1;
            if (open > name && Is(open - 1, Keyword.Struct))
            {
                ParseBody(open, new Scope(ScopeKind.Type, ""));
            }
        }
    }

    private int ParseValues(int at, int start, int to, DeclarationKind kind)
    {
        if (!IsWord(at))
        {
            return at + 1;
        }

        var stop = SkipLine(at, to);
        var name = at;
        while (Is(name + 1, ',') && IsWord(name + 2) && name + 2 < stop)
        {
            DeclareValue(kind, name, start, name);
            start = name += 2;
        }

        DeclareValue(kind, name, start, stop - 1);
        return stop;
    }

    private void DeclareValue(DeclarationKind kind, int name, int start, int last)
    {
        if (TextOf(name) is not "_")
        {
            Declare(kind, name, start, last);
        }
    }
}
