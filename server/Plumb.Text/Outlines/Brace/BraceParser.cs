using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>
/// What the parsers of brace languages share: looking at tokens, skipping what is balanced, declaring.
/// Every method that moves takes the index of a token and returns a larger one, so that no parser can loop.
/// </summary>
internal abstract class BraceParser(LexedText lexed, OutlineBuilder builder)
{
    // Declarations that nest deeper are read past: no one writes them, and recursion has to end somewhere.
    private const int DeepestScope = 100;

    // A "<" that is "less than" looks ahead in vain, and so may each that follows it.
    private const int LongestAngles = 512;

    // What looks ahead and may find nothing looks no farther than this: a head of so many tokens is no head.
    private const int LongestHead = 512;
    private int depth;

    protected LexedText Lexed { get; } = lexed;

    protected OutlineBuilder Builder { get; } = builder;

    protected TokenView T { get; } = new(lexed.Tokens);

    protected int Count { get; } = lexed.Count;

    public void Parse()
    {
        ParseScope(0, Count, new Scope(ScopeKind.File, ""));
        if (Lexed.Directives.Count > 0)
        {
            DeclareMacros();
        }
    }

    /// <summary>Parses the member or statement at a token and returns the index after it.</summary>
    protected abstract int ParseMember(int at, int to, Scope scope);

    protected void ParseScope(int from, int to, Scope scope)
    {
        if (depth >= DeepestScope)
        {
            return;
        }

        depth++;
        to = Math.Min(to, Count);
        for (var at = from; at < to;)
        {
            at = Math.Max(at + 1, ParseMember(at, to, scope));
        }

        depth--;
    }

    /// <summary>Parses what stands between an opening bracket and its partner; returns the index after the partner.</summary>
    protected int ParseBody(int open, Scope scope)
    {
        ParseScope(open + 1, T[open].Match, scope);
        return T[open].Match + 1;
    }

    protected bool Is(int at, char c) => T[at].Kind == TokenKind.Punctuation && T[at].Value == c;

    protected bool Is(int at, Keyword keyword) => T[at].Kind == TokenKind.Keyword && T[at].Value == (ushort)keyword;

    /// <summary>Two characters of punctuation that touch: <c>=&gt;</c>, <c>-&gt;</c>, <c>::</c>.</summary>
    protected bool Is(int at, char c, char next) => Is(at, c) && Is(at + 1, next) && T[at].End == T[at + 1].Start;

    protected bool IsWord(int at) => T[at].IsWord;

    protected bool IsName(int at, string name) => T[at].IsWord && TextOf(at).SequenceEqual(name);

    protected bool IsOpen(int at) => T[at].Kind == TokenKind.Punctuation && T[at].Value is '(' or '[' or '{' && T[at].Match >= at;

    protected ReadOnlySpan<char> TextOf(int at) => Lexed.Text.AsSpan(T[at].Start, T[at].End - T[at].Start);

    protected string NameOf(int at) => TextOf(at).ToString();

    /// <summary>The index after a token, or after its partner where it is an opening bracket.</summary>
    protected int Skip(int at) => IsOpen(at) ? T[at].Match + 1 : at + 1;

    /// <summary>
    /// The index after the <c>&gt;</c> that closes the <c>&lt;</c> at a token; the index after the token itself where
    /// it turns out to be "less than".
    /// </summary>
    protected int SkipAngles(int at)
    {
        // A look ahead crosses the angles of others, so the answer is kept where a bracket keeps its partner.
        ref var memo = ref Lexed.Tokens[at].Match;
        memo = memo >= 0 ? memo : FindAnglesEnd(at);
        return memo;
    }

    /// <summary>The index of the <c>&lt;</c> that the <c>&gt;</c> at a token closes, or -1.</summary>
    protected int BackOverAngles(int at)
    {
        var open = 0;
        for (var i = at; i >= 0 && i > at - 256; i--)
        {
            if (T[i].Kind != TokenKind.Punctuation)
            {
                continue;
            }

            switch ((char)T[i].Value)
            {
                case '>':
                    open++;
                    break;
                case '<' when --open == 0:
                    return i;
                case ';' or '{' or '}':
                    return -1;
                case ')' or ']' when T[i].Match >= 0:
                    i = T[i].Match;
                    break;
            }
        }

        return -1;
    }

    /// <summary>Where a look ahead from a token has to end that may turn out to be in vain.</summary>
    protected static int HeadLimit(int at, int to) => Math.Min(to, at + LongestHead);

    /// <summary>The index of the first such character outside of brackets, or <paramref name="to"/>.</summary>
    protected int Find(int at, int to, char c)
    {
        while (at < to && !Is(at, c))
        {
            at = Skip(at);
        }

        return Math.Min(at, to);
    }

    /// <summary>The index of the first of two such characters outside of brackets, or <paramref name="to"/>.</summary>
    protected int Find(int at, int to, char c, char other)
    {
        while (at < to && !Is(at, c) && !Is(at, other))
        {
            at = Skip(at);
        }

        return Math.Min(at, to);
    }

    /// <summary>
    /// The index after an expression or head that may end with its line: a new line ends it, unless the line before
    /// ends with an operator or the new one starts with one.
    /// </summary>
    protected int SkipLine(int at, int to)
    {
        var from = at;
        while (at < to)
        {
            if (Is(at, ';'))
            {
                return at + 1;
            }

            if (Is(at, '}') || (at > from && T[at].FirstOnLine && !Continues(at - 1, at)))
            {
                return at;
            }

            at = Skip(at);
        }

        return to;
    }

    /// <summary>The index of the next token that starts a line, whatever the lines look like.</summary>
    protected int SkipPhysicalLine(int at, int to)
    {
        do
        {
            at++;
        }
        while (at < to && !T[at].FirstOnLine);
        return at;
    }

