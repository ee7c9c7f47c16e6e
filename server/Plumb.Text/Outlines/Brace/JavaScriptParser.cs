using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>
/// JavaScript and TypeScript. Functions are values here, so the parser walks through every body and names a function
/// by what it is assigned to.
/// </summary>
internal sealed partial class JavaScriptParser(LexedText lexed, OutlineBuilder builder, bool typed) : BraceParser(lexed, builder)
{
    private static readonly Scope Block = new(ScopeKind.Block, "");

    protected override int ParseMember(int at, int to, Scope scope)
    {
        ref readonly var token = ref T[at];
        if (token.Kind == TokenKind.Punctuation)
        {
            switch ((char)token.Value)
            {
                case '{':
                    return IsObjectLiteral(at) ? ParseObject(at) : ParseBody(at, scope.Kind == ScopeKind.File ? Block : scope);
                case '=':
                    return ParseAssignment(at, to);
                case '@' when IsWord(at + 1):
                    return ParseStatement(SkipDecorators(at, to), to, at, scope);
                default:
                    return at + 1;
            }
        }

        if (token.Kind != TokenKind.Keyword || (at > 0 && Is(at - 1, '.') && !Is(at - 2, '.')))
        {
            return at + 1;
        }

        return ParseStatement(at, to, at, scope);
    }

    protected override bool Continues(int last, int next)
    {
        if (T[next].Keyword is Keyword.Instanceof or Keyword.In or Keyword.Extends or Keyword.As or Keyword.Satisfies or Keyword.Implements
            || T[last].Keyword is Keyword.Extends or Keyword.New or Keyword.Typeof or Keyword.Await or Keyword.Keyof or Keyword.Implements or Keyword.Async)
        {
            return true;
        }

        if (Is(last, '?') || (Is(last, '>') && Is(last - 1, '=')))
        {
            return true;
        }

        if (T[last].Kind == TokenKind.Punctuation && T[last].Value is '+' or '-' && T[last - 1].Value == T[last].Value && T[last - 1].Kind == TokenKind.Punctuation)
        {
            return false;
        }

        return base.Continues(last, next);
    }

    private int SkipDecorators(int at, int to)
    {
        while (at < to && Is(at, '@') && IsWord(at + 1))
        {
            at += 2;
            while (Is(at, '.') && IsWord(at + 1))
            {
                at += 2;
            }

            at = Is(at, '(') ? Skip(at) : at;
        }

        return at;
    }

    private int ParseStatement(int at, int to, int start, Scope scope)
    {
        var exported = false;
        while (at < to && T[at].Keyword is Keyword.Export or Keyword.Default or Keyword.Declare or Keyword.Abstract or Keyword.Async)
        {
            var next = at + 1;
            if (T[at].Keyword is not (Keyword.Export or Keyword.Default) && !IsWord(next) || T[next].FirstOnLine && Is(at, Keyword.Declare))
            {
                break;
            }

            exported |= Is(at, Keyword.Default);
            at = next;
            if (Is(at, '@'))
            {
                at = SkipDecorators(at, to);
            }
        }

        if (at >= to)
        {
            return to;
        }

        switch (T[at].Keyword)
        {
            case Keyword.Function:
                return ParseFunction(at, start, to, exported);
            case Keyword.Class when IsWord(at + 1) || Is(at + 1, '{'):
                return ParseClass(at, start, to, exported ? "default" : null);
            case Keyword.Interface when typed && IsWord(at + 1) && !Is(at + 2, ':'):
                return ParseInterface(at, start, to);
            case Keyword.Enum when typed && IsWord(at + 1) && Is(at + 2, '{'):
                return ParseEnum(at + 1, start);
            case Keyword.Const when typed && Is(at + 1, Keyword.Enum) && IsWord(at + 2) && Is(at + 3, '{'):
                return ParseEnum(at + 2, start);
            case Keyword.Namespace or Keyword.Module when typed && (IsWord(at + 1) || T[at + 1].Kind == TokenKind.String) && !T[at + 1].FirstOnLine:
                return ParseNamespace(at, start, to);
            case Keyword.Global when typed && Is(at + 1, '{') && at > start:
                return ParseBody(at + 1, new Scope(ScopeKind.Namespace, ""));
            case Keyword.Type when typed && IsWord(at + 1) && !T[at + 1].FirstOnLine && (Is(at + 2, '=') || Is(at + 2, '<')):
            {
                var stop = SkipLine(at + 1, to);
                Declare(DeclarationKind.TypeAlias, at + 1, start, stop - 1);
                return stop;
            }

            case Keyword.Const or Keyword.Let or Keyword.Var:
                return ParseVariables(at, start, to, scope);
            case Keyword.Import when !Is(at + 1, '(') && !Is(at + 1, '.'):
                return SkipImport(at + 1, to);
        }

        if (exported && FindFunction(at, to) is { Body: > 0 } function)
        {
            return DeclareFunction(DeclarationKind.Function, "default", T[at].Span, start, function, to);
        }

        return Math.Max(at, start + 1);
    }

