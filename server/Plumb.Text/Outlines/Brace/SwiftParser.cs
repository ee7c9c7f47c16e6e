using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Swift: declarations start with their keyword and end with their line.</summary>
internal sealed class SwiftParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        while (at < to)
        {
            if (Is(at, '@') && IsWord(at + 1))
            {
                at = Is(at + 2, '(') && T[at + 2].Start == T[at + 1].End ? Skip(at + 2) : at + 2;
                continue;
            }

            if (!IsModifier(at))
            {
                break;
            }

            // private(set)
            at = Is(at + 1, '(') ? Skip(at + 1) : at + 1;
        }

        if (at >= to)
        {
            return to;
        }

        switch (T[at].Keyword)
        {
            case Keyword.Import:
                return SkipLine(at, to);
            case Keyword.Class when IsWord(at + 1):
                return ParseType(DeclarationKind.Class, at, start, to);
            case Keyword.Actor when IsWord(at + 1) && !T[at + 1].FirstOnLine:
                return ParseType(DeclarationKind.Class, at, start, to);
            case Keyword.Struct when IsWord(at + 1):
                return ParseType(DeclarationKind.Struct, at, start, to);
            case Keyword.Enum when IsWord(at + 1):
                return ParseType(DeclarationKind.Enum, at, start, to);
            case Keyword.Protocol when IsWord(at + 1):
                return ParseType(DeclarationKind.Interface, at, start, to);
            case Keyword.Extension when IsWord(at + 1):
                return ParseType(DeclarationKind.Extension, at, start, to);
            case Keyword.Func:
                return ParseFunction(scope.IsType ? DeclarationKind.Method : DeclarationKind.Function, at + 1, start, to);
            case Keyword.Init when scope.IsType && (Is(at + 1, '(') || Is(at + 1, '?') || Is(at + 1, '!') || Is(at + 1, '<')):
                return ParseFunction(DeclarationKind.Constructor, at, start, to);
            case Keyword.Deinit when scope.IsType && Is(at + 1, '{'):
                return ParseFunction(DeclarationKind.Method, at, start, to);
            case Keyword.Subscript when scope.IsType && (Is(at + 1, '(') || Is(at + 1, '<')):
                return ParseFunction(DeclarationKind.Method, at, start, to);
            case Keyword.Var or Keyword.Let when IsWord(at + 1):
                return ParseVariable(at + 1, start, to, scope);
            case Keyword.Typealias or Keyword.Associatedtype when IsWord(at + 1):
            {
                var stop = SkipLine(at, to);
                Declare(DeclarationKind.TypeAlias, at + 1, start, stop - 1);
                return stop;
            }

            case Keyword.Case when scope.Kind == ScopeKind.Enum:
                return ParseCases(at, start, to);
            case Keyword.Macro when IsWord(at + 1):
            {
                var stop = SkipLine(at, to);
                Declare(DeclarationKind.Macro, at + 1, start, stop - 1);
                return stop;
            }
        }

        if (scope.Kind == ScopeKind.Block)
        {
            return at + 1;
        }

        return at > start ? at : Skip(at);
    }

    protected override bool Continues(int last, int next)
    {
        if (Is(next, '{') || T[next].Keyword is Keyword.Where or Keyword.Else || T[last].Keyword is Keyword.In)
        {
            return true;
        }

        return base.Continues(last, next) && !(Is(next, '@') || (Is(last, '>') && !Is(last - 1, '-') && !Is(next, '.')));
    }

    private bool IsModifier(int at)
    {
        if (Is(at, Keyword.Class))
        {
            // class func, class var: members of the type.
            return T[at + 1].Keyword is Keyword.Func or Keyword.Var or Keyword.Let or Keyword.Override or Keyword.Final;
        }

        return T[at].Keyword is Keyword.Public or Keyword.Private or Keyword.Fileprivate or Keyword.Internal or Keyword.Open or Keyword.Package or Keyword.Static or Keyword.Final
            or Keyword.Override or Keyword.Mutating or Keyword.Nonmutating or Keyword.Lazy or Keyword.Weak or Keyword.Unowned or Keyword.Required or Keyword.Convenience
            or Keyword.Dynamic or Keyword.Optional or Keyword.Indirect or Keyword.Prefix or Keyword.Postfix or Keyword.Infix or Keyword.Nonisolated or Keyword.Async
            && (IsWord(at + 1) || Is(at + 1, '(') || Is(at + 1, '@'));
    }

    private int FindBody(int at, int to, out int stop)
    {
        stop = at;
        while (stop < to && !Is(stop, ';') && !Is(stop, '}'))
        {
            if (Is(stop, '{'))
            {
                return stop;
            }

            if (T[stop].FirstOnLine && stop > at && !Continues(stop - 1, stop) && T[stop].Keyword is not (Keyword.Throws or Keyword.Async))
            {
                return -1;
            }

            stop = Is(stop, '<') ? SkipAngles(stop) : Skip(stop);
        }

        return -1;
    }

    private int ParseType(DeclarationKind kind, int at, int start, int to)
    {
        var name = at + 1;
        while (kind == DeclarationKind.Extension && Is(name + 1, '.') && IsWord(name + 2))
        {
            name += 2;
        }

        var body = FindBody(name + 1, to, out var stop);
        Declare(kind, name, start, body > 0 ? T[body].Match : stop - 1, body);
        return body > 0
            ? ParseBody(body, new Scope(kind == DeclarationKind.Enum ? ScopeKind.Enum : ScopeKind.Type, NameOf(name)))
            : stop;
    }

    private int ParseFunction(DeclarationKind kind, int name, int start, int to)
    {
        var open = name;
        while (open < to && !Is(open, '(') && !Is(open, '{') && !Is(open, '}'))
        {
            open = Is(open, '<') && open > name ? SkipAngles(open) : open + 1;
        }

        if (open >= to || Is(open, '}'))
        {
            return name;
        }

        var nameEnd = IsWord(name) ? T[name].End : T[Math.Max(name, open - 1)].End;
        var span = new TextSpan(T[name].Start, nameEnd);
        var body = FindBody(Is(open, '(') ? Skip(open) : open, to, out var stop);
        Declare(kind, Lexed.Text[span.Start..span.End], span, start, body > 0 ? T[body].Match : stop - 1, body);
        return body > 0 ? ParseBody(body, new Scope(ScopeKind.Block, "")) : stop;
    }

    private int ParseVariable(int name, int start, int to, Scope scope)
    {
        if (scope.Kind == ScopeKind.Block)
        {
            return name + 1;
        }

        var at = name + 1;
        while (at < to && !Is(at, '{') && !Is(at, '=') && !Is(at, ';') && !Is(at, '}') && !(T[at].FirstOnLine && !Continues(at - 1, at)))
        {
            at = Is(at, '<') ? SkipAngles(at) : Skip(at);
        }

        var body = at < to && Is(at, '{') ? at : -1;
        var stop = body > 0 ? T[body].Match + 1 : Math.Max(at, SkipLine(at, to));
        stop = at < to && Is(at, '=') ? stop : body > 0 ? stop : at;
        Declare(scope.IsType ? DeclarationKind.Property : DeclarationKind.Variable, name, start, stop - 1, body);
        return stop;
    }

    private int ParseCases(int at, int start, int to)
    {
        var stop = SkipLine(at, to);
        for (var i = at + 1; i < stop;)
        {
            var next = Find(i, stop, ',');
            if (IsWord(i))
            {
                Declare(DeclarationKind.EnumMember, i, i == at + 1 ? start : i, next - 1);
            }

            i = next + 1;
        }

        return stop;
    }
}
