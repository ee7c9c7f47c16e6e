using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Classes and TypeScript's types.</summary>
internal sealed partial class JavaScriptParser
{
    private int ParseClass(int at, int start, int to, string? givenName, TextSpan givenSpan = default)
    {
        var name = at + 1;
        var hasName = IsWord(name) && !Is(name, Keyword.Extends) && !Is(name, Keyword.Implements);
        var open = hasName ? name + 1 : name;
        to = HeadLimit(at, to);
        while (open < to && !Is(open, '{') && !Is(open, ';') && !Is(open, '}'))
        {
            // extends Base<{ a: number }>, extends mixin({ ... })
            open = Is(open, '<') ? SkipAngles(open) : Skip(open);
        }

        if (open >= to || !Is(open, '{'))
        {
            return at + 1;
        }

        if (givenName is not null && givenSpan != default)
        {
            Declare(DeclarationKind.Class, givenName, givenSpan, start, T[open].Match, open);
        }
        else if (hasName)
        {
            Declare(DeclarationKind.Class, name, start, T[open].Match, open);
        }
        else if (givenName is not null)
        {
            Declare(DeclarationKind.Class, givenName, T[at].Span, start, T[open].Match, open);
        }

        ParseClassBody(open + 1, T[open].Match);
        return T[open].Match + 1;
    }

    private void ParseClassBody(int at, int to)
    {
        while (at < to)
        {
            at = Math.Max(at + 1, ParseClassMember(at, to));
        }
    }

    private int ParseClassMember(int at, int to)
    {
        var start = at;
        if (Is(at, ';') || Is(at, ','))
        {
            return at + 1;
        }

        at = SkipDecorators(at, to);
        var accessor = false;
        while (at < to && IsClassModifier(at))
        {
            accessor |= T[at].Keyword is Keyword.Get or Keyword.Set;
            at++;
            at = Is(at, '@') ? SkipDecorators(at, to) : at;
        }

        if (Is(at, Keyword.Static) && Is(at + 1, '{'))
        {
            return ParseBody(at + 1, Block);
        }

        at += Is(at, '*') ? 1 : 0;
        if (at >= to)
        {
            return to;
        }

        var key = at;
        string? name = null;
        var nameSpan = T[at].Span;
        if (IsWord(at) || T[at].Kind is TokenKind.String or TokenKind.Number)
        {
            name = KeyName(at++);
        }
        else if (Is(at, '[') && T[at].Match > at)
        {
            // [Symbol.iterator]() is known by what stands in the brackets; an index signature declares nothing.
            if (!Is(at + 2, ':') && T[at].Match - at < 8)
            {
                nameSpan = new TextSpan(T[at].Start, T[T[at].Match].End);
                name = Lexed.Text[nameSpan.Start..nameSpan.End];
            }

            at = Skip(at);
        }
        else
        {
            return Skip(at);
        }

        at += Is(at, '?') || Is(at, '!') ? 1 : 0;
        var parameters = Is(at, '<') ? SkipAngles(at) : at;
        if (Is(parameters, '('))
        {
            var body = Skip(parameters);
            body = Is(body, ':') ? SkipType(body + 1, to, stopAtArrow: false) : body;
            var kind = accessor ? DeclarationKind.Property : IsName(key, "constructor") ? DeclarationKind.Constructor : DeclarationKind.Method;
            if (Is(body, '{') && body < to)
            {
                Declare(kind, name ?? "", nameSpan, start, T[body].Match, body, name is null);
                return ParseBody(body, Block);
            }

            Declare(kind, name ?? "", nameSpan, start, Is(body, ';') ? body : body - 1, -1, name is null);
            return Is(body, ';') ? body + 1 : body;
        }

        at = Is(at, ':') ? SkipType(at + 1, to, stopAtArrow: false) : at;
        if (Is(at, '=') && at < to)
        {
            if (FindFunction(at + 1, to) is { Body: > 0 } function && name is not null)
            {
                at = DeclareFunction(DeclarationKind.Method, name, nameSpan, start, function, to);
                return Is(at, ';') ? at + 1 : at;
            }

            var end = SkipLine(at + 1, to);
            Declare(DeclarationKind.Field, name ?? "", nameSpan, start, end - 1, -1, name is null);
            ParseScope(at + 1, end, Block);
            return end;
        }

        if (Is(at, ';') || Is(at, '}') || T[at].FirstOnLine || at >= to || Is(at, ','))
        {
            Declare(DeclarationKind.Field, name ?? "", nameSpan, start, Is(at, ';') && at < to ? at : at - 1, -1, name is null);
        }

        return Math.Max(at, start + 1);
    }

    private void Declare(DeclarationKind kind, string name, TextSpan nameSpan, int start, int last, int body, bool nameless)
    {
        if (!nameless)
        {
            Declare(kind, name, nameSpan, start, last, body);
        }
    }

