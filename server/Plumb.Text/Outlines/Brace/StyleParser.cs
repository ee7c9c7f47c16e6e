using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>CSS, SCSS and Less: a rule is known by its selector, what a preprocessor defines by its name.</summary>
internal sealed class StyleParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        if (Is(at, ';') || Is(at, '}'))
        {
            return at + 1;
        }

        // A rule has a brace before its first semicolon; "#{x}" is a hole in a selector.
        var stop = at;
        while (stop < to && !Is(stop, ';') && !Is(stop, '}') && !(Is(stop, '{') && !(stop > at && Is(stop - 1, '#')) && !(stop > at && Is(stop - 1, '@'))))
        {
            stop = Skip(stop);
        }

        stop = Math.Min(stop, to);
        if (stop < to && Is(stop, '{') && stop > at)
        {
            DeclareRule(at, stop);
            return ParseBody(stop, new Scope(ScopeKind.Type, ""));
        }

        if (IsWord(at) && Is(at + 1, ':') && stop > at + 2 && TextOf(at) is { Length: > 1 } name && (name[0] is '$' or '@' || name.StartsWith("--")))
        {
            Declare(DeclarationKind.Variable, at, at, stop < to && Is(stop, ';') ? stop : stop - 1);
        }

        return stop + 1;
    }

    private void DeclareRule(int at, int open)
    {
        var kind = DeclarationKind.Rule;
        var first = at;
        var last = open - 1;
        if (TextOf(at) is "@mixin" or "@function" && IsWord(at + 1))
        {
            kind = DeclarationKind.Function;
            first = last = at + 1;
        }

        var span = new TextSpan(T[first].Start, Math.Min(T[last].End, T[first].Start + 200));
        Declare(kind, string.Join(' ', Lexed.Text[span.Start..span.End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), span, at, T[open].Match, open);
    }
}
