using Plumb.Text;

namespace Plumb.Prompts.Templates;

internal enum TokenKind
{
    End,
    Name,
    Text,
    Number,
    Operator,
    Bad,
}

internal readonly record struct Token(TokenKind Kind, TextSpan Span);

/// <summary>The tokens of an expression in a Jinja or Liquid tag, read one at a time.</summary>
internal sealed class ExpressionTokens
{
    private readonly string text;
    private readonly int end;
    private readonly bool isJinja;
    private int at;

    public ExpressionTokens(string text, TextSpan span, bool isJinja)
    {
        this.text = text;
        this.isJinja = isJinja;
        at = span.Start;
        end = span.End;
        Last = new TextSpan(at, at);
        Current = Read();
    }

    public Token Current { get; private set; }

    public bool AtEnd => Current.Kind == TokenKind.End;

    /// <summary>The last token that was taken, or the place where the expression starts.</summary>
    public TextSpan Last { get; private set; }

    public ReadOnlySpan<char> CurrentText => text.AsSpan(Current.Span.Start, Current.Span.Length);

    public Token Take()
    {
        var taken = Current;
        Last = taken.Span;
        Current = Read();
        return taken;
    }

    public bool Is(string value) => Current.Kind is TokenKind.Operator or TokenKind.Name && CurrentText.SequenceEqual(value);

    public bool TryTake(string value)
    {
        if (!Is(value))
        {
            return false;
        }

        Take();
        return true;
    }

    public bool TryTakeName(out string name, out TextSpan span)
    {
        (name, span) = ("", Current.Span);
        if (Current.Kind != TokenKind.Name)
        {
            return false;
        }

        name = CurrentText.ToString();
        Take();
        return true;
    }

    public void SkipAll() => (at, Current) = (end, new Token(TokenKind.End, new TextSpan(end, end)));

    private Token Read()
    {
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var start = at;
        if (at >= end)
        {
            return new Token(TokenKind.End, new TextSpan(end, end));
        }

        var c = text[at];
        if (char.IsLetter(c) || c == '_')
        {
            while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] == '_' || (!isJinja && text[at] is '-' or '?')))
            {
                at++;
            }

            return Token(TokenKind.Name);
        }

        if (char.IsAsciiDigit(c))
        {
            while (at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_' || (text[at] == '.' && at + 1 < end && char.IsAsciiDigit(text[at + 1]))))
            {
                at++;
            }

            return Token(TokenKind.Number);
        }

        if (c is '"' or '\'')
        {
            for (at++; at < end; at++)
            {
                if (text[at] == '\\' && isJinja)
                {
                    at++;
                }
                else if (text[at] == c)
                {
                    at++;
                    return Token(TokenKind.Text);
                }
            }

            at = end;
            return new Token(TokenKind.Bad, new TextSpan(start, start + text.AsSpan(start, end - start).TrimEnd().Length));
        }

        at++;
        if (at < end && (c, text[at]) is ('=', '=') or ('!', '=') or ('<', '=') or ('>', '=') or ('<', '>') or ('*', '*') or ('/', '/') or ('.', '.'))
        {
            at++;

            // Nunjucks has JavaScript's "===" as well.
            at += isJinja && c is '=' or '!' && at < end && text[at] == '=' ? 1 : 0;
            return Token(TokenKind.Operator);
        }

        return Token("+-*/%~=<>|.,:()[]{}".Contains(c, StringComparison.Ordinal) ? TokenKind.Operator : TokenKind.Bad);

        Token Token(TokenKind kind) => new(kind, new TextSpan(start, at));
    }
}
