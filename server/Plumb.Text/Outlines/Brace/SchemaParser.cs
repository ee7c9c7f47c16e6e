using Plumb.Text.Lexing;

namespace Plumb.Text;

internal enum SchemaDialect
{
    Protobuf,
    GraphQL,
    Hcl,
    Bicep,
}

/// <summary>Languages that declare data and resources: Protobuf, GraphQL, Terraform and Bicep.</summary>
internal sealed class SchemaParser(LexedText lexed, OutlineBuilder builder, SchemaDialect dialect) : BraceParser(lexed, builder)
{
    protected override int ParseMember(int at, int to, Scope scope) => dialect switch
    {
        SchemaDialect.Protobuf => ParseProtobuf(at, to, scope),
        SchemaDialect.GraphQL => ParseGraphQL(at, to, scope),
        SchemaDialect.Hcl => ParseHcl(at, to, scope),
        _ => ParseBicep(at, to),
    };

    private int ParseProtobuf(int at, int to, Scope scope)
    {
        if (!IsWord(at))
        {
            return Skip(at);
        }

        var keyword = T[at].Keyword;
        if (IsWord(at + 1) && keyword is Keyword.Message or Keyword.Enum or Keyword.Service or Keyword.Oneof or Keyword.Extend && FindOpen(at + 2, to) is var open and > 0)
        {
            var kind = keyword switch
            {
                Keyword.Enum => DeclarationKind.Enum,
                Keyword.Service => DeclarationKind.Interface,
                Keyword.Oneof => DeclarationKind.Field,
                Keyword.Extend => DeclarationKind.Extension,
                _ => DeclarationKind.Schema,
            };
            Declare(kind, keyword == Keyword.Extend ? open - 1 : at + 1, at, T[open].Match, open);
            return ParseBody(open, new Scope(keyword == Keyword.Enum ? ScopeKind.Enum : ScopeKind.Type, NameOf(at + 1)));
        }

        if (keyword == Keyword.Rpc && IsWord(at + 1))
        {
            var end = Find(at, to, ';', '{');
            var body = end < to && Is(end, '{') ? end : -1;
            Declare(DeclarationKind.Operation, at + 1, at, body > 0 ? T[body].Match : end, body);
            return Skip(end);
        }

        if (keyword == Keyword.Package)
        {
            var end = Find(at, to, ';');
            var span = new TextSpan(T[at + 1].Start, T[Math.Max(at + 1, end - 1)].End);
            Declare(DeclarationKind.Namespace, Lexed.Text[span.Start..span.End], span, at, end);
            return end + 1;
        }

        var stop = Find(at, to, ';', '{');
        if (!scope.IsType || IsName(at, "option") || IsName(at, "reserved") || IsName(at, "extensions"))
        {
            return Skip(stop);
        }

        var equals = Find(at, stop, '=');
        if (equals < stop && equals > at && IsWord(equals - 1))
        {
            Declare(scope.Kind == ScopeKind.Enum ? DeclarationKind.EnumMember : DeclarationKind.Field, equals - 1, at, Is(stop, '{') ? T[stop].Match : stop);
        }

        if (stop < to && Is(stop, '{'))
        {
            // A group.
            return ParseBody(stop, scope);
        }

        return stop + 1;
    }

    private int FindOpen(int at, int to)
    {
        to = HeadLimit(at, to);
        while (at < to && (IsWord(at) || Is(at, '.') || Is(at, '@') || Is(at, '&') || Is(at, '(') || Is(at, ':') || Is(at, '$') || Is(at, '!') || T[at].Kind == TokenKind.String))
        {
            at = Skip(at);
        }

        return at < to && Is(at, '{') ? at : -1;
    }

