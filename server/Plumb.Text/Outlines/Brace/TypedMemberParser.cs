using Plumb.Text.Lexing;

namespace Plumb.Text;

internal enum TypedDialect
{
    CSharp,
    Java,
    Dart,
    Groovy,
}

/// <summary>
/// C#, Java, Dart and Groovy: members are written as modifiers, a type and a name, and what follows the name tells
/// what it is.
/// </summary>
internal sealed class TypedMemberParser(LexedText lexed, OutlineBuilder builder, TypedDialect dialect) : BraceParser(lexed, builder)
{
    private bool IsCSharp => dialect == TypedDialect.CSharp;

    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        var constant = false;
        var isStatic = false;
        var isFinal = false;
        var modified = false;
        while (at < to)
        {
            if (IsCSharp && Is(at, '[') && T[at].Match > at && !modified)
            {
                at = T[at].Match + 1;
                continue;
            }

            if (!IsCSharp && Is(at, '@') && IsWord(at + 1) && !Is(at + 1, Keyword.Interface))
            {
                at = SkipAnnotation(at);
                continue;
            }

            if (!IsModifier(at))
            {
                break;
            }

            constant |= Is(at, Keyword.Const);
            isStatic |= Is(at, Keyword.Static);
            isFinal |= Is(at, Keyword.Final);
            modified = true;
            at++;
        }

        if (at >= to)
        {
            return to;
        }

        switch (T[at].Keyword)
        {
            case Keyword.Namespace:
                return ParseNamespace(at, to, start);
            case Keyword.Using when IsCSharp && IsWord(at + 1) && Is(at + 2, '=') && scope.Kind is ScopeKind.File or ScopeKind.Namespace:
            {
                var stop = Find(at, to, ';');
                Declare(DeclarationKind.TypeAlias, at + 1, start, stop);
                return stop + 1;
            }

            case Keyword.Package or Keyword.Import or Keyword.Using or Keyword.Library or Keyword.Export or Keyword.Part when !scope.IsType && !Is(at + 1, '('):
                return dialect == TypedDialect.Groovy ? SkipLine(at, to) : Find(at, to, ';') + 1;
            case Keyword.Class:
                return ParseType(DeclarationKind.Class, at + 1, start, to);
            case Keyword.Struct:
                return ParseType(DeclarationKind.Struct, at + 1, start, to);
            case Keyword.Interface:
                return ParseType(DeclarationKind.Interface, at + 1, start, to);
            case Keyword.Enum when IsWord(at + 1):
                return ParseType(DeclarationKind.Enum, at + 1, start, to);
            case Keyword.Trait when IsWord(at + 1):
                return ParseType(DeclarationKind.Trait, at + 1, start, to);
            case Keyword.Mixin when IsWord(at + 1):
                return ParseType(DeclarationKind.Trait, Is(at + 1, Keyword.Class) ? at + 2 : at + 1, start, to);
            case Keyword.Extension when dialect == TypedDialect.Dart && (IsWord(at + 1) || Is(at + 1, '<')):
                return ParseExtension(at, start, to);
            case Keyword.Record when IsWord(at + 1) && (Is(at + 2, '(') || Is(at + 2, '<') || Is(at + 2, '{') || Is(at + 2, ':') || Is(at + 2, ';') || IsWord(at + 2) && T[at + 1].Keyword is Keyword.Class or Keyword.Struct):
                return T[at + 1].Keyword switch
                {
                    Keyword.Struct => ParseType(DeclarationKind.Struct, at + 2, start, to),
                    Keyword.Class => ParseType(DeclarationKind.Class, at + 2, start, to),
                    _ => ParseType(DeclarationKind.Class, at + 1, start, to),
                };
            case Keyword.Delegate when !Is(at + 1, '*') && !Is(at + 1, '{') && !Is(at + 1, '('):
                return ParseDelegate(at, start, to);
            case Keyword.Typedef:
                return ParseTypedef(at, start, to);
            case Keyword.Event when IsWord(at + 1):
                return ParseField(at + 1, start, to, DeclarationKind.Event);
            case Keyword.Get or Keyword.Set when dialect == TypedDialect.Dart && IsWord(at + 1):
                return ParseDartAccessor(at, start, to);
        }

