using System.Buffers;

namespace Plumb.Text.Lexing;

/// <summary>
/// The tokens of a text, with its comments, directives and string literals beside them. Its buffers are reused:
/// dispose it when the outline has been built, and keep nothing of it.
/// </summary>
internal sealed class LexedText : IDisposable
{
    /// <summary>How far a parser may look past the last token.</summary>
    public const int Lookahead = 8;

    [ThreadStatic]
    private static LexedText? spare;

    private Token[] tokens = ArrayPool<Token>.Shared.Rent(4096);

    private LexedText()
    {
    }

    public string Text { get; private set; } = "";

    /// <summary>The part of the text that was lexed.</summary>
    public TextSpan Range { get; private set; }

    public Token[] Tokens => tokens;

    /// <summary>Number of tokens; some of kind <see cref="TokenKind.End"/> follow them.</summary>
    public int Count { get; private set; }

    public List<Comment> Comments { get; } = [];

    public List<Directive> Directives { get; } = [];

    public List<StringLiteral> Strings { get; } = [];

    public List<OutlineProblem> Problems { get; } = [];

    /// <summary>Indexes of the tokens that are brackets.</summary>
    public List<int> Brackets { get; } = [];

    /// <summary>Lexes a text, or the part of it between two offsets, and matches its brackets.</summary>
    public static LexedText Lex(string text, LexicalTable table) => Lex(text, table, new TextSpan(0, text.Length));

    /// <inheritdoc cref="Lex(string, LexicalTable)"/>
    public static LexedText Lex(string text, LexicalTable table, TextSpan range)
    {
        var lexed = spare ?? new LexedText();
        spare = null;
        lexed.Text = text;
        lexed.Range = range;
        new Lexer(lexed, table).Run();
        for (var i = 0; i < Lookahead; i++)
        {
            lexed.Add(TokenKind.End, range.End, range.End, 0, TokenFlags.FirstOnLine);
        }

        lexed.Count -= Lookahead;
        BracketMatcher.Match(lexed);
        return lexed;
    }

    public void Dispose()
    {
        Text = "";
        Count = 0;
        Comments.Clear();
        Directives.Clear();
        Strings.Clear();
        Problems.Clear();
        Brackets.Clear();
        if (tokens.Length > 1 << 20)
        {
            // One huge file must not hold its memory for the life of the thread.
            ArrayPool<Token>.Shared.Return(tokens);
            tokens = ArrayPool<Token>.Shared.Rent(4096);
        }

        spare = this;
    }

    public ReadOnlySpan<char> TextOf(int token) => Text.AsSpan(tokens[token].Start, tokens[token].End - tokens[token].Start);

    /// <summary>Number of characters before the first character of the line that holds an offset.</summary>
    public int IndentAt(int offset)
    {
        // Bounded, because a minified text may be one line of a megabyte.
        var window = Math.Max(0, offset - 4096);
        var lineStart = window + Text.AsSpan(window, offset - window).LastIndexOfAny('\n', '\r') + 1;
        var at = lineStart;
        while (at < Text.Length && Text[at] is ' ' or '\t')
        {
            at++;
        }

        return at - lineStart;
    }

    /// <summary>
    /// The comments that stand directly above a token, without a blank line between them; empty where there are none.
    /// </summary>
    public TextSpan DocBefore(int token)
    {
        var floor = token > 0 ? tokens[token - 1].End : Range.Start;
        var start = tokens[token].Start;
        var at = LastCommentBefore(start);
        var first = start;
        var end = start;
        while (at >= 0 && Comments[at].Start >= floor && Comments[at].OwnLine && Comments[at].Kind != CommentKind.InnerDoc && IsAdjacent(Comments[at].End, first))
        {
            end = first == start ? Comments[at].End : end;
            first = Comments[at--].Start;
        }

        return new TextSpan(first, end);
    }

    /// <summary>The doc comments between two tokens, as in <c>[Attribute] /** doc */ void F()</c>; empty where there are none.</summary>
    public TextSpan DocBetween(int from, int to)
    {
        var start = tokens[from].End;
        var at = LastCommentBefore(tokens[to].Start);
        if (at < 0 || Comments[at].Start < start || Comments[at].Kind != CommentKind.Doc)
        {
            return default;
        }

        var end = Comments[at].End;
        var first = Comments[at].Start;
        while (--at >= 0 && Comments[at].Start >= start && Comments[at].Kind == CommentKind.Doc && IsAdjacent(Comments[at].End, first))
        {
            first = Comments[at].Start;
        }

        return new TextSpan(first, end);
    }

    internal void Add(TokenKind kind, int start, int end, ushort value, TokenFlags flags)
    {
        if (Count == tokens.Length)
        {
            var larger = ArrayPool<Token>.Shared.Rent(tokens.Length * 2);
            tokens.AsSpan().CopyTo(larger);
            ArrayPool<Token>.Shared.Return(tokens);
            tokens = larger;
        }

        ref var token = ref tokens[Count++];
        token.Start = start;
        token.End = end;
        token.Match = -1;
        token.Value = value;
        token.Kind = kind;
        token.Flags = flags;
    }

    /// <summary>Takes back everything that was added since the counts were taken (what stood in a hole of a literal).</summary>
    internal void Truncate(int tokenCount, int brackets, int comments, int strings, int directives)
    {
        Count = tokenCount;
        Brackets.RemoveRange(brackets, Brackets.Count - brackets);
        Comments.RemoveRange(comments, Comments.Count - comments);
        Strings.RemoveRange(strings, Strings.Count - strings);
        Directives.RemoveRange(directives, Directives.Count - directives);
    }

    private int LastCommentBefore(int offset)
    {
        var low = 0;
        var high = Comments.Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Comments[middle].Start < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }

    private bool IsAdjacent(int end, int next)
    {
        var lines = 0;
        for (var i = end; i < next; i++)
        {
            if (Text[i] == '\n' || (Text[i] == '\r' && i + 1 < Text.Length && Text[i + 1] != '\n'))
            {
                lines++;
            }
            else if (!char.IsWhiteSpace(Text[i]))
            {
                return false;
            }
        }

        return lines <= 1;
    }
}