    private bool IsClassModifier(int at)
    {
        if (T[at].Keyword is not (Keyword.Public or Keyword.Private or Keyword.Protected or Keyword.Static or Keyword.Abstract or Keyword.Override
            or Keyword.Readonly or Keyword.Async or Keyword.Declare or Keyword.Accessor or Keyword.Get or Keyword.Set))
        {
            return false;
        }

        var next = at + 1;
        return !T[next].FirstOnLine && (IsWord(next) || Is(next, '[') || Is(next, '*') || Is(next, '@') || T[next].Kind is TokenKind.String or TokenKind.Number)
            || T[next].FirstOnLine && IsWord(next) && T[at].Keyword is not (Keyword.Get or Keyword.Set or Keyword.Async);
    }

    private int ParseInterface(int at, int start, int to)
    {
        var open = at + 2;
        to = HeadLimit(at, to);
        while (open < to && !Is(open, '{') && !Is(open, ';'))
        {
            open = Is(open, '<') ? SkipAngles(open) : Skip(open);
        }

        if (open >= to || !Is(open, '{'))
        {
            return at + 1;
        }

        Declare(DeclarationKind.Interface, at + 1, start, T[open].Match, open);
        for (var i = open + 1; i < T[open].Match;)
        {
            i = Math.Max(i + 1, ParseSignature(i, T[open].Match));
        }

        return T[open].Match + 1;
    }

    private int ParseSignature(int at, int to)
    {
        var start = at;
        if (Is(at, ';') || Is(at, ','))
        {
            return at + 1;
        }

        while (T[at].Keyword is Keyword.Readonly or Keyword.Get or Keyword.Set && IsWord(at + 1))
        {
            at++;
        }

        var name = at;
        var named = IsWord(at) || T[at].Kind is TokenKind.String or TokenKind.Number;
        if (!named && !IsOpen(at) && !Is(at, '<'))
        {
            return at + 1;
        }

        at = named ? at + 1 : Is(at, '<') ? at : Skip(at);
        at += Is(at, '?') ? 1 : 0;
        var parameters = Is(at, '<') ? SkipAngles(at) : at;
        var method = Is(parameters, '(');
        at = method ? Skip(parameters) : at;
        at = Is(at, ':') ? SkipType(at + 1, to, stopAtArrow: false) : at;
        at = Math.Min(at, to);
        if (named && !(method && Is(name, Keyword.New)))
        {
            Declare(method ? DeclarationKind.Method : DeclarationKind.Property, KeyName(name), T[name].Span, start, Math.Max(name, at - 1));
        }

        return at;
    }

    private int ParseEnum(int name, int start)
    {
        var open = name + 1;
        var to = T[open].Match;
        Declare(DeclarationKind.Enum, name, start, to, open);
        for (var at = open + 1; at < to;)
        {
            var stop = Find(at, to, ',');
            if (IsWord(at) || T[at].Kind == TokenKind.String)
            {
                Declare(DeclarationKind.EnumMember, KeyName(at), T[at].Span, at, stop - 1);
            }

            at = stop + 1;
        }

        return to + 1;
    }

    private int ParseNamespace(int at, int start, int to)
    {
        var end = at + 1;
        to = HeadLimit(at, to);
        while (end < to && (IsWord(end) || Is(end, '.') || T[end].Kind == TokenKind.String))
        {
            end++;
        }

        if (!Is(end, '{') || end >= to)
        {
            return at + 1;
        }

        var span = new TextSpan(T[at + 1].Start, T[end - 1].End);
        var name = T[at + 1].Kind == TokenKind.String ? KeyName(at + 1) : Lexed.Text[span.Start..span.End];
        Declare(DeclarationKind.Namespace, name, span, start, T[end].Match, end);
        return ParseBody(end, new Scope(ScopeKind.Namespace, ""));
    }

    /// <summary>The index after a type. A brace is part of it only where an operand may stand.</summary>
    private int SkipType(int at, int to, bool stopAtArrow)
    {
        var operand = true;
        var first = at;
        while (at < to)
        {
            ref readonly var token = ref T[at];
            if (token.FirstOnLine && !operand && at > first && !(token.Kind == TokenKind.Punctuation && token.Value is '|' or '&' or '?' or ':' or '.' or '=' && !Is(at, '=', '=')) && !Is(at, Keyword.Extends))
            {
                return at;
            }

            if (token.Kind == TokenKind.Punctuation)
            {
                switch ((char)token.Value)
                {
                    case '{' when !operand:
                    case ';' or ',' or ')' or '}' or ']':
                        return at;
                    case '{' or '(' or '[':
                        at = Skip(at);
                        operand = false;
                        continue;
                    case '<':
                        at = SkipAngles(at);
                        continue;
                    case '=' when Is(at, '=', '>') && !stopAtArrow:
                        at += 2;
                        operand = true;
                        continue;
                    case '=':
                        return at;
                    default:
                        at++;
                        operand = true;
                        continue;
                }
            }

            operand = token.Keyword is Keyword.Is or Keyword.Extends or Keyword.Keyof or Keyword.Typeof or Keyword.Readonly or Keyword.Infer
                or Keyword.Unique or Keyword.New or Keyword.In or Keyword.Abstract || (token.Kind == TokenKind.Identifier && TextOf(at) is "asserts" && IsWord(at + 1));
            at++;
        }

        return to;
    }
}
