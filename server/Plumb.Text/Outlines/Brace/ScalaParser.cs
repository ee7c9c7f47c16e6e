using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Scala, with braces and with indentation: a declaration without braces ends where the indentation falls back.</summary>
internal sealed class ScalaParser(LexedText lexed, OutlineBuilder builder) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope)
    {
        var start = at;
        while (at < to)
        {
            if (Is(at, '@') && IsWord(at + 1))
            {
                at = Is(at + 2, '(') ? Skip(at + 2) : at + 2;
                continue;
            }

            if (T[at].Keyword is Keyword.Private or Keyword.Protected && Is(at + 1, '['))
            {
                at = Skip(at + 1);
                continue;
            }

            if (T[at].Keyword is Keyword.Private or Keyword.Protected or Keyword.Override or Keyword.Abstract or Keyword.Final or Keyword.Sealed or Keyword.Implicit
                or Keyword.Lazy or Keyword.Inline or Keyword.Open or Keyword.Transparent or Keyword.Opaque or Keyword.Infix && IsWord(at + 1)
                || Is(at, Keyword.Case) && T[at + 1].Keyword is Keyword.Class or Keyword.Object)
            {
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
            case Keyword.Package when IsWord(at + 1):
                return ParsePackage(at, start, to);
            case Keyword.Import:
                return SkipPhysicalLine(at, to);
            case Keyword.Class when IsWord(at + 1):
                return ParseDefinition(DeclarationKind.Class, at + 1, start, to, ScopeKind.Type);
            case Keyword.Object when IsWord(at + 1):
                return ParseDefinition(DeclarationKind.Class, at + 1, start, to, ScopeKind.Type);
            case Keyword.Trait when IsWord(at + 1):
                return ParseDefinition(DeclarationKind.Trait, at + 1, start, to, ScopeKind.Type);
            case Keyword.Enum when IsWord(at + 1):
                return ParseDefinition(DeclarationKind.Enum, at + 1, start, to, ScopeKind.Enum);
            case Keyword.Def when IsWord(at + 1) || T[at + 1].Kind == TokenKind.Punctuation:
                return ParseDefinition(IsName(at + 1, "this") ? DeclarationKind.Constructor : scope.IsType ? DeclarationKind.Method : DeclarationKind.Function, at + 1, start, to, ScopeKind.Block);
            case Keyword.Given when IsWord(at + 1) && Is(at + 2, ':'):
                return ParseDefinition(DeclarationKind.Constant, at + 1, start, to, ScopeKind.Type);
            case Keyword.Extension when Is(at + 1, '(') && scope.Kind != ScopeKind.Block:
                return Skip(at + 1);
            case Keyword.Type when IsWord(at + 1) && scope.Kind != ScopeKind.Block:
                return ParseDefinition(DeclarationKind.TypeAlias, at + 1, start, to, ScopeKind.Block);
            case Keyword.Val or Keyword.Var when IsWord(at + 1) && scope.Kind != ScopeKind.Block:
                return ParseDefinition(scope.IsType ? DeclarationKind.Field : DeclarationKind.Variable, at + 1, start, to, ScopeKind.Block);
            case Keyword.Case when scope.Kind == ScopeKind.Enum:
            {
                var stop = EndByIndent(start, at, to);
                for (var i = at + 1; i < stop; i = Find(i, stop, ',') + 1)
                {
                    if (IsWord(i))
                    {
                        Declare(DeclarationKind.EnumMember, i, i == at + 1 ? start : i, Math.Max(i, Find(i, stop, ',') - 1));
                    }
                }

                return stop;
            }
        }

        return scope.Kind == ScopeKind.Block || at > start ? Math.Max(at, start + 1) : Skip(at);
    }

    private int ParsePackage(int at, int start, int to)
    {
        var end = at + 1;
        while (end < to && (IsWord(end) && !(T[end].FirstOnLine && end > at + 1) || Is(end, '.')))
        {
            end++;
        }

        var span = new TextSpan(T[at + 1].Start, T[end - 1].End);
        var body = end < to && Is(end, '{') ? end : -1;
        Declare(DeclarationKind.Namespace, Lexed.Text[span.Start..span.End], span, start, body > 0 ? T[body].Match : end - 1, body);
        return body > 0 ? ParseBody(body, new Scope(ScopeKind.Namespace, "")) : end;
    }

    /// <summary>The index of the first token behind a declaration's first line that is indented no deeper than it.</summary>
    private int EndByIndent(int start, int from, int to)
    {
        var indent = Lexed.IndentAt(T[start].Start);
        var at = from;
        while (at < to)
        {
            at = Skip(at);
            if (at < to && T[at].FirstOnLine && Lexed.IndentAt(T[at].Start) <= indent && !Is(at, '{') && !Is(at, ')') && !Is(at, ']') && !Is(at, '}')
                && T[at].Keyword is not (Keyword.Else or Keyword.Catch or Keyword.Finally or Keyword.Extends or Keyword.With or Keyword.End))
            {
                return at;
            }
        }

        return to;
    }

    private int ParseDefinition(DeclarationKind kind, int name, int start, int to, ScopeKind inner)
    {
        var end = EndByIndent(start, name, to);
        var nameEnd = name;
        while (!IsWord(name) && nameEnd + 1 < end && T[nameEnd + 1].Kind == TokenKind.Punctuation && !IsOpen(nameEnd + 1) && !Is(nameEnd + 1, ':') && T[nameEnd + 1].Start == T[nameEnd].End)
        {
            nameEnd++;
        }

        var span = new TextSpan(T[name].Start, T[nameEnd].End);
        var at = nameEnd + 1;
        var value = -1;
        while (at < end && !Is(at, '{'))
        {
            if (inner != ScopeKind.Block && T[at].FirstOnLine && Is(at - 1, ':'))
            {
                // A body by indentation.
                value = at - 1;
                break;
            }

            if (Is(at, '=') && !Is(at, '=', '>'))
            {
                value = at;
                at++;
                break;
            }

            at = Skip(at);
        }

        var body = at < end && Is(at, '{') ? at : -1;
        if (body > 0 && (inner != ScopeKind.Block || kind is DeclarationKind.Method or DeclarationKind.Function))
        {
            end = T[body].Match + 1;
        }

        Declare(kind, Lexed.Text[span.Start..span.End], span, start, end - 1, body);
        var from = body > 0 ? body + 1 : value > 0 ? value + 1 : nameEnd + 1;
        ParseScope(from, body > 0 ? T[body].Match : end, new Scope(inner, NameOf(name)));
        return end;
    }
}
