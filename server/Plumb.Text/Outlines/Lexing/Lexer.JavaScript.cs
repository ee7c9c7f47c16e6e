namespace Plumb.Text.Lexing;

/// <summary>What JavaScript decides by what stands before it: a regular expression or a division, an element or "less than".</summary>
internal sealed partial class Lexer
{
    private const int LongestRegex = 4096;
    private bool jsxFailed;

    // Up to here a slash was looked for in vain: none of the slashes before it starts an expression.
    private int noRegexBefore;

    // What elements that turned out to be none have cost, in characters. Each is read again as code, with what looks
    // like an element in it, so that a broken text gets only so much of it.
    private int jsxCost;
    private int jsxHolesRead;

    private int JavaScriptRegex(int at)
    {
        if (at < noRegexBefore || !ExpressionMayStart())
        {
            return -1;
        }

        var inClass = false;
        var limit = Math.Min(end, at + LongestRegex);
        for (var i = at + 1; i < limit; i++)
        {
            switch (text[i])
            {
                case '\n' or '\r':
                    noRegexBefore = i;
                    return -1;
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    i++;
                    while (i < end && char.IsAsciiLetter(text[i]))
                    {
                        i++;
                    }

                    Add(TokenKind.Literal, at, i, 0);
                    return i;
            }
        }

        noRegexBefore = limit;
        return -1;
    }

    private bool ExpressionMayStart()
    {
        if (lexed.Count == 0)
        {
            return true;
        }

        ref var last = ref lexed.Tokens[lexed.Count - 1];
        switch (last.Kind)
        {
            case TokenKind.Keyword:
                return last.Keyword is not (Keyword.This or Keyword.Super) && !(lexed.Count > 1 && lexed.Tokens[lexed.Count - 2].Is('.'));
            case TokenKind.Identifier:
                return lexed.TextOf(lexed.Count - 1) is "return" or "typeof" or "case" or "in" or "of" or "do" or "else" or "void" or "delete" or "yield" or "await" or "throw";
            case TokenKind.Punctuation when last.Value == ')':
                return ClosesCondition();
            case TokenKind.Punctuation when last.Value is ']':
                return false;
            case TokenKind.Punctuation when last.Value is '+' or '-' && lexed.Count > 1:
                // After i++ stands a division.
                ref var before = ref lexed.Tokens[lexed.Count - 2];
                return !(before.Is((char)last.Value) && before.End == last.Start);
            case TokenKind.Punctuation:
                // After a closing brace both may stand; a statement is the likelier.
                return true;
            default:
                return false;
        }
    }

    // if (x) /regex/.test(y): looks back to the word before the parenthesis, a bounded way.
    private bool ClosesCondition()
    {
        var depth = 0;
        for (var i = lexed.Count - 1; i > 0 && i > lexed.Count - 200; i--)
        {
            ref var token = ref lexed.Tokens[i];
            if (token.Is(')'))
            {
                depth++;
            }
            else if (token.Is('(') && --depth == 0)
            {
                return lexed.TextOf(i - 1) is "if" or "while" or "for" or "with";
            }
        }

        return false;
    }

    /// <summary>Reads an element with its children as one literal: its text has quotes and braces that mean nothing.</summary>
    private int JsxElement(int start)
    {
        if (jsxFailed || holeDepth >= DeepestHole || start + 1 >= end)
        {
            return -1;
        }

        var next = text[start + 1];
        if (!(char.IsLetter(next) || next is '>' or '_' or '$') || !ExpressionMayStart())
        {
            return -1;
        }

        // After a closing brace or in a type position "<" is no element.
        if (lexed.Count > 0 && (lexed.Tokens[lexed.Count - 1].Is('}') || lexed.Tokens[lexed.Count - 1].Is('.')))
        {
            return -1;
        }

        var holesBefore = jsxHolesRead;
        var after = JsxEnd(start, out var reached);
        if (after < 0)
        {
            jsxCost += reached - start + jsxHolesRead - holesBefore;
            jsxFailed |= jsxCost / 8 > end;
            return -1;
        }

        Add(TokenKind.Literal, start, after, 0);
        return after;
    }

    // The offset after an element; -1 for what is none, with the offset where that was noticed.
    private int JsxEnd(int start, out int reached)
    {
        var at = reached = start;
        var depth = 0;
        while (at < end)
        {
            reached = at;

            // Here stands the "<" of a tag.
            if (at + 1 < end && text[at + 1] == '/')
            {
                var close = text.AsSpan(at, Math.Min(end - at, 512)).IndexOf('>');
                if (close < 0)
                {
                    return -1;
                }

                at += close + 1;
                depth--;
            }
            else if (at + 1 < end && (char.IsLetter(text[at + 1]) || text[at + 1] is '>' or '_' or '$'))
            {
                at = JsxTag(at + 1, out var closed);
                if (at < 0)
                {
                    return -1;
                }

                depth += closed ? 0 : 1;
            }
            else
            {
                at++;
            }

            if (depth <= 0)
            {
                return at;
            }

            at = JsxText(at);
            if (at < 0)
            {
                break;
            }
        }

        // An element that never ends would be read to the end again and again.
        jsxFailed = true;
        return -1;
    }

    private int JsxHole(int at)
    {
        var after = Hole(at, '{', '}', stopAtLineEnd: false);
        jsxHolesRead += Math.Max(0, after - at);
        return after;
    }

    private int JsxText(int at)
    {
        while (at < end)
        {
            var found = text.AsSpan(at, end - at).IndexOfAny('<', '{');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (text[at] == '<')
            {
                return at;
            }

            at = JsxHole(at + 1);
            if (at < 0)
            {
                return -1;
            }
        }

        return -1;
    }

    // Reads a tag from its name on; "closed" tells <name/>. Returns -1 for what is no tag (a type parameter list).
    private int JsxTag(int at, out bool closed)
    {
        closed = false;
        while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' or '.' or '-' or ':'))
        {
            at++;
        }

        while (at < end)
        {
            var c = text[at];
            if (c == '>')
            {
                return at + 1;
            }

            if (c == '/')
            {
                if (at + 1 < end && text[at + 1] == '>')
                {
                    closed = true;
                    return at + 2;
                }

                if (at + 1 < end && text[at + 1] is '*' or '/')
                {
                    var stop = text[at + 1] == '/' ? LineEnd(at) : text.IndexOf("*/", at + 2, end - at - 2, StringComparison.Ordinal) + 2;
                    if (stop <= at)
                    {
                        return -1;
                    }

                    at = stop;
                    continue;
                }

                return -1;
            }

            if (c is '"' or '\'')
            {
                var close = text.AsSpan(at + 1, end - at - 1).IndexOf(c);
                if (close < 0)
                {
                    return -1;
                }

                at += close + 2;
            }
            else if (c == '{')
            {
                at = JsxHole(at + 1);
                if (at < 0)
                {
                    return -1;
                }
            }
            else if (c == '<')
            {
                // <Name<Type> prop />: type arguments of a generic component.
                var close = text.AsSpan(at, Math.Min(end - at, 256)).IndexOf('>');
                if (close < 0)
                {
                    return -1;
                }

                at += close + 1;
            }
            else if (char.IsLetterOrDigit(c) || c is '_' or '$' or '-' or ':' or '=' or '.')
            {
                var word = at;
                while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' or '-' or ':' or '.'))
                {
                    at++;
                }

                if (text.AsSpan(word, at - word) is "extends")
                {
                    return -1;
                }

                at = Math.Max(at, word + 1);
            }
            else if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else
            {
                return -1;
            }
        }

        return -1;
    }
}