    // import { type A, b } from 'c'
    private int SkipImport(int at, int to)
    {
        while (at < to && T[at].Kind != TokenKind.String && !Is(at, ';') && !Is(at, '('))
        {
            at = Skip(at);
        }

        return at + 1;
    }

    private int ParseFunction(int at, int start, int to, bool exported)
    {
        var name = Is(at + 1, '*') ? at + 2 : at + 1;
        if (FindFunction(at, to) is not { Body: > 0 } function)
        {
            return at + 1;
        }

        if (IsWord(name))
        {
            return DeclareFunction(DeclarationKind.Function, NameOf(name), T[name].Span, start, function, to);
        }

        if (exported)
        {
            return DeclareFunction(DeclarationKind.Function, "default", T[at].Span, start, function, to);
        }

        return function.HasBlock ? ParseBody(function.Body, Block) : function.Body;
    }

    private int DeclareFunction(DeclarationKind kind, string name, TextSpan nameSpan, int start, FunctionShape function, int to)
    {
        if (function.HasBlock)
        {
            Declare(kind, name, nameSpan, start, T[function.Body].Match, function.Body);
            return ParseBody(function.Body, Block);
        }

        var last = Math.Min(function.End, to) - 1;
        Declare(kind, name, nameSpan, start, Math.Max(last, start));
        if (function.Body < function.End)
        {
            ParseScope(function.Body, Math.Min(function.End, to), Block);
        }

        return Math.Max(function.End, start + 1);
    }

    /// <summary>The function that starts at a token, <c>function</c> or arrow; its body is -1 where there is none.</summary>
    private FunctionShape FindFunction(int at, int to)
    {
        var none = new FunctionShape(-1, -1, false);
        if (Is(at, Keyword.Async) && !T[at + 1].FirstOnLine)
        {
            at++;
        }

        if (Is(at, Keyword.Function))
        {
            at++;
            at += Is(at, '*') ? 1 : 0;
            at += IsWord(at) ? 1 : 0;
            at = Is(at, '<') ? SkipAngles(at) : at;
            if (!Is(at, '(') || at >= to)
            {
                return none;
            }

            at = Skip(at);
            at = Is(at, ':') ? SkipType(at + 1, to, stopAtArrow: false) : at;
            if (Is(at, '{') && at < to)
            {
                return new FunctionShape(at, T[at].Match + 1, true);
            }

            // An overload or a declaration without a body.
            var stop = Is(at, ';') ? at + 1 : at;
            return new FunctionShape(stop, stop, false);
        }

        var parameters = at;
        parameters = Is(parameters, '<') ? SkipAngles(parameters) : parameters;
        if (IsWord(parameters) && Is(parameters + 1, '=', '>'))
        {
            at = parameters + 1;
        }
        else if (Is(parameters, '(') && parameters < to)
        {
            at = Skip(parameters);
            at = Is(at, ':') && typed ? SkipType(at + 1, to, stopAtArrow: true) : at;
        }
        else
        {
            return none;
        }

        if (!Is(at, '=', '>') || at >= to)
        {
            return none;
        }

        at += 2;
        if (Is(at, '{'))
        {
            return new FunctionShape(at, T[at].Match + 1, true);
        }

        var end = at;
        while (end < to && !Is(end, ',') && !Is(end, ';') && !Is(end, ')') && !Is(end, ']') && !Is(end, '}')
            && !(end > at && T[end].FirstOnLine && !Continues(end - 1, end)))
        {
            end = Skip(end);
        }

        return new FunctionShape(at, end, false);
    }

