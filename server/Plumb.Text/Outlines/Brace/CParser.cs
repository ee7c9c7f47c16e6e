using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>
/// C, C++ and Objective-C. Macros are not expanded: what they are is guessed from their spelling and their place.
/// </summary>
internal sealed class CParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        while (at < to)
        {
            if (Is(at, '@') && IsWord(at + 1))
            {
                return ParseObjective(at, to, start);
            }

            if (Is(at, '-') || Is(at, '+'))
            {
                return scope.Kind == ScopeKind.Objective && Is(at + 1, '(') ? ParseObjectiveMethod(at, to) : at + 1;
            }

            switch (T[at].Keyword)
            {
                case Keyword.Template:
                    at = Is(at + 1, '<') ? SkipAngles(at + 1) : at + 1;
                    continue;
                case Keyword.Extern when T[at + 1].Kind == TokenKind.String:
                    if (Is(at + 2, '{'))
                    {
                        return ParseBody(at + 2, scope);
                    }

                    at += 2;
                    continue;
                case Keyword.Inline when Is(at + 1, Keyword.Namespace):
                    at++;
                    continue;
                case Keyword.Namespace:
                    return ParseNamespace(at, to, start);
                case Keyword.Using:
                    return ParseUsing(at, to, start);
                case Keyword.Typedef:
                    return ParseTypedef(at, to, start);
                case Keyword.Friend when !IsTypeKeyword(at + 1):
                    at++;
                    continue;
                case Keyword.Friend:
                    return Find(at, to, ';') + 1;
                case Keyword.Concept when IsWord(at + 1):
                    var stop = Find(at, to, ';');
                    Declare(DeclarationKind.Interface, at + 1, start, stop);
                    return stop + 1;
                case Keyword.Static_assert:
                    return Find(at, to, ';', '}') + 1;
                case Keyword.Public or Keyword.Private or Keyword.Protected:
                    while (at < to && IsWord(at))
                    {
                        at++;
                    }

                    return Is(at, ':') ? at + 1 : at;
            }

            if (Is(at, '[') && Is(at + 1, '['))
            {
                at = Skip(at);
                continue;
            }

            break;
        }

        return at >= to ? to : ParseDeclaration(at, to, start, scope);
    }

    private static bool IsMacroName(ReadOnlySpan<char> name)
    {
        var upper = false;
        foreach (var c in name)
        {
            if (char.IsLower(c))
            {
                return false;
            }

            upper |= char.IsUpper(c);
        }

        return upper && name.Length > 1;
    }

    private bool IsTypeKeyword(int at) => T[at].Keyword is Keyword.Class or Keyword.Struct or Keyword.Union or Keyword.Enum;

    private bool IsAttribute(int at) => T[at].IsWord && TextOf(at) is "__attribute__" or "__attribute" or "__declspec" or "alignas" or "_Alignas" or "noexcept" or "throw" or "decltype" or "typeof" or "__typeof__" or "asm" or "__asm__" or "__asm" or "requires" or "explicit" or "_Nonnull" or "__extension__";

    private int ParseNamespace(int at, int to, int start)
    {
        var name = at + 1;
        var end = name;
        while (end < to && !Is(end, '{') && !Is(end, ';') && !Is(end, '=') && !Is(end, '}'))
        {
            end = Skip(end);
        }

        if (!Is(end, '{'))
        {
            return end + 1;
        }

        if (end > name)
        {
            var last = end - 1;
            while (last > name && !IsWord(last))
            {
                last--;
            }

            var span = new TextSpan(T[name].Start, T[last].End);
            Declare(DeclarationKind.Namespace, Lexed.Text[span.Start..span.End], span, start, T[end].Match, end);
        }

        return ParseBody(end, new Scope(ScopeKind.Namespace, ""));
    }

    private int ParseUsing(int at, int to, int start)
    {
        var stop = Find(at, to, ';');
        if (IsWord(at + 1) && (Is(at + 2, '=') || Is(at + 2, '[')))
        {
            Declare(DeclarationKind.TypeAlias, at + 1, start, stop);
        }

        return stop + 1;
    }

    private int ParseTypedef(int at, int to, int start)
    {
        if (IsWord(at + 1) && Is(at + 2, '(') && Is(Skip(at + 2), '{') && T[at + 2].Match - 1 is var tagged && IsWord(tagged))
        {
            // typedef NS_ENUM(type, Name) { ... };
            var members = Skip(at + 2);
            Declare(DeclarationKind.Enum, tagged, start, Is(Skip(members), ';') ? Skip(members) : T[members].Match, members);
            ParseEnum(members + 1, T[members].Match);
            return Skip(members);
        }

        var i = at + 1;
        while (i < to && IsWord(i) && !IsTypeKeyword(i))
        {
            i++;
        }

        var body = -1;
        if (IsTypeKeyword(i) && FindTypeBody(i, to, out var name) is var open and > 0)
        {
            body = open;
            if (name > 0)
            {
                DeclareType(i, name, start, open);
            }

            i = T[open].Match + 1;
        }
        else
        {
            i = at + 1;
        }

        var stop = Find(i, to, ';');
        var declared = -1;
        for (var k = i; k < stop; k++)
        {
            if (Is(k, '(') && (Is(k + 1, '*') || Is(k + 1, '^') || Is(k + 1, '&')))
            {
                // A pointer to a function: the name is the last word before its closing parenthesis or parameters.
                var inner = k + 1;
                while (inner < T[k].Match && !Is(inner, '(') && !Is(inner, '['))
                {
                    declared = IsWord(inner) ? inner : declared;
                    inner++;
                }

                break;
            }

            if (Is(k, '(') && IsWord(k - 1) && k - 1 > at && T[k].Match == stop - 1)
            {
                // A function type: typedef int name(int);
                declared = k - 1;
                break;
            }

            if (Is(k, '(') && !IsAttribute(k - 1))
            {
                // A member pointer, type (Class::*name)(int), or a parenthesised name.
                for (var inner = k + 1; inner < T[k].Match; inner++)
                {
                    declared = IsWord(inner) && (Is(inner + 1, ')') || Is(inner - 1, '*')) ? inner : declared;
                }

                if (declared > k && Is(Skip(k), '(') && !Is(Skip(Skip(k)), '('))
                {
                    // What follows are the parameters, which name nothing here: typedef void (APIENTRY *name)(int x);
                    break;
                }

                k = Math.Max(k, T[k].Match);
                continue;
            }

            if (Is(k, ',') || Is(k, '['))
            {
                break;
            }

            if (Is(k, '<'))
            {
                k = SkipAngles(k) - 1;
                continue;
            }

            if (Is(k, '(') || Is(k, '{'))
            {
                k = Math.Max(k, T[k].Match);
                continue;
            }

            if (IsWord(k) && !IsAttribute(k))
            {
                declared = k;
            }
        }

        if (declared > 0)
        {
            var anonymous = body > 0 && body == FindTypeBody(NextType(at, to), to, out var tag) && tag < 0;
            var kind = anonymous ? KindOf(NextType(at, to)) : DeclarationKind.TypeAlias;
            if (anonymous || body < 0)
            {
                Declare(kind, declared, start, stop, body);
            }
            else
            {
                Declare(kind, declared, declared, stop);
            }
        }

        if (body > 0)
        {
            ParseTypeBody(NextType(at, to), body, "");
        }

        return stop + 1;
    }

    private int NextType(int at, int to)
    {
        while (at < to && !IsTypeKeyword(at))
        {
            at++;
        }

        return at;
    }

    private DeclarationKind KindOf(int keyword) => T[keyword].Keyword switch
    {
        Keyword.Enum => DeclarationKind.Enum,
        Keyword.Class => DeclarationKind.Class,
        _ => DeclarationKind.Struct,
    };

    /// <summary>
    /// The brace that opens the body of the type that a keyword starts, and the type's name (-1 without one);
    /// -1 where the keyword only names a type.
    /// </summary>
    private int FindTypeBody(int keyword, int to, out int name)
    {
        name = -1;
        var at = keyword + 1;
        to = HeadLimit(keyword, to);
        if (Is(keyword, Keyword.Enum) && T[at].Keyword is Keyword.Class or Keyword.Struct)
        {
            at++;
        }

        while (at < to)
        {
            if (IsWord(at))
            {
                if (IsAttribute(at) && Is(at + 1, '('))
                {
                    at = Skip(at + 1);
                    continue;
                }

                if (Is(at + 1, '(') && IsMacroName(TextOf(at)))
                {
                    at = Skip(at + 1);
                    continue;
                }

                if (!(Is(at, Keyword.Final) || IsName(at, "sealed") || IsName(at, "abstract")) || name < 0)
                {
                    name = at;
                }

                at++;
            }
            else if (Is(at, '<'))
            {
                at = SkipAngles(at);
            }
            else if (Is(at, ':', ':'))
            {
                at += 2;
            }
            else if (Is(at, '[') && Is(at + 1, '['))
            {
                at = Skip(at);
            }
            else if (Is(at, '{'))
            {
                return at;
            }
            else if (Is(at, ':'))
            {
                // Bases, or the type under an enum; a bit field has a number here.
                var open = at + 1;
                while (open < to && !Is(open, '{') && !Is(open, ';') && !Is(open, '}') && !Is(open, '='))
                {
                    open = Is(open, '<') ? SkipAngles(open) : Skip(open);
                }

                return Is(open, '{') && open < to && T[at + 1].Kind != TokenKind.Number ? open : -1;
            }
            else
            {
                return -1;
            }
        }

        return -1;
    }

    private void DeclareType(int keyword, int name, int start, int open)
    {
        var last = T[open].Match;
        Declare(KindOf(keyword), name, start, Is(last + 1, ';') ? last + 1 : last, open);
    }

    private void ParseTypeBody(int keyword, int open, string name)
    {
        if (Is(keyword, Keyword.Enum))
        {
            ParseEnum(open + 1, T[open].Match);
        }
        else
        {
            ParseBody(open, new Scope(ScopeKind.Type, name));
        }
    }

    private void ParseEnum(int at, int to)
    {
        while (at < to)
        {
            var stop = Find(at, to, ',');
            if (IsWord(at))
            {
                Declare(DeclarationKind.EnumMember, at, at, stop - 1);
            }

            at = stop + 1;
        }
    }

    private int ParseDeclaration(int from, int to, int start, Scope scope)
    {
        var at = from;
        var name = -1;
        while (at < to)
        {
            ref readonly var token = ref T[at];
            if (token.IsWord)
            {
                switch (token.Keyword)
                {
                    case Keyword.Class or Keyword.Struct or Keyword.Union or Keyword.Enum:
                        if (FindTypeBody(at, to, out var typeName) is var open and > 0)
                        {
                            return ParseType(at, typeName, open, start, to, scope);
                        }

                        break;
                    case Keyword.Template or Keyword.Typedef or Keyword.Namespace or Keyword.Using when at > from && !Is(at - 1, ':') && !Is(at - 1, '.'):
                        // What stood before was a macro without a semicolon.
                        return at;
                    case Keyword.Operator:
                        return ParseOperator(at, from, to, start, scope);
                    case Keyword.If or Keyword.For or Keyword.While or Keyword.Switch or Keyword.Do or Keyword.Return or Keyword.Else or Keyword.Case or Keyword.Try or Keyword.Catch when !Is(at - 1, ':'):
                        return SkipStatement(at, to);
                }

                if (IsAttribute(at) && Is(at + 1, '('))
                {
                    at = Skip(at + 1);
                    continue;
                }

                name = at++;
                continue;
            }

            if (token.Kind == TokenKind.String && at > from && Is(at - 1, Keyword.Extern))
            {
                at++;
                continue;
            }

            if (token.Kind != TokenKind.Punctuation)
            {
                return SkipStatement(at, to);
            }

            switch ((char)token.Value)
            {
                case '<' when IsWord(at - 1) && at > from:
                    at = SkipAngles(at);
                    continue;
                case '[':
                    at = Skip(at);
                    continue;
                case ':' when Is(at, ':', ':'):
                    at += 2;
                    continue;
                case ':':
                    if (T[at + 1].FirstOnLine && (at - from <= 2))
                    {
                        // "signals:" and other labels.
                        return at + 1;
                    }

                    return ParseVariables(at, name, from, to, start, scope);
                case '~' when IsWord(at + 1) && Is(at + 2, '('):
                    return FinishFunction(at, at + 2, to, start, scope);
                case '*' or '&' or '.' or '~' or '^':
                    at++;
                    continue;
                case '(':
                {
                    var after = ParseParenthesis(at, ref name, from, to, start, scope, out var done);
                    if (done)
                    {
                        return after;
                    }

                    at = after;
                    continue;
                }

                case '{':
                    if (name > from && IsWord(at - 1) && (Is(T[at].Match + 1, ';') || Is(T[at].Match + 1, ',')))
                    {
                        return ParseVariables(at, name, from, to, start, scope);
                    }

                    // A macro that opens a namespace or the like: its members are worth reading.
                    return name == from && IsMacroName(TextOf(from)) && !scope.IsType ? ParseBody(at, scope) : Skip(at);
                case '=' or ';' or ',':
                    return ParseVariables(at, name, from, to, start, scope);
                case '@' when at > from:
                    // What stood before was a macro without a semicolon.
                    return at;
                default:
                    return at + 1;
            }
        }

        return to;
    }

    private int ParseParenthesis(int open, ref int name, int from, int to, int start, Scope scope, out bool done)
    {
        done = true;
        var after = Skip(open);
        var previous = open - 1;
        if (Is(previous, '>') && previous > from)
        {
            // A specialisation, f<int>(...): the name stands before its arguments.
            previous = BackOverAngles(previous) - 1;
        }

        if (previous < from || !IsWord(previous))
        {
            return SkipStatement(open, to);
        }

        if ((Is(open + 1, '*') || Is(open + 1, '&') || Is(open + 1, '^') || Is(T[open].Match - 1, '*') || IsQualifiedPointer(open)) && (Is(after, '(') || Is(after, '[')) && previous >= from)
        {
            // A pointer to a function, or a function that returns one: int (*f(int))(char) {
            for (var i = open + 1; i < T[open].Match; i++)
            {
                if (Is(i, '(') && IsWord(i - 1) && Is(Skip(after), '{'))
                {
                    Declare(scope.IsType ? DeclarationKind.Method : DeclarationKind.Function, i - 1, start, T[Skip(after)].Match, Skip(after));
                    return Skip(Skip(after));
                }

                name = IsWord(i) ? i : name;
            }

            done = false;
            after = Is(after, '(') ? Skip(after) : after;
            while (T[after].Keyword is Keyword.Const or Keyword.Noexcept)
            {
                // Of the function that is pointed at, no name.
                after++;
            }

            return after;
        }

        if (Is(after, '(') && previous > from && T[open].Match == open + 2 && IsWord(open + 1))
        {
            // int (name)(int x)
            name = open + 1;
            return FinishFunction(name, after, to, start, scope);
        }

        if (previous - 1 > from && IsWord(previous - 1) && Is(open + 1, '(') && T[open + 1].Match == T[open].Match - 1 && TextOf(previous) is "__P" or "_P" or "OF" or "PARAMS" or "PROTO")
        {
            // A macro that leaves the parameters out where they are not understood: int name __P((int x));
            return FinishFunction(previous - 1, open, to, start, scope);
        }

        var single = previous == from;
        var macro = IsMacroName(TextOf(previous));
        if (IsWord(after) && (!IsTrailer(after) || (single && macro && Is(after, Keyword.Const) && IsWord(after + 1))))
        {
            var isNewLine = T[after].FirstOnLine;
            if (single && isNewLine && (macro || scope.IsType))
            {
                // A macro that stands for a whole line.
                return after;
            }

            if (IsMacroName(TextOf(after)) && !macro)
            {
                var behind = Is(after + 1, '(') ? Skip(after + 1) : after + 1;
                if (Is(behind, '{') || Is(behind, ';') || Is(behind, '=') || IsTrailer(behind) || (IsWord(behind) && IsMacroName(TextOf(behind))))
                {
                    return FinishFunction(previous, open, to, start, scope);
                }
            }

            if (IsOldStyle(open, after, to, out var body))
            {
                Declare(DeclarationKind.Function, previous, start, T[body].Match, body);
                return Skip(body);
            }

            if (macro || single)
            {
                // A macro before the declaration, as EXPORT(type) name(...)
                done = false;
                name = previous;
                return after;
            }

            return isNewLine ? after : SkipStatement(after, to);
        }

        if (single && (Is(after, ';') || Is(after, ',')) && !(scope.IsType && IsName(previous, scope.Name)))
        {
            // A call of a macro: without a type before it this declares nothing.
            return after + 1;
        }

        if (single && (after >= to || Is(after, '}') || T[after].Kind == TokenKind.End))
        {
            // The same without a semicolon, the last of its scope.
            return after;
        }

        if (T[previous].Keyword is Keyword.Return or Keyword.Sizeof or Keyword.New or Keyword.Delete or Keyword.Throw)
        {
            return SkipStatement(after, to);
        }

        if (Is(after, '*') || Is(after, '.') || Is(after, '-') || Is(after, '+') || Is(after, '<'))
        {
            // MACRO(type) * name(...)
            if (macro && Is(after, '*'))
            {
                done = false;
                return after;
            }

            return SkipStatement(after, to);
        }

        if (!scope.IsType && (Is(after, ';') || Is(after, ',')) && LooksLikeArguments(open))
        {
            // Type name(argument);
            name = previous;
            return ParseVariables(after, name, from, to, start, scope);
        }

        return FinishFunction(previous, open, to, start, scope);
    }

    // A calling convention or a class stands before the star: (WINAPI *name), (Class::*name); or a macro in its place, (APIENTRYP name).
    private bool IsQualifiedPointer(int open)
    {
        var at = open + 1;
        while (at < open + 6 && (IsWord(at) || Is(at, ':')))
        {
            at++;
        }

        return Is(at, '*') && at > open + 1 ? IsWord(at + 1) : at == open + 3 && Is(at, ')') && IsMacroName(TextOf(open + 1));
    }

    private bool LooksLikeArguments(int open)
    {
        for (var i = open + 1; i < T[open].Match; i++)
        {
            if (T[i].Kind is TokenKind.Number or TokenKind.String or TokenKind.Literal && !Is(i - 1, '=') && !Is(i - 1, '['))
            {
                return Is(i - 1, '(') || Is(i - 1, ',');
            }
        }

        return false;
    }

    // What may stand between the parameters and the body.
    private bool IsTrailer(int at) => IsAttribute(at) || T[at].Keyword is Keyword.Const or Keyword.Volatile or Keyword.Noexcept or Keyword.Override or Keyword.Final or Keyword.Throw or Keyword.Try or Keyword.Requires;

    /// <summary>K and R: <c>int f(a, b) int a; char *b; {</c>.</summary>
    private bool IsOldStyle(int open, int after, int to, out int body)
    {
        body = -1;
        for (var i = open + 1; i < T[open].Match; i++)
        {
            if (!(IsWord(i) ? Is(i + 1, ',') || Is(i + 1, ')') : Is(i, ',')))
            {
                return false;
            }
        }

        var limit = Math.Min(to, after + 256);
        var semicolons = 0;
        for (var i = after; i < limit; i = Skip(i))
        {
            if (Is(i, '{'))
            {
                body = i;
                return semicolons > 0 && (Is(i - 1, ';') || (Is(i - 1, ')') && T[i - 1].Match > open && Is(T[i - 1].Match - 1, ';')));
            }

            if (Is(i, ';'))
            {
                semicolons++;
            }
            else if (Is(i, '}') || Is(i, '=') || T[i].Kind == TokenKind.End)
            {
                return false;
            }
        }

        return false;
    }

    private int ParseOperator(int at, int from, int to, int start, Scope scope)
    {
        var open = at + 1;
        if (Is(open, '(') && Is(open + 1, ')'))
        {
            open += 2;
        }

        while (open < to && !Is(open, '(') && open < at + 24)
        {
            open = Is(open, '<') && IsWord(open - 1) && open - 1 > at ? SkipAngles(open) : open + 1;
        }

        if (open >= to || !Is(open, '('))
        {
            return SkipStatement(at, to);
        }

        var span = new TextSpan(T[at].Start, T[open - 1].End);
        return FinishFunction(at, open, to, start, scope, Lexed.Text[span.Start..span.End], span);
    }

    private int FinishFunction(int name, int open, int to, int start, Scope scope, string? text = null, TextSpan span = default)
    {
        var qualified = name >= 2 && Is(name - 2, ':', ':');
        if (text is null)
        {
            if (name > start && Is(name - 1, '~'))
            {
                name--;
                qualified = name >= 2 && Is(name - 2, ':', ':');
            }

            var last = Is(name, '~') ? name + 1 : name;
            span = new TextSpan(T[name].Start, T[last].End);
            text = Is(name, '~') ? "~" + NameOf(last) : NameOf(name);
        }

        var owner = scope.IsType ? scope.Name : "";
        if (qualified)
        {
            var before = name - 3;
            before = before >= 0 && Is(before, '>') ? BackOverAngles(before) - 1 : before;
            owner = before >= 0 && IsWord(before) ? NameOf(before) : owner;
        }

        var kind = owner.Length > 0 && text == owner ? DeclarationKind.Constructor
            : qualified || scope.IsType ? DeclarationKind.Method
            : DeclarationKind.Function;

        var at = Skip(open);
        while (at < to)
        {
            if (Is(at, '{'))
            {
                var end = T[at].Match;
                Declare(kind, text, span, start, end, at);
                ParseLocalTypes(at + 1, end);
                while (Is(end + 1, Keyword.Catch) && Is(end + 2, '(') && Is(Skip(end + 2), '{'))
                {
                    end = T[Skip(end + 2)].Match;
                }

                return end + 1;
            }

            if (Is(at, ';') || Is(at, '}'))
            {
                break;
            }

            if (Is(at, '=') || Is(at, ','))
            {
                at = Find(at, to, ';', '}');
                break;
            }

            if (Is(at, ':') && !Is(at, ':', ':'))
            {
                at = SkipInitializers(at + 1, to);
                continue;
            }

            if (Is(at, ':'))
            {
                at += 2;
                continue;
            }

            if (T[at].FirstOnLine && T[at].Keyword is Keyword.Template or Keyword.Typedef or Keyword.Namespace or Keyword.Class or Keyword.Struct)
            {
                // No semicolon: a macro call, not a declaration.
                return at;
            }

            at = Is(at, '<') ? SkipAngles(at) : Skip(at);
        }

        at = Math.Min(at, to - 1);
        Declare(kind, text, span, start, Is(at, '}') ? at - 1 : at);
        return at + 1;
    }

    // Types may be declared in a function, with methods in them.
    private void ParseLocalTypes(int at, int to)
    {
        while (at < to)
        {
            at = T[at].Kind == TokenKind.Keyword && T[at].Keyword is Keyword.Class or Keyword.Struct or Keyword.Union or Keyword.Enum or Keyword.Typedef or Keyword.Using
                && T[at].FirstOnLine && (T[at].Keyword is Keyword.Typedef or Keyword.Using || FindTypeBody(at, to, out _) > 0)
                ? Math.Max(at + 1, ParseMember(at, to, new Scope(ScopeKind.Block, "")))
                : at + 1;
        }
    }

    // : a(1), b{2}, C<D>(3)...
    private int SkipInitializers(int at, int to)
    {
        while (at < to)
        {
            while (at < to && !Is(at, '(') && !Is(at, '{') && !Is(at, ';'))
            {
                at = Is(at, '<') ? SkipAngles(at) : at + 1;
            }

            if (at >= to || Is(at, ';'))
            {
                return at;
            }

            if (Is(at, '{') && !IsWord(at - 1) && !Is(at - 1, '>'))
            {
                return at;
            }

            at = Skip(at);
            while (Is(at, '.'))
            {
                at++;
            }

            if (!Is(at, ','))
            {
                return at;
            }

            at++;
        }

        return at;
    }

    private int ParseType(int keyword, int name, int open, int start, int to, Scope scope)
    {
        var last = T[open].Match;
        if (name > 0)
        {
            DeclareType(keyword, name, start, open);
        }

        ParseTypeBody(keyword, open, name > 0 ? NameOf(name) : "");
        var at = last + 1;
        if (at < to && !Is(at, ';') && !T[at].FirstOnLine && (IsWord(at) || Is(at, '*')))
        {
            // Variables of the type, declared with it.
            while (at < to && (IsWord(at) && IsWord(at + 1) || Is(at, '*') || IsAttribute(at)))
            {
                at = IsAttribute(at) && Is(at + 1, '(') ? Skip(at + 1) : at + 1;
            }

            if (at < to && IsWord(at) && (Is(at + 1, ';') || Is(at + 1, ',') || Is(at + 1, '=') || Is(at + 1, '[')))
            {
                return ParseVariables(Is(at + 1, '[') ? Skip(at + 1) : at + 1, at, at - 1, to, at, scope);
            }

            return Find(at, to, ';') + 1;
        }

        return Is(at, ';') ? at + 1 : at;
    }

    private int ParseVariables(int at, int name, int from, int to, int start, Scope scope)
    {
        var kind = scope.IsType ? DeclarationKind.Field : DeclarationKind.Variable;
        if (IsTypeKeyword(from) && name == from + 1 && at == name + 1 && Is(at, ';'))
        {
            // struct name;
            return at + 1;
        }

        while (at < to)
        {
            while (at < to && !Is(at, ';') && !Is(at, ',') && !Is(at, '}'))
            {
                at = Skip(at);
            }

            var more = at < to && Is(at, ',');
            if (name > from && name < at)
            {
                Declare(kind, name, start, Is(at, ';') ? at : at - 1);
            }

            if (!more)
            {
                return Is(at, ';') ? at + 1 : at;
            }

            start = ++at;
            from = start - 1;
            while (at < to && (Is(at, '*') || Is(at, '&') || Is(at, '(')))
            {
                at++;
            }

            if (!IsWord(at) || at >= to)
            {
                name = -1;
                continue;
            }

            name = at++;
        }

        return to;
    }

    private int SkipStatement(int at, int to)
    {
        while (at < to)
        {
            if (Is(at, ';') || Is(at, '}'))
            {
                return at + 1;
            }

            if (Is(at, '{'))
            {
                var after = Skip(at);
                return Is(after, ';') ? after + 1 : after;
            }

            at = Skip(at);
        }

        return to;
    }

    private int ParseObjective(int at, int to, int start)
    {
        var word = TextOf(at + 1);
        if (word is "class" or "import" or "synthesize" or "dynamic")
        {
            return Find(at, to, ';') + 1;
        }

        if (word is "property")
        {
            var stop = Find(at, to, ';');
            var name = stop - 1;
            while (name > at && (!IsWord(name) || Is(name + 1, '(') || IsMacroName(TextOf(name)) && IsWord(name - 1)))
            {
                name = Is(name, ')') && T[name].Match > at ? T[name].Match - 1 : name - 1;
            }

            if (name > at + 1)
            {
                Declare(DeclarationKind.Property, name, start, stop);
            }

            return stop + 1;
        }

        if (word is not ("interface" or "implementation" or "protocol") || !IsWord(at + 2))
        {
            return at + 2;
        }

        if (word is "protocol" && (Is(at + 3, ';') || Is(at + 3, ',')))
        {
            return Find(at, to, ';') + 1;
        }

        var end = at + 3;
        while (end < to && !(Is(end, '@') && IsName(end + 1, "end")))
        {
            end++;
        }

        var category = Is(at + 3, '(');
        var kind = word is "protocol" ? DeclarationKind.Interface : category ? DeclarationKind.Extension : DeclarationKind.Class;
        Declare(kind, at + 2, start, Math.Min(end + 1, to - 1));
        var head = at + 3;
        head = category ? Skip(head) : head;
        if (Is(head, ':') && IsWord(head + 1))
        {
            head += 2;
        }

        head = Is(head, '<') ? SkipAngles(head) : head;
        ParseScope(Is(head, '{') ? Skip(head) : head, end, new Scope(ScopeKind.Objective, ""));
        return Math.Min(end + 2, to);
    }

    private int ParseObjectiveMethod(int at, int to)
    {
        var i = Skip(at + 1);
        var name = i;
        var text = "";
        while (i < to && !Is(i, ';') && !Is(i, '{') && !Is(i, '}'))
        {
            if (IsWord(i) && Is(i + 1, ':'))
            {
                text += NameOf(i) + ":";
                i += 2;
                i = Is(i, '(') ? Skip(i) : i;
                i += IsWord(i) ? 1 : 0;
                continue;
            }

            if (text.Length == 0 && IsWord(i))
            {
                text = NameOf(i);
            }

            i = Skip(i);
        }

        if (text.Length > 0)
        {
            Declare(DeclarationKind.Method, text, T[name].Span, at, Is(i, '{') ? T[i].Match : Math.Min(i, to - 1), Is(i, '{') ? i : -1);
        }

        return Skip(i);
    }
}
