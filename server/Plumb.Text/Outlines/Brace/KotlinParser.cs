using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Kotlin: declarations start with their keyword and end with their line.</summary>
internal sealed class KotlinParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        var constant = false;
        var isEnum = false;
        var isAnnotation = false;
        while (at < to)
        {
            if (Is(at, '@') && (IsWord(at + 1) || Is(at + 1, '[')))
            {
                at = SkipAnnotation(at);
                continue;
            }

            if (!IsModifier(at))
            {
                break;
            }

            constant |= Is(at, Keyword.Const);
            isEnum |= Is(at, Keyword.Enum);
            isAnnotation |= Is(at, Keyword.Annotation);
            at++;
        }

        if (at >= to)
        {
            return to;
        }

        switch (T[at].Keyword)
        {
            case Keyword.Package when scope.Kind == ScopeKind.File && IsWord(at + 1):
                return ParsePackage(at);
            case Keyword.Import:
                return SkipPhysicalLine(at, to);
            case Keyword.Class when IsWord(at + 1) && !(at > 0 && Is(at - 1, ':')):
                return ParseType(isEnum ? DeclarationKind.Enum : isAnnotation ? DeclarationKind.Interface : DeclarationKind.Class, at + 1, start, to);
            case Keyword.Interface when IsWord(at + 1):
                return ParseType(DeclarationKind.Interface, at + 1, start, to);
            case Keyword.Object when IsWord(at + 1) && !T[at + 1].FirstOnLine && !Is(at - 1, '='):
                return ParseType(DeclarationKind.Class, at + 1, start, to);
            case Keyword.Object when at > start && Is(at - 1, Keyword.Companion):
                return ParseCompanion(at, start, to);
            case Keyword.Fun when Is(at + 1, Keyword.Interface) && IsWord(at + 2):
                return ParseType(DeclarationKind.Interface, at + 2, start, to);
            case Keyword.Fun:
                return ParseFunction(at, start, to, scope);
            case Keyword.Val or Keyword.Var:
                return ParseProperty(at, start, to, scope, constant);
            case Keyword.Typealias when IsWord(at + 1):
            {
                var stop = SkipLine(at, to);
                Declare(DeclarationKind.TypeAlias, at + 1, start, stop - 1);
                return stop;
            }

            case Keyword.Constructor when Is(at + 1, '(') && scope.IsType:
            {
                var stop = Skip(at + 1);
                while (stop < to && !Is(stop, '{') && !(T[stop].FirstOnLine && !Continues(stop - 1, stop)) && !Is(stop, '}'))
                {
                    stop = Skip(stop);
                }

                var body = stop < to && Is(stop, '{') ? stop : -1;
                Declare(DeclarationKind.Constructor, at, start, body > 0 ? T[body].Match : stop - 1, body);
                return body > 0 ? Skip(body) : stop;
            }

            case Keyword.Init when Is(at + 1, '{'):
                return Skip(at + 1);
        }

        if (scope.Kind == ScopeKind.Block)
        {
            // Functions may be declared in any block and lambda.
            return at + 1;
        }

        return at > start ? at : Skip(at);
    }

    protected override bool Continues(int last, int next)
    {
        if (Is(next, '{') || T[next].Keyword is Keyword.Where or Keyword.By or Keyword.Else or Keyword.As or Keyword.Catch or Keyword.Finally or Keyword.Is || T[last].Keyword is Keyword.By or Keyword.Else or Keyword.As or Keyword.In or Keyword.Is)
        {
            return !Is(next, '{') || !Is(last, '}');
        }

        if (Is(next, '-') || Is(next, '+') || Is(next, '*') || Is(next, '/') || Is(next, '<') || Is(next, '>'))
        {
            return base.Continues(last, last);
        }

        return base.Continues(last, next);
    }

    private int SkipAnnotation(int at)
    {
        at++;
        if (Is(at, '['))
        {
            return Skip(at);
        }

        at++;
        while ((Is(at, '.') || Is(at, ':')) && IsWord(at + 1))
        {
            at += 2;
        }

        if (Is(at, ':') && Is(at + 1, '['))
        {
            return Skip(at + 1);
        }

        at = Is(at, '<') ? SkipAngles(at) : at;
        return Is(at, '(') && !T[at].FirstOnLine ? Skip(at) : at;
    }

    private bool IsModifier(int at) => T[at].Keyword switch
    {
        Keyword.Public or Keyword.Private or Keyword.Protected or Keyword.Internal or Keyword.Abstract or Keyword.Final or Keyword.Open
            or Keyword.Override or Keyword.Sealed or Keyword.Data or Keyword.Inner or Keyword.Inline or Keyword.Infix or Keyword.Operator
            or Keyword.Suspend or Keyword.Tailrec or Keyword.External or Keyword.Lateinit or Keyword.Const or Keyword.Vararg or Keyword.Noinline
            or Keyword.Crossinline or Keyword.Enum or Keyword.Annotation or Keyword.Companion or Keyword.Value or Keyword.Expect
            => IsWord(at + 1) || Is(at + 1, '@'),
        _ => T[at].Kind == TokenKind.Identifier && TextOf(at) is "actual" && IsWord(at + 1),
    };

    private int ParsePackage(int at)
    {
        var end = at + 1;
        while (IsWord(end) && (end == at + 1 || Is(end - 1, '.')) || Is(end, '.'))
        {
            end++;
        }

        var span = new TextSpan(T[at + 1].Start, T[end - 1].End);
        Declare(DeclarationKind.Namespace, Lexed.Text[span.Start..span.End], span, at, end - 1);
        return end;
    }

    private int FindTypeBody(int at, int to, out int stop)
    {
        stop = at;
        while (stop < to && !Is(stop, ';') && !Is(stop, '}') && !Is(stop, '='))
        {
            if (T[stop].FirstOnLine && !Continues(stop - 1, stop) && !Is(stop, '(') && !Is(stop, '<') && !Is(stop, Keyword.Constructor) && !IsModifierOfConstructor(stop))
            {
                return -1;
            }

            if (Is(stop, '{'))
            {
                return stop;
            }

            stop = Is(stop, '<') ? SkipAngles(stop) : Skip(stop);
        }

        return -1;
    }

    private bool IsModifierOfConstructor(int at) => Is(at, '@') && Is(at + 2, Keyword.Constructor) || IsWord(at) && Is(at + 1, Keyword.Constructor);

    private int ParseType(DeclarationKind kind, int name, int start, int to)
    {
        var body = FindTypeBody(name + 1, to, out var stop);
        Declare(kind, name, start, body > 0 ? T[body].Match : Math.Max(name, stop - 1), body);
        if (body < 0)
        {
            return stop;
        }

        if (kind == DeclarationKind.Enum)
        {
            ParseEnum(body + 1, T[body].Match);
        }
        else
        {
            ParseBody(body, new Scope(kind == DeclarationKind.Interface ? ScopeKind.Interface : ScopeKind.Type, NameOf(name)));
        }

        return T[body].Match + 1;
    }

    private int ParseCompanion(int at, int start, int to)
    {
        var body = FindTypeBody(at + 1, to, out var stop);
        Declare(DeclarationKind.Class, "Companion", T[at].Span, start, body > 0 ? T[body].Match : stop - 1, body);
        return body > 0 ? ParseBody(body, new Scope(ScopeKind.Type, "Companion")) : stop;
    }

    private void ParseEnum(int at, int to)
    {
        while (at < to && !Is(at, ';'))
        {
            var start = at;
            while (at < to && Is(at, '@') && IsWord(at + 1))
            {
                at = SkipAnnotation(at);
            }

            var stop = Find(at, to, ',', ';');
            if (IsWord(at))
            {
                var body = Is(stop - 1, '}') ? T[stop - 1].Match : -1;
                Declare(DeclarationKind.EnumMember, at, start, stop - 1, body);
                if (body > 0)
                {
                    ParseBody(body, new Scope(ScopeKind.Type, ""));
                }
            }

            at = Is(stop, ';') ? stop : stop + 1;
        }

        ParseScope(at + 1, to, new Scope(ScopeKind.Type, ""));
    }

    private int ParseFunction(int at, int start, int to, Scope scope)
    {
        var i = at + 1;
        i = Is(i, '<') ? SkipAngles(i) : i;
        if (Is(i, '(') && Is(Skip(i), '.'))
        {
            i = Skip(i) + 1;
        }

        // The receiver's type, then the name before the parameters.
        var name = -1;
        var limit = Math.Min(to, at + 256);
        while (i < limit && !Is(i, '('))
        {
            if (Is(i, '{') || Is(i, '}') || Is(i, '=') || Is(i, ';') || Is(i, ')'))
            {
                return at + 1;
            }

            name = IsWord(i) ? i : name;
            i = Is(i, '<') ? SkipAngles(i) : Skip(i);
        }

        if (i >= limit || name < 0)
        {
            // An anonymous function.
            return at + 1;
        }

        i = Skip(i);
        var kind = scope.IsType ? DeclarationKind.Method : DeclarationKind.Function;
        while (i < to && !Is(i, '{') && !Is(i, '=') && !Is(i, '}') && !Is(i, ';') && !(T[i].FirstOnLine && !Continues(i - 1, i)))
        {
            i = Is(i, '<') ? SkipAngles(i) : Skip(i);
        }

        if (i < to && Is(i, '{'))
        {
            Declare(kind, name, start, T[i].Match, i);
            return ParseBody(i, new Scope(ScopeKind.Block, ""));
        }

        if (i < to && Is(i, '='))
        {
            var stop = SkipLine(i, to);
            Declare(kind, name, start, stop - 1);
            ParseScope(i + 1, stop, new Scope(ScopeKind.Block, ""));
            return stop;
        }

        Declare(kind, name, start, i - 1);
        return i;
    }

    private int ParseProperty(int at, int start, int to, Scope scope, bool constant)
    {
        var name = at + 1;
        name = Is(name, '<') ? SkipAngles(name) : name;
        if (!IsWord(name))
        {
            return at + 1;
        }

        // val Receiver<T>.name: the name is the last of the path.
        var i = name + 1;
        while (i < to && (Is(i, '.') || Is(i, '<') || Is(i, '?') && Is(i + 1, '.')))
        {
            if (Is(i, '.') && IsWord(i + 1))
            {
                name = ++i;
            }

            i = Is(i, '<') ? SkipAngles(i) : i + 1;
        }

        if (scope.Kind == ScopeKind.Block)
        {
            // A local value declares nothing, but functions may stand in what it is given.
            return i;
        }

        var stop = SkipLine(i, to);
        var next = stop;
        while (next < to && (IsName(next, "get") || IsName(next, "set") || IsWord(next) && !T[next].FirstOnLine == false && IsModifier(next) && (IsName(next + 1, "get") || IsName(next + 1, "set"))))
        {
            var accessor = IsName(next, "get") || IsName(next, "set") ? next + 1 : next + 2;
            if (!Is(accessor, '('))
            {
                break;
            }

            next = stop = SkipLine(next, to);
        }

        Declare(constant ? DeclarationKind.Constant : scope.IsType ? DeclarationKind.Property : DeclarationKind.Variable, name, start, stop - 1);
        ParseScope(i, stop, new Scope(ScopeKind.Block, ""));
        return stop;
    }
}
