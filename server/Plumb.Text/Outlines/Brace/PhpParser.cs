using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>PHP: functions and classes may be declared anywhere, conditionally too, so every block is walked.</summary>
internal sealed class PhpParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        while (at < to && Is(at, '#') && Is(at + 1, '['))
        {
            at = Skip(at + 1);
        }

        var modified = false;
        while (at < to && T[at].Keyword is Keyword.Abstract or Keyword.Final or Keyword.Public or Keyword.Protected or Keyword.Private or Keyword.Static or Keyword.Readonly or Keyword.Var)
        {
            modified = true;
            at++;
            if (Is(at, '(') && Is(at + 2, ')'))
            {
                // public private(set)
                at += 3;
            }
        }

        if (at >= to)
        {
            return to;
        }

        var member = at > 0 && (Is(at - 1, '>') || Is(at - 1, ':') && Is(at - 2, ':') || Is(at - 1, '$'));
        if (!member)
        {
            switch (T[at].Keyword)
            {
                case Keyword.Class when IsWord(at + 1) && !IsNew(at):
                    return ParseType(DeclarationKind.Class, at + 1, start, to);
                case Keyword.Class when IsNew(at):
                    return ParseAnonymous(at, to);
                case Keyword.Interface when IsWord(at + 1):
                    return ParseType(DeclarationKind.Interface, at + 1, start, to);
                case Keyword.Trait when IsWord(at + 1):
                    return ParseType(DeclarationKind.Trait, at + 1, start, to);
                case Keyword.Enum when IsWord(at + 1) && (Is(at + 2, '{') || Is(at + 2, ':') || T[at + 2].Is(Keyword.Implements)):
                    return ParseType(DeclarationKind.Enum, at + 1, start, to);
                case Keyword.Function:
                    return ParseFunction(at, start, to, scope);
                case Keyword.Namespace when IsWord(at + 1) || Is(at + 1, '{'):
                    return ParseNamespace(at, start, to);
                case Keyword.Use when scope.Kind is ScopeKind.File or ScopeKind.Namespace || scope.IsType:
                    var end = Find(at, to, ';', '{');
                    return Is(end, '{') ? Skip(end) : end + 1;
                case Keyword.Const when scope.Kind != ScopeKind.Block:
                    return ParseConstants(at, start, to);
                case Keyword.Case when scope.Kind == ScopeKind.Enum && IsWord(at + 1):
                    var stop = Find(at, to, ';');
                    Declare(DeclarationKind.EnumMember, at + 1, start, stop);
                    return stop + 1;
            }
        }

        if (scope.IsType)
        {
            return modified ? ParseProperty(at, start, to) : Skip(at);
        }

        if (T[at].Kind == TokenKind.Identifier && IsName(at, "define") && Is(at + 1, '(') && T[at + 2].Kind == TokenKind.String && Is(at + 3, ',') && T[at + 2].End - T[at + 2].Start > 2)
        {
            var name = TextOf(at + 2)[1..^1].ToString();
            var stop = Skip(at + 1);
            Declare(DeclarationKind.Constant, name, new TextSpan(T[at + 2].Start + 1, T[at + 2].End - 1), start, Is(stop, ';') ? stop : stop - 1);
            return stop;
        }

        return at + 1;
    }

    private bool IsNew(int at)
    {
        var before = at - 1;
        while (before >= 0 && (Is(before, Keyword.Readonly) || Is(before, ']') && T[before].Match > 0 && Is(T[before].Match - 1, '#')))
        {
            before = Is(before, ']') ? T[before].Match - 2 : before - 1;
        }

        return before >= 0 && Is(before, Keyword.New);
    }

    private int ParseType(DeclarationKind kind, int name, int start, int to)
    {
        to = HeadLimit(name, to);
        var open = Find(name + 1, to, '{', ';');
        if (open >= to || !Is(open, '{'))
        {
            return name + 1;
        }

        Declare(kind, name, start, T[open].Match, open);
        return ParseBody(open, new Scope(kind == DeclarationKind.Enum ? ScopeKind.Enum : ScopeKind.Type, NameOf(name)));
    }

    private int ParseAnonymous(int at, int to)
    {
        to = HeadLimit(at, to);
        var open = Find(at + 1, to, '{', ';');
        return open < to && Is(open, '{') ? ParseBody(open, new Scope(ScopeKind.Type, "")) : at + 1;
    }

    private int ParseNamespace(int at, int start, int to)
    {
        var end = at + 1;
        while (end < to && (IsWord(end) || Is(end, '\\')))
        {
            end++;
        }

        var span = end > at + 1 ? new TextSpan(T[at + 1].Start, T[end - 1].End) : default;
        if (Is(end, '{') && end < to)
        {
            if (end > at + 1)
            {
                Declare(DeclarationKind.Namespace, Lexed.Text[span.Start..span.End], span, start, T[end].Match, end);
            }

            return ParseBody(end, new Scope(ScopeKind.Namespace, ""));
        }

        if (!Is(end, ';') || end == at + 1)
        {
            return end;
        }

        // Up to the next namespace, or the end of the file.
        var stop = end + 1;
        while (stop < to && !(Is(stop, Keyword.Namespace) && T[stop].FirstOnLine && IsWord(stop + 1)))
        {
            stop = Skip(stop);
        }

        Declare(DeclarationKind.Namespace, Lexed.Text[span.Start..span.End], span, start, stop - 1);
        ParseScope(end + 1, stop, new Scope(ScopeKind.Namespace, ""));
        return stop;
    }

    private int ParseFunction(int at, int start, int to, Scope scope)
    {
        var name = Is(at + 1, '&') ? at + 2 : at + 1;
        if (!IsWord(name) || !Is(name + 1, '('))
        {
            return at + 1;
        }

        var open = Skip(name + 1);
        while (open < to && !Is(open, '{') && !Is(open, ';') && !Is(open, '}'))
        {
            open = Skip(open);
        }

        var kind = !scope.IsType ? DeclarationKind.Function : TextOf(name) is "__construct" ? DeclarationKind.Constructor : DeclarationKind.Method;
        if (open < to && Is(open, '{'))
        {
            Declare(kind, name, start, T[open].Match, open);
            return ParseBody(open, new Scope(ScopeKind.Block, ""));
        }

        open = Math.Min(open, to - 1);
        Declare(kind, name, start, Is(open, '}') ? open - 1 : open);
        return open + 1;
    }

    private int ParseConstants(int at, int start, int to)
    {
        var stop = Find(at, to, ';');
        for (var i = at + 1; i < stop;)
        {
            var next = Find(i, stop, ',');
            var equals = Find(i, next, '=');
            if (equals < next && IsWord(equals - 1))
            {
                Declare(DeclarationKind.Constant, equals - 1, i == at + 1 ? start : i, next == stop ? stop : next - 1);
            }

            i = next + 1;
        }

        return stop + 1;
    }

    private int ParseProperty(int at, int start, int to)
    {
        // Perhaps a type, then $name.
        var name = at;
        while (name < to && !(IsWord(name) && Lexed.Text[T[name].Start] == '$') && !Is(name, ';') && !Is(name, '{') && !Is(name, '}'))
        {
            name = Skip(name);
        }

        if (name >= to || !IsWord(name))
        {
            return Math.Max(name, start + 1);
        }

        var stop = Find(name, to, ';', '{');
        if (Is(stop, '{') && stop < to)
        {
            Declare(DeclarationKind.Field, PropertyName(name), T[name].Span, start, T[stop].Match, stop);
            return Skip(stop);
        }

        while (true)
        {
            var next = Find(name, stop, ',');
            Declare(DeclarationKind.Field, PropertyName(name), T[name].Span, start, next == stop && stop < to ? stop : next - 1);
            if (next >= stop || !IsWord(next + 1))
            {
                return stop + 1;
            }

            name = start = next + 1;
        }
    }

    private string PropertyName(int name) => TextOf(name)[1..].ToString();
}