        if (Is(at, '@') && Is(at + 1, Keyword.Interface))
        {
            return ParseType(DeclarationKind.Interface, at + 2, start, to);
        }

        if (Is(at, '{'))
        {
            return T[at].Match + 1;
        }

        var kind = constant && IsCSharp || isStatic && isFinal && !IsCSharp || constant && dialect == TypedDialect.Dart ? DeclarationKind.Constant : DeclarationKind.Field;
        return ParseTyped(at, to, start, scope, kind, modified);
    }

    protected override bool Continues(int last, int next) => base.Continues(last, next) || Is(next, '{');

    private static bool IsHard(Keyword keyword) => keyword is Keyword.Public or Keyword.Private or Keyword.Protected or Keyword.Internal
        or Keyword.Static or Keyword.Abstract or Keyword.Final or Keyword.Override or Keyword.Virtual or Keyword.Extern or Keyword.Unsafe
        or Keyword.Volatile or Keyword.Const or Keyword.Readonly or Keyword.Native or Keyword.Strictfp or Keyword.Transient or Keyword.Synchronized;

    private bool IsModifier(int at)
    {
        if (T[at].Kind != TokenKind.Keyword)
        {
            // non-sealed
            return dialect == TypedDialect.Java && T[at].Kind == TokenKind.Punctuation && T[at].Value == '-' && Is(at + 1, Keyword.Sealed);
        }

        var keyword = (Keyword)T[at].Value;
        if (IsHard(keyword))
        {
            return !Is(at + 1, '{') || keyword is not (Keyword.Static or Keyword.Unsafe) || dialect == TypedDialect.Dart;
        }

        return keyword switch
        {
            Keyword.Sealed or Keyword.Partial or Keyword.New or Keyword.Async or Keyword.Required or Keyword.File or Keyword.Ref
                or Keyword.Default or Keyword.Late or Keyword.External or Keyword.Covariant or Keyword.Factory or Keyword.Var or Keyword.Def
                or Keyword.Base or Keyword.Fixed
                => IsWord(at + 1) && (keyword is not (Keyword.Var or Keyword.New or Keyword.Base or Keyword.Default or Keyword.Fixed)
                    || keyword == Keyword.New && IsCSharp || keyword == Keyword.Default && dialect == TypedDialect.Java
                    || keyword == Keyword.Fixed && IsCSharp
                    || dialect == TypedDialect.Dart),
            _ => false,
        };
    }

    private int SkipAnnotation(int at)
    {
        at += 2;
        while (Is(at, '.') && IsWord(at + 1))
        {
            at += 2;
        }

        return Is(at, '(') && T[at].Match > at ? T[at].Match + 1 : at;
    }

    private int ParseNamespace(int at, int to, int start)
    {
        var name = at + 1;
        var end = name;
        while (end < to && (IsWord(end) || Is(end, '.')))
        {
            end++;
        }

        if (end == name)
        {
            return at + 1;
        }

        var span = new TextSpan(T[name].Start, T[end - 1].End);
        var text = Lexed.Text[span.Start..span.End];
        if (Is(end, ';'))
        {
            Declare(DeclarationKind.Namespace, text, span, start, to - 1);
            ParseScope(end + 1, to, new Scope(ScopeKind.Namespace, ""));
            return to;
        }

        if (!Is(end, '{'))
        {
            return end;
        }

        Declare(DeclarationKind.Namespace, text, span, start, T[end].Match, end);
        return ParseBody(end, new Scope(ScopeKind.Namespace, ""));
    }

    private int ParseType(DeclarationKind kind, int name, int start, int to)
    {
        if (!IsWord(name))
        {
            return name;
        }

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

        var last = T[at].Match;
        Declare(kind, name, start, Is(last + 1, ';') && IsCSharp ? last + 1 : last, at);
        if (kind == DeclarationKind.Enum)
        {
            ParseEnum(at + 1, last, NameOf(name));
        }
        else
        {
            ParseBody(at, new Scope(kind == DeclarationKind.Interface ? ScopeKind.Interface : ScopeKind.Type, NameOf(name)));
        }

        return last + 1;
    }

    private int ParseExtension(int at, int start, int to)
    {
        var name = Is(at + 1, Keyword.Type) && IsWord(at + 2) ? at + 2 : at + 1;
        var open = Find(at, to, '{', ';');
        if (open >= to || !Is(open, '{'))
        {
            return open + 1;
        }

        if (Is(name, Keyword.On) || !IsWord(name))
        {
            // An unnamed extension is known by the type that it extends.
            name = Math.Min(open - 1, name + 1);
        }

        Declare(DeclarationKind.Extension, name, start, T[open].Match, open);
        return ParseBody(open, new Scope(ScopeKind.Type, NameOf(name)));
    }

    private void ParseEnum(int at, int to, string type)
    {
        while (at < to)
        {
            var start = at;
            while (at < to && (Is(at, '[') || (Is(at, '@') && IsWord(at + 1))))
            {
                at = Is(at, '[') ? Skip(at) : SkipAnnotation(at);
            }

            if (Is(at, ';'))
            {
                ParseScope(at + 1, to, new Scope(ScopeKind.Enum, type));
                return;
            }

            if (at >= to)
            {
                return;
            }

            if (!IsWord(at))
            {
                at++;
                continue;
            }

            var name = at++;
            var body = -1;
            while (at < to && !Is(at, ',') && !Is(at, ';'))
            {
                body = Is(at, '{') ? at : body;
                at = Skip(at);
            }

            Declare(DeclarationKind.EnumMember, name, start, Math.Min(at, to) - 1, body);
            if (body >= 0)
            {
                ParseBody(body, new Scope(ScopeKind.Type, ""));
            }

            at += Is(at, ',') ? 1 : 0;
        }
    }

    private int ParseDelegate(int at, int start, int to)
    {
        var stop = Find(at, to, ';');
        for (var i = at + 1; i < stop; i = Is(i, '<') ? SkipAngles(i) : Skip(i))
        {
            if (Is(i, '(') && NameBefore(i) is var name and > 0 && name > at + 1)
            {
                Declare(DeclarationKind.TypeAlias, name, start, stop);
                break;
            }
        }

        return stop + 1;
    }

    private int ParseTypedef(int at, int start, int to)
    {
        var stop = Find(at, to, ';');
        var name = -1;
        for (var i = at + 1; i < stop && name < 0; i++)
        {
            if (Is(i, '=') || Is(i, '('))
            {
                name = NameBefore(i);
            }
        }

        if (name > at)
        {
            Declare(DeclarationKind.TypeAlias, name, start, stop);
        }

        return stop + 1;
    }

    private int ParseDartAccessor(int at, int start, int to)
    {
        var name = at + 1;
        var after = Is(name + 1, '(') ? Skip(name + 1) : name + 1;
        return FinishMember(DeclarationKind.Property, NameOf(name), T[name].Span, start, after, to);
    }

    /// <summary>The name directly before a token, with type parameters between them read past; -1 where there is none.</summary>
    private int NameBefore(int at)
    {
        var name = at - 1;
        if (Is(name, '>'))
        {
            name = BackOverAngles(name) - 1;
        }

        return name >= 0 && IsWord(name) ? name : -1;
    }

    private int ParseTyped(int from, int to, int start, Scope scope, DeclarationKind fieldKind, bool modified)
    {
        var at = from;
        while (at < to)
        {
            ref readonly var token = ref T[at];
            if (token.Kind is TokenKind.Identifier)
            {
                at++;
                continue;
            }

            if (token.Kind == TokenKind.Keyword)
            {
                switch (token.Keyword)
                {
                    case Keyword.Operator when at + 1 < to:
                        return ParseOperator(at, to, start);
                    case Keyword.Get or Keyword.Set when dialect == TypedDialect.Dart && IsWord(at + 1):
                        return ParseDartAccessor(at, start, to);
                    case Keyword.If or Keyword.For or Keyword.Foreach or Keyword.While or Keyword.Switch or Keyword.Return or Keyword.Throw
                        or Keyword.Try or Keyword.Do or Keyword.Else or Keyword.Catch or Keyword.Finally or Keyword.Await or Keyword.Yield
                        or Keyword.Case or Keyword.Lock or Keyword.New or Keyword.Using:
                        return SkipStatement(at, to);
                }

                at++;
                continue;
            }

            if (token.Kind != TokenKind.Punctuation)
            {
                return SkipStatement(at, to);
            }

            switch ((char)token.Value)
            {
                case '<':
                    at = SkipAngles(at);
                    continue;
                case '[':
                    if (at > from && Is(at - 1, Keyword.This))
                    {
                        return ParseProperty(at - 1, start, Skip(at), to);
                    }

                    at = Skip(at);
                    continue;
                case '(' when at == from:
                    at = Skip(at);
                    continue;
                case '(':
                    return ParseCallable(at, from, to, start, scope, modified);
                case '{':
                    if (at > from && IsWord(at - 1) && IsCSharp && at - 1 > from)
                    {
                        return ParseProperty(at - 1, start, at, to);
                    }

                    if (at > from && dialect == TypedDialect.Java && at - 1 == from && IsName(from, scope.Name))
                    {
                        Declare(DeclarationKind.Constructor, from, start, token.Match, at);
                    }

                    return Skip(at);
                case '=' when Is(at, '=', '>'):
                    if (at - 1 > from && IsWord(at - 1) && IsCSharp && scope.IsType)
                    {
                        return ParseProperty(at - 1, start, at, to);
                    }

                    return SkipStatement(at, to);
                case '=' or ';' or ',':
                    return scope.IsType || dialect == TypedDialect.Dart && modified | at - 1 > from
                        ? ParseField(from, start, to, fieldKind, at, modified)
                        : SkipStatement(at, to);
                case '}' or ')' or ']':
                    return at + 1;
                case '.' or '?' or '*' or '&' or ':' or '>' or '|':
                    at++;
                    continue;
                case '~' when IsWord(at + 1) && Is(at + 2, '('):
                    return FinishMember(DeclarationKind.Method, "~" + NameOf(at + 1), new TextSpan(token.Start, T[at + 1].End), start, Skip(at + 2), to);
                case '@' when IsWord(at + 1):
                    // A type annotation in the middle of a type.
                    at = SkipAnnotation(at);
                    continue;
                default:
                    return SkipStatement(at, to);
            }
        }

        return to;
    }

    private int ParseCallable(int open, int from, int to, int start, Scope scope, bool modified)
    {
        var name = NameBefore(open);
        if (name < from)
        {
            return SkipStatement(open, to);
        }

        var after = Skip(open);
        var first = Is(from, '<') ? SkipAngles(from) : from;
        if (name == first || (dialect == TypedDialect.Dart && scope.IsType && IsName(first, scope.Name) && Is(first + 1, '.') && name == first + 2))
        {
            if (scope.IsType && IsName(first, scope.Name))
            {
                var text = Lexed.Text[T[first].Start..T[name].End];
                return FinishMember(DeclarationKind.Constructor, text, new TextSpan(T[first].Start, T[name].End), start, after, to);
            }

            if (IsCSharp && IsName(name, "extension") && scope.IsType)
            {
                var body = Find(after, to, '{', ';');
                return Is(body, '{') ? ParseBody(body, scope) : body + 1;
            }

            // A name without a type: a method in Dart and Groovy where a body follows, else a call.
            if (dialect is TypedDialect.Dart or TypedDialect.Groovy
                && (Is(after, '{') || Is(after, '=', '>') || Is(after, Keyword.Async) || (scope.IsType && Is(after, ';') && modified) || (modified && dialect == TypedDialect.Groovy))
                && (scope.IsType || dialect == TypedDialect.Dart || modified))
            {
                return FinishMember(scope.IsType ? DeclarationKind.Method : DeclarationKind.Function, NameOf(name), T[name].Span, start, after, to);
            }

            return SkipStatement(after, to);
        }

        if (Is(name - 1, '.') && !scope.IsType)
        {
            return SkipStatement(after, to);
        }

        var head = after;
        while (head < to && !Is(head, '{') && !Is(head, ';') && !Is(head, '=') && !Is(head, '}') && !Is(head, ','))
        {
            head = Is(head, '<') ? SkipAngles(head) : Skip(head);
        }

        if (!scope.IsType && (head >= to || !(Is(head, '{') || Is(head, '=', '>'))))
        {
            return SkipStatement(after, to);
        }

        return FinishMember(scope.IsType ? DeclarationKind.Method : DeclarationKind.Function, NameOf(name), T[name].Span, start, after, to);
    }

    private int ParseOperator(int at, int to, int start)
    {
        var open = at + 1;
        if (Is(open, '(') && Is(open + 1, ')'))
        {
            open += 2;
        }

        while (open < to && !Is(open, '(') && open < at + 8)
        {
            open++;
        }

        if (open >= to || !Is(open, '('))
        {
            return at + 1;
        }

        var span = new TextSpan(T[at].Start, T[open - 1].End);
        return FinishMember(DeclarationKind.Method, Lexed.Text[span.Start..span.End], span, start, Skip(open), to);
    }

    /// <summary>Declares what has a parameter list; <paramref name="after"/> stands behind the list.</summary>
    private int FinishMember(DeclarationKind kind, string name, TextSpan nameSpan, int start, int after, int to)
    {
        var at = after;
        while (at < to)
        {
            if (Is(at, '{'))
            {
                Declare(kind, name, nameSpan, start, T[at].Match, at);
                return T[at].Match + 1;
            }

            if (Is(at, ';') || Is(at, '}'))
            {
                break;
            }

            if (Is(at, '='))
            {
                at = Find(at, to, ';');
                break;
            }

            if (dialect == TypedDialect.Groovy && T[at].FirstOnLine)
            {
                at--;
                break;
            }

            at = Is(at, '<') ? SkipAngles(at) : Skip(at);
        }

        at = Math.Min(at, to - 1);
        Declare(kind, name, nameSpan, start, Is(at, '}') && T[at].Match < start ? at - 1 : at);
        return at + 1;
    }

    private int ParseProperty(int name, int start, int at, int to)
    {
        var body = -1;
        int last;
        if (Is(at, '{'))
        {
            body = at;
            last = T[at].Match;
            if (Is(last + 1, '=') && !Is(last + 1, '=', '>'))
            {
                last = Math.Min(Find(last + 1, to, ';'), to - 1);
            }
        }
        else
        {
            last = Math.Min(Find(at, to, ';'), to - 1);
        }

        Declare(DeclarationKind.Property, name, start, last, body);
        return last + 1;
    }

    private int ParseField(int from, int start, int to, DeclarationKind kind, int at = -1, bool modified = false)
    {
        if (at < 0)
        {
            at = from;
            while (at < to && !Is(at, '=') && !Is(at, ';') && !Is(at, ',') && !Is(at, '{'))
            {
                at = Is(at, '<') ? SkipAngles(at) : Skip(at);
            }
        }

        var name = at - 1;
        while (name > from && Is(name, ']') && T[name].Match > from)
        {
            // int x[] = ...
            name = T[name].Match - 1;
        }

        var needsType = !(modified && dialect is TypedDialect.Dart or TypedDialect.Groovy);
        if (name < from || !IsWord(name) || (needsType && name == from && kind != DeclarationKind.Event))
        {
            return SkipStatement(at, to);
        }

        if (Is(at, '{'))
        {
            Declare(kind, name, start, T[at].Match, at);
            return T[at].Match + 1;
        }

        while (at < to)
        {
            while (at < to && !Is(at, ';') && !IsDeclarator(at) && !Is(at, '}') && !(dialect == TypedDialect.Groovy && T[at].FirstOnLine && !Continues(at - 1, at)))
            {
                at = Skip(at);
            }

            at = Math.Min(at, to);
            var more = at < to && Is(at, ',');
            Declare(kind, name, start, more || at == to || !Is(at, ';') ? at - 1 : at);
            if (!more)
            {
                return Is(at, ';') ? at + 1 : at;
            }

            name = start = at + 1;
            at = start + 1;
        }

        return to;
    }

    // A comma that separates declarators is followed by a name and what may stand behind it.
    private bool IsDeclarator(int at) => Is(at, ',') && IsWord(at + 1) && (Is(at + 2, '=') || Is(at + 2, ';') || Is(at + 2, ',')) && !Is(at + 2, '=', '=');

    private int SkipStatement(int at, int to)
    {
        if (dialect == TypedDialect.Groovy)
        {
            return SkipLine(at, to);
        }

        while (at < to)
        {
            if (Is(at, ';'))
            {
                return at + 1;
            }

            if (Is(at, '{') && !Is(T[at].Match + 1, ')') && !Is(T[at].Match + 1, ',') && !Is(T[at].Match + 1, ';') && !Is(T[at].Match + 1, '.'))
            {
                return Skip(at);
            }

            if (Is(at, '}'))
            {
                return at + 1;
            }

            at = Skip(at);
        }

        return to;
    }
}