    private int ParseVariables(int at, int start, int to, Scope scope)
    {
        var kind = Is(at, Keyword.Const) ? DeclarationKind.Constant : DeclarationKind.Variable;
        var name = at + 1;
        while (name < to)
        {
            if (!IsWord(name))
            {
                // Destructuring: what is declared is no declaration worth listing; its value is walked.
                return name;
            }

            var value = name + 1;
            value += Is(value, '!') ? 1 : 0;
            value = Is(value, ':') ? SkipType(value + 1, to, stopAtArrow: false) : value;
            if (!Is(value, '=') || value >= to)
            {
                if (scope.Kind is ScopeKind.File or ScopeKind.Namespace)
                {
                    Declare(kind, name, start, Is(value, ';') ? value : Math.Max(name, value - 1));
                }
            }
            else
            {
                value = ParseInitial(name, value + 1, start, to, kind, scope);
            }

            if (!Is(value, ',') || value >= to)
            {
                return Is(value, ';') ? value + 1 : value;
            }

            name = start = value + 1;
        }

        return to;
    }

    // Returns the index after the value: a comma, a semicolon or the next statement.
    private int ParseInitial(int name, int value, int start, int to, DeclarationKind kind, Scope scope)
    {
        if (FindFunction(value, to) is { Body: > 0 } function)
        {
            return DeclareFunction(DeclarationKind.Function, NameOf(name), T[name].Span, start, function, to);
        }

        if (Is(value, Keyword.Class))
        {
            return ParseClass(value, start, to, NameOf(name), T[name].Span);
        }

        var end = value;
        while (end < to && !Is(end, ',') && !Is(end, ';') && !Is(end, ')') && !Is(end, '}')
            && !(end > value && T[end].FirstOnLine && !Continues(end - 1, end)))
        {
            end = Skip(end);
        }

        if (scope.Kind is ScopeKind.File or ScopeKind.Namespace && !IsImport(value, end))
        {
            Declare(kind, name, start, Is(end, ';') && end < to ? end : end - 1, Is(value, '{') ? value : -1);
        }

        ParseScope(value, end, Block);
        return end;
    }

    private int ParseAssignment(int at, int to)
    {
        // Not ==, =>, <=, and the like; a default of a parameter or attribute is harmless.
        if (Is(at, '=', '=') || Is(at, '=', '>') || at == 0)
        {
            return at + 2;
        }

        var name = at - 1;
        if (!IsWord(name) || (T[name - 1 < 0 ? 0 : name - 1].Kind == TokenKind.Punctuation && name > 0 && T[name - 1].Value is '=' or '!' or '<' or '>'))
        {
            return at + 1;
        }

        var start = name;
        while (start > 1 && Is(start - 1, '.') && (IsWord(start - 2) || Is(start - 2, ')') || Is(start - 2, ']')))
        {
            start -= 2;
            if (!IsWord(start))
            {
                start = Math.Max(0, T[start].Match);
                break;
            }
        }

        var value = at + 1;
        if (start == name && name > 0 && Is(name - 1, '('))
        {
            // Within an expression: of a variable that is declared elsewhere, or the default of a parameter.
            return value;
        }

        var own = IsModule(start, name) ? FindOwnName(value) : -1;
        if (FindFunction(value, to) is { Body: > 0 } function && (Is(value, Keyword.Function) || Is(value, Keyword.Async) || function.Body > value))
        {
            if (own > 0)
            {
                return DeclareFunction(DeclarationKind.Function, NameOf(own), T[own].Span, start, function, to);
            }

            var dotted = start < name;
            var name0 = dotted && IsName(start, "module") ? start + 2 : start;
            var kind = !dotted || IsName(name0, "exports") ? DeclarationKind.Function : DeclarationKind.Method;
            return DeclareFunction(kind, NameOf(name), T[name].Span, start, function, to);
        }

        if (Is(value, Keyword.Class))
        {
            name = own > 0 ? own : name;
            return ParseClass(value, start, to, NameOf(name), T[name].Span);
        }

        return value;
    }

    // "module.exports" or "exports" itself: what is assigned to it is known by a name of its own, if it has one.
    private bool IsModule(int start, int name) =>
        IsName(name, "exports") && (start == name || (start == name - 2 && IsName(start, "module")));