    /// <summary>Whether a line goes on from one token to the next one, which starts a line.</summary>
    protected virtual bool Continues(int last, int next)
    {
        if (T[last].Kind == TokenKind.Punctuation && T[last].Value is '=' or ',' or '.' or '+' or '-' or '*' or '/' or '|' or '&' or ':' or '<' or '(' or '[' or '%' or '^' or '~')
        {
            return true;
        }

        if (T[last].Is('>') && T[last - 1].Kind == TokenKind.Punctuation && T[last - 1].Value is '-' or '=')
        {
            return true;
        }

        return T[next].Kind == TokenKind.Punctuation && T[next].Value is '.' or '?' or ':' or ',' or '=' or '|' or '&' or ')' or ']' or '+' or '*' or '/' or '<' or '>';
    }

    protected void Declare(DeclarationKind kind, int name, int start, int last, int body = -1) =>
        Declare(kind, NameOf(name), T[name].Span, start, last, body);

    /// <param name="name">The declared name.</param>
    /// <param name="nameSpan">Where it stands.</param>
    /// <param name="start">The first token of the declaration, attributes and modifiers included.</param>
    /// <param name="last">Its last token.</param>
    /// <param name="body">The bracket that opens its body, or -1.</param>
    protected void Declare(DeclarationKind kind, string name, TextSpan nameSpan, int start, int last, int body = -1)
    {
        last = Math.Clamp(last, start, Math.Max(start, Count - 1));
        var doc = Lexed.DocBefore(start);
        var from = doc.IsEmpty ? T[start].Start : doc.Start;
        if (doc.IsEmpty && T[start].Start < nameSpan.Start)
        {
            doc = DocInside(start, nameSpan.Start);
        }

        var bodySpan = body >= 0 ? new TextSpan(T[body].Start, T[Math.Max(body, T[body].Match)].End) : default;
        Builder.Add(kind, name, nameSpan, new TextSpan(from, T[last].End), doc, bodySpan);
    }

    protected void Problem(int at, string message) => Lexed.Problems.Add(new OutlineProblem(T[at].Span, message));

    private TextSpan DocInside(int start, int nameStart)
    {
        var name = start;
        while (name < Count && T[name].Start < nameStart)
        {
            name++;
        }

        return Lexed.DocBetween(start, name);
    }

    private int FindAnglesEnd(int at)
    {
        var open = 0;
        var limit = Math.Min(Count, at + LongestAngles);
        for (var i = at; i < limit; i++)
        {
            ref readonly var token = ref T[i];
            if (token.Kind != TokenKind.Punctuation)
            {
                continue;
            }

            switch ((char)token.Value)
            {
                case '<':
                    open++;
                    break;
                case '>' when T[i - 1].Is('-') || T[i - 1].Is('='):
                    break;
                case '>' when --open == 0:
                    return i + 1;
                case ';' or '}' or ')' or ']':
                    return at + 1;
                case '(' or '[' or '{':
                    i = Math.Max(i, token.Match);
                    break;
            }
        }

        return at + 1;
    }

    private void DeclareMacros()
    {
        var guard = FindIncludeGuard();
        for (var i = 0; i < Lexed.Directives.Count; i++)
        {
            var directive = Lexed.Directives[i];
            if (directive.Kind == DirectiveKind.Define && i != guard && NameBehind(directive, "define") is { IsEmpty: false } name)
            {
                Builder.Add(DeclarationKind.Macro, Lexed.Text[name.Start..name.End], name, new TextSpan(directive.Start, directive.End));
            }
        }
    }

    /// <summary>The directive that defines what keeps a header from being read twice, which is no name that anybody uses; -1 without one.</summary>
    private int FindIncludeGuard()
    {
        for (var i = 0; i + 2 < Lexed.Directives.Count && Lexed.Directives[i].Token == 0; i++)
        {
            if (Lexed.Directives[i].Kind == DirectiveKind.Other)
            {
                // A pragma may stand before it.
                continue;
            }

            // It has no value, and guards something.
            var (test, define) = (Lexed.Directives[i], Lexed.Directives[i + 1]);
            return test.Kind == DirectiveKind.If && define is { Kind: DirectiveKind.Define, Token: 0 } && Lexed.Directives[i + 2] is not { Kind: DirectiveKind.EndIf, Token: 0 }
                && NameBehind(test, "ifndef") is { IsEmpty: false } tested && NameBehind(define, "define") is { IsEmpty: false } defined
                && Lexed.Text.AsSpan(tested.Start, tested.End - tested.Start).SequenceEqual(Lexed.Text.AsSpan(defined.Start, defined.End - defined.Start))
                && IsRemark(Lexed.Text.AsSpan(defined.End, define.End - defined.End).Trim()) ? i + 1 : -1;
        }

        return -1;
    }

    private static bool IsRemark(ReadOnlySpan<char> text) => text.IsEmpty || text.StartsWith("//") || text.StartsWith("/*");

    /// <summary>The name behind the word of a directive; empty where the directive is another one.</summary>
    private TextSpan NameBehind(Directive directive, string word)
    {
        var at = Lexed.Text.IndexOf(word, directive.Start, directive.End - directive.Start, StringComparison.Ordinal);
        if (at < 0)
        {
            return default;
        }

        at += word.Length;
        while (at < directive.End && Lexed.Text[at] is ' ' or '\t')
        {
            at++;
        }

        var start = at;
        while (at < directive.End && (char.IsLetterOrDigit(Lexed.Text[at]) || Lexed.Text[at] == '_'))
        {
            at++;
        }

        return new TextSpan(start, at);
    }
}
