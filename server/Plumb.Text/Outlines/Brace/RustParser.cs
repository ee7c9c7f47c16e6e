using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Rust: items start with their keyword; they may stand in functions and in the braces of macros too.</summary>
internal sealed class RustParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        while (at < to && Is(at, '#') && (Is(at + 1, '[') || (Is(at + 1, '!') && Is(at + 2, '['))))
        {
            var inner = Is(at + 1, '!');
            at = Skip(inner ? at + 2 : at + 1);
            start = inner ? at : start;
        }

        while (at < to)
        {
            switch (T[at].Keyword)
            {
                case Keyword.Pub:
                    at = Is(at + 1, '(') ? Skip(at + 1) : at + 1;
                    continue;
                case Keyword.Unsafe or Keyword.Async or Keyword.Default when IsWord(at + 1):
                case Keyword.Const when Is(at + 1, Keyword.Fn) || Is(at + 1, Keyword.Unsafe) || Is(at + 1, Keyword.Async) || Is(at + 1, Keyword.Extern):
                    at++;
                    continue;
                case Keyword.Extern when T[at + 1].Kind == TokenKind.String:
                    if (Is(at + 2, '{'))
                    {
                        return ParseBody(at + 2, scope);
                    }

                    at += 2;
                    continue;
                case Keyword.Extern when Is(at + 1, Keyword.Fn):
                    at++;
                    continue;
            }

            break;
        }

        if (at >= to)
        {
            return to;
        }

        switch (T[at].Keyword)
        {
            case Keyword.Fn when IsWord(at + 1):
                return ParseFunction(at + 1, start, to, scope);
            case Keyword.Struct when IsWord(at + 1):
                return ParseType(DeclarationKind.Struct, at + 1, start, to);
            case Keyword.Union when IsWord(at + 1) && (Is(at + 2, '{') || Is(at + 2, '<')):
                return ParseType(DeclarationKind.Struct, at + 1, start, to);
            case Keyword.Enum when IsWord(at + 1):
                return ParseType(DeclarationKind.Enum, at + 1, start, to);
            case Keyword.Trait when IsWord(at + 1):
                return ParseType(DeclarationKind.Trait, at + 1, start, to);
            case Keyword.Mod when IsWord(at + 1):
                if (Is(at + 2, '{'))
                {
                    Declare(DeclarationKind.Module, at + 1, start, T[at + 2].Match, at + 2);
                    return ParseBody(at + 2, new Scope(ScopeKind.Namespace, ""));
                }

                Declare(DeclarationKind.Module, at + 1, start, at + 2);
                return at + 3;
            case Keyword.Impl when scope.Kind != ScopeKind.Block || T[start].FirstOnLine:
                return ParseImpl(at, start, to);
            case Keyword.Type when IsWord(at + 1) && (Is(at + 2, '=') || Is(at + 2, '<') || Is(at + 2, ';') || Is(at + 2, ':')):
            {
                var stop = Find(at, to, ';');
                Declare(DeclarationKind.TypeAlias, at + 1, start, stop);
                return stop + 1;
            }

            case Keyword.Const or Keyword.Static:
            {
                var name = Is(at + 1, Keyword.Mut) ? at + 2 : at + 1;
                if (!IsWord(name) || !Is(name + 1, ':'))
                {
                    return at + 1;
                }

                var stop = Find(at, to, ';');
                if (TextOf(name) is not "_")
                {
                    Declare(T[at].Is(Keyword.Const) ? DeclarationKind.Constant : DeclarationKind.Variable, name, start, stop);
                }

                return stop + 1;
            }

            case Keyword.Macro_rules when Is(at + 1, '!') && IsWord(at + 2):
                Declare(DeclarationKind.Macro, at + 2, start, Skip(at + 3) - 1, IsOpen(at + 3) ? at + 3 : -1);
                return Skip(at + 3);
            case Keyword.Use:
                return Find(at, to, ';') + 1;
        }

        if (T[at].Kind == TokenKind.Identifier && Is(at + 1, '!') && IsOpen(at + 2))
        {
            // Items often stand in the braces of a macro (cfg_if!); in a function its tokens mean anything.
            return Is(at + 2, '{') && !scope.IsType && scope.Kind != ScopeKind.Block ? ParseBody(at + 2, scope) : Skip(at + 2);
        }

        if (scope.Kind == ScopeKind.Block)
        {
            // Walk into blocks, closures and arguments: functions may be declared in any block.
            return at + 1;
        }

        return Skip(at);
    }

    private int ParseFunction(int name, int start, int to, Scope scope)
    {
        var at = name + 1;
        while (at < to && !Is(at, '{') && !Is(at, ';') && !Is(at, '}'))
        {
            at = Is(at, '<') ? SkipAngles(at) : Skip(at);
        }

        var kind = scope.IsType ? DeclarationKind.Method : DeclarationKind.Function;
        if (at < to && Is(at, '{'))
        {
            Declare(kind, name, start, T[at].Match, at);
            if (T[at].Match - at > 4)
            {
                ParseBody(at, new Scope(ScopeKind.Block, ""));
            }

            return T[at].Match + 1;
        }

        at = Math.Min(at, to - 1);
        Declare(kind, name, start, Is(at, '}') ? at - 1 : at);
        return at + 1;
    }

    private int ParseType(DeclarationKind kind, int name, int start, int to)
    {
        var at = name + 1;
        while (at < to && !Is(at, '{') && !Is(at, ';') && !Is(at, '}'))
        {
            at = Is(at, '<') ? SkipAngles(at) : Skip(at);
        }

        if (at >= to || !Is(at, '{'))
        {
            Declare(kind, name, start, Math.Min(at, to - 1));
            return at + 1;
        }

        Declare(kind, name, start, T[at].Match, at);
        if (kind == DeclarationKind.Trait)
        {
            return ParseBody(at, new Scope(ScopeKind.Type, NameOf(name)));
        }

        ParseParts(at + 1, T[at].Match, kind == DeclarationKind.Enum);
        return T[at].Match + 1;
    }

    // Fields of a struct, variants of an enum.
    private void ParseParts(int at, int to, bool variants)
    {
        while (at < to)
        {
            var start = at;
            while (at < to && Is(at, '#') && Is(at + 1, '['))
            {
                at = Skip(at + 1);
            }

            if (Is(at, Keyword.Pub))
            {
                at = Is(at + 1, '(') ? Skip(at + 1) : at + 1;
            }

            var stop = at;
            while (stop < to && !Is(stop, ','))
            {
                stop = Is(stop, '<') ? SkipAngles(stop) : Skip(stop);
            }

            if (at < to && IsWord(at) && (variants || Is(at + 1, ':')))
            {
                var body = variants && Is(at + 1, '{') ? at + 1 : -1;
                Declare(variants ? DeclarationKind.EnumMember : DeclarationKind.Field, at, start, Math.Min(stop, to) - 1, body);
                if (body >= 0)
                {
                    ParseParts(body + 1, T[body].Match, variants: false);
                }
            }

            at = stop + 1;
        }
    }

    private int ParseImpl(int at, int start, int to)
    {
        var head = Is(at + 1, '<') ? SkipAngles(at + 1) : at + 1;
        var open = head;
        var type = head;
        to = HeadLimit(at, to);
        while (open < to && !Is(open, '{') && !Is(open, ';') && !Is(open, '}'))
        {
            if (Is(open, Keyword.Where))
            {
                open = Find(open, to, '{', ';');
                break;
            }

            type = Is(open, Keyword.For) && !Is(open + 1, '<') ? open + 1 : type;
            open = Is(open, '<') ? SkipAngles(open) : Skip(open);
        }

        if (open >= to || !Is(open, '{'))
        {
            return at + 1;
        }

        // The type's own name: the last word of its path, before its arguments.
        var name = -1;
        for (var i = type; i < open && !Is(i, Keyword.Where); i = Is(i, '<') ? SkipAngles(i) : i + 1)
        {
            if (IsWord(i) && T[i].Keyword is not (Keyword.Mut or Keyword.Dynamic or Keyword.For))
            {
                name = i;
                if (!Is(i + 1, ':', ':') && !IsName(i, "dyn"))
                {
                    break;
                }
            }
        }

        if (name < 0)
        {
            return ParseBody(open, new Scope(ScopeKind.Type, ""));
        }

        Declare(DeclarationKind.Extension, name, start, T[open].Match, open);
        return ParseBody(open, new Scope(ScopeKind.Type, NameOf(name)));
    }
}