    private int FindOwnName(int value)
    {
        var at = Is(value, Keyword.Async) ? value + 1 : value;
        if (!Is(at, Keyword.Function) && !Is(at, Keyword.Class))
        {
            return -1;
        }

        at += Is(at + 1, '*') ? 2 : 1;
        return IsWord(at) && !Is(at, Keyword.Extends) && !Is(at, Keyword.Implements) ? at : -1;
    }

    /// <summary>What is imported is declared elsewhere: <c>require("a")</c>, <c>require("a").b</c>.</summary>
    private bool IsImport(int value, int end)
    {
        if (!IsName(value, "require") || !Is(value + 1, '(') || T[value + 2].Kind != TokenKind.String || T[value + 1].Match != value + 3)
        {
            return false;
        }

        var at = value + 4;
        while (at + 1 < end && Is(at, '.') && IsWord(at + 1))
        {
            at += 2;
        }

        return at >= end;
    }

    private bool IsObjectLiteral(int at)
    {
        if (at == 0)
        {
            return false;
        }

        ref readonly var before = ref T[at - 1];
        if (before.Kind == TokenKind.Punctuation)
        {
            return before.Value is '=' or '(' or ',' or '[' or '?' or '|' or '&' or '.' || (before.Value == ':' && !(at > 1 && IsLabelOrCase(at - 1)));
        }

        return before.Keyword is Keyword.Return or Keyword.Default or Keyword.Yield or Keyword.Await;
    }

    private bool IsLabelOrCase(int colon)
    {
        for (var i = colon - 1; i >= 0 && i > colon - 8; i--)
        {
            if (T[i].Keyword is Keyword.Case or Keyword.Default)
            {
                return true;
            }

            if (Is(i, ';') || Is(i, '{') || Is(i, '}') || Is(i, ','))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Declares the methods of an object literal and walks through its values.</summary>
    private int ParseObject(int open)
    {
        var to = T[open].Match;
        for (var at = open + 1; at < to;)
        {
            var start = at;
            var stop = Find(at, to, ',');
            at += Is(at, Keyword.Async) && !Is(at + 1, '(') && !Is(at + 1, ':') && !Is(at + 1, ',') ? 1 : 0;
            at += Is(at, '*') ? 1 : 0;
            var accessor = T[at].Keyword is Keyword.Get or Keyword.Set && (IsWord(at + 1) || T[at + 1].Kind == TokenKind.String);
            at += accessor ? 1 : 0;
            var key = at;
            if (at < stop && (IsWord(key) || T[key].Kind is TokenKind.String or TokenKind.Number))
            {
                var after = key + 1;
                var parameters = Is(after, '<') ? SkipAngles(after) : after;
                if (Is(parameters, '('))
                {
                    var body = Skip(parameters);
                    body = Is(body, ':') ? SkipType(body + 1, to, stopAtArrow: false) : body;
                    if (Is(body, '{') && body < to)
                    {
                        Declare(accessor ? DeclarationKind.Property : DeclarationKind.Method, KeyName(key), T[key].Span, start, T[body].Match, body);
                        at = ParseBody(body, Block);
                        at += Is(at, ',') ? 1 : 0;
                        continue;
                    }
                }
                else if (Is(after, ':') && FindFunction(after + 1, to) is { Body: > 0 } function)
                {
                    at = DeclareFunction(DeclarationKind.Method, KeyName(key), T[key].Span, start, function, to);
                    at += Is(at, ',') ? 1 : 0;
                    continue;
                }
                else if (Is(after, ':') && Is(after + 1, Keyword.Class))
                {
                    at = ParseClass(after + 1, start, to, KeyName(key), T[key].Span);
                    at += Is(at, ',') ? 1 : 0;
                    continue;
                }

                at = after;
            }

            ParseScope(at, stop, Block);
            at = Math.Max(stop, start) + 1;
        }

        return to + 1;
    }

    private string KeyName(int key)
    {
        var text = TextOf(key);
        return T[key].Kind == TokenKind.String && text.Length >= 2 ? text[1..^1].ToString() : text.ToString();
    }

    /// <summary>A function's first token of the body, or of its expression, and the index after the function.</summary>
    private readonly record struct FunctionShape(int Body, int End, bool HasBlock);
}