    private int ParseGraphQL(int at, int to, Scope scope)
    {
        var start = at;
        if (T[at].Kind == TokenKind.String && IsWord(at + 1))
        {
            // A description.
            at++;
        }

        if (scope.IsType)
        {
            if (!IsWord(at))
            {
                return Skip(at);
            }

            var member = at + 1;
            while (member < to && !(scope.Kind == ScopeKind.Enum && IsWord(member) && !Is(member - 1, '@')) && !(T[member].FirstOnLine && (IsWord(member) || T[member].Kind == TokenKind.String)) && !(Is(member, ',') && IsWord(member + 1)))
            {
                member = Skip(member);
            }

            Declare(scope.Kind == ScopeKind.Enum ? DeclarationKind.EnumMember : DeclarationKind.Field, at, start, member - 1);
            return Is(member, ',') && member < to ? member + 1 : member;
        }

        var extends = Is(at, Keyword.Extend);
        at += extends ? 1 : 0;
        var keyword = T[at].Keyword;
        DeclarationKind? kind = keyword switch
        {
            Keyword.Type or Keyword.Input => DeclarationKind.Schema,
            Keyword.Interface => DeclarationKind.Interface,
            Keyword.Enum => DeclarationKind.Enum,
            Keyword.Scalar or Keyword.Union => DeclarationKind.TypeAlias,
            Keyword.Query or Keyword.Mutation or Keyword.Subscription or Keyword.Fragment => DeclarationKind.Operation,
            Keyword.Directive => DeclarationKind.Macro,
            _ => null,
        };
        if (kind is not { } found || at >= to)
        {
            return Math.Max(Skip(at), start + 1);
        }

        var name = Is(at + 1, '@') ? at + 2 : at + 1;
        if (!IsWord(name))
        {
            return Skip(name);
        }

        var operation = found == DeclarationKind.Operation;
        var open = found is DeclarationKind.TypeAlias or DeclarationKind.Macro ? -1 : FindOpen(name + 1, to);
        if (open > 0)
        {
            Declare(extends ? DeclarationKind.Extension : found, name, start, T[open].Match, open);
            return operation ? Skip(open) : ParseBody(open, new Scope(found == DeclarationKind.Enum ? ScopeKind.Enum : ScopeKind.Type, NameOf(name)));
        }

        var stop = name + 1;
        while (stop < to && !(T[stop].FirstOnLine && (IsWord(stop) || T[stop].Kind == TokenKind.String)))
        {
            stop = Skip(stop);
        }

        Declare(extends ? DeclarationKind.Extension : found, name, start, stop - 1);
        return stop;
    }

    private int ParseHcl(int at, int to, Scope scope)
    {
        if (!IsWord(at))
        {
            return Skip(at);
        }

        if (Is(at + 1, '=') && !Is(at + 1, '=', '='))
        {
            var stop = SkipLine(at, to);
            Declare(DeclarationKind.Key, at, at, stop - 1);
            return stop;
        }

        // type "label" "label" { ... }
        var open = at + 1;
        while (open < to && open < at + 8 && (T[open].Kind == TokenKind.String || IsWord(open)) && !T[open].FirstOnLine)
        {
            open++;
        }

        if (open >= to || !Is(open, '{'))
        {
            return Skip(at);
        }

        var first = open > at + 1 ? at + 1 : at;
        var span = new TextSpan(T[first].Start, T[Math.Max(first, open - 1)].End);
        var name = string.Join('.', Enumerable.Range(first, Math.Max(1, open - first)).Select(i => TextOf(i).Trim('"').ToString()));
        Declare(scope.Kind == ScopeKind.File ? DeclarationKind.Schema : DeclarationKind.Key, name, span, at, T[open].Match, open);
        return ParseBody(open, new Scope(ScopeKind.Type, ""));
    }

    private int ParseBicep(int at, int to)
    {
        var start = at;
        while (at < to && Is(at, '@') && IsWord(at + 1))
        {
            at += 2;
            while (Is(at, '.') && IsWord(at + 1))
            {
                at += 2;
            }

            at = Is(at, '(') ? Skip(at) : at;
        }

        DeclarationKind? kind = T[at].Keyword switch
        {
            Keyword.Param => DeclarationKind.Property,
            Keyword.Var => DeclarationKind.Variable,
            Keyword.Resource => DeclarationKind.Schema,
            Keyword.Module => DeclarationKind.Module,
            Keyword.Output => DeclarationKind.Field,
            Keyword.Type => DeclarationKind.TypeAlias,
            Keyword.Func => DeclarationKind.Function,
            _ => null,
        };
        if (kind is not { } found || !IsWord(at + 1) || at >= to || !(T[at].FirstOnLine || at > start))
        {
            return Math.Max(Skip(at), start + 1);
        }

        var stop = SkipLine(at, to);
        var body = Is(stop - 1, '}') ? T[stop - 1].Match : -1;
        Declare(found, at + 1, start, stop - 1, body);
        return stop;
    }
}
