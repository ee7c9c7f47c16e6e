using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Zig: types are values of constants.</summary>
internal sealed class ZigParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        while (at < to && (T[at].Keyword is Keyword.Pub or Keyword.Export or Keyword.Extern or Keyword.Inline or Keyword.Noinline or Keyword.Threadlocal or Keyword.Comptime || (T[at].Kind == TokenKind.String && at > start))
            && !Is(at + 1, '{'))
        {
            at++;
        }

        switch (T[at].Keyword)
        {
            case Keyword.Fn when IsWord(at + 1) && at < to:
            {
                var stop = Find(at, to, '{', ';');
                var body = stop < to && Is(stop, '{') ? stop : -1;
                if (body > 0 && (Is(body - 1, Keyword.Error) || Is(body - 1, Keyword.Struct)))
                {
                    // An error set in the return type.
                    stop = Find(Skip(body), to, '{', ';');
                    body = stop < to && Is(stop, '{') ? stop : -1;
                }

                Declare(scope.IsType ? DeclarationKind.Method : DeclarationKind.Function, at + 1, start, body > 0 ? T[body].Match : stop, body);
                return body > 0 ? ParseBody(body, new Scope(ScopeKind.Block, "")) : stop + 1;
            }

            case Keyword.Const or Keyword.Var when IsWord(at + 1) && at < to:
                return ParseConstant(at, start, to, scope);
            case Keyword.Test when T[at + 1].Kind == TokenKind.String && Is(at + 2, '{'):
                Declare(DeclarationKind.Rule, TextOf(at + 1).Trim('"').ToString(), T[at + 1].Span, start, T[at + 2].Match, at + 2);
                return Skip(at + 2);
            case Keyword.Usingnamespace:
                return Find(at, to, ';') + 1;
        }

        if (scope.IsType && IsWord(at) && at == start && at < to)
        {
            var stop = Find(at, to, ',', ';');
            Declare(scope.Kind == ScopeKind.Enum ? DeclarationKind.EnumMember : DeclarationKind.Field, at, start, stop - 1);
            return stop + 1;
        }

        return scope.Kind == ScopeKind.Block ? at + 1 : Skip(at);
    }

    private int ParseConstant(int at, int start, int to, Scope scope)
    {
        var stop = Find(at, to, ';');
        var value = Find(at, stop, '=') + 1;
        while (value < stop && T[value].Keyword is Keyword.Extern or Keyword.Package or Keyword.Const || IsName(value, "packed"))
        {
            value++;
        }

        var kind = T[value].Keyword switch
        {
            Keyword.Struct or Keyword.Union or Keyword.Opaque => DeclarationKind.Struct,
            Keyword.Enum or Keyword.Error => DeclarationKind.Enum,
            _ => Is(at, Keyword.Const) ? DeclarationKind.Constant : DeclarationKind.Variable,
        };
        var body = value < stop && kind is DeclarationKind.Struct or DeclarationKind.Enum ? Find(value, stop, '{') : stop;
        if (body < stop)
        {
            Declare(kind, at + 1, start, stop, body);
            ParseBody(body, new Scope(kind == DeclarationKind.Enum || Is(value, Keyword.Enum) ? ScopeKind.Enum : ScopeKind.Type, NameOf(at + 1)));
        }
        else if (scope.Kind != ScopeKind.Block)
        {
            Declare(kind is DeclarationKind.Struct or DeclarationKind.Enum ? DeclarationKind.Constant : kind, at + 1, start, stop);
        }

        return stop + 1;
    }
}
