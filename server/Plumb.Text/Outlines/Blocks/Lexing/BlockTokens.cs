namespace Plumb.Text.Blocks;

internal enum BlockTokenKind : byte
{
    End,
    Word,
    Number,
    String,
    Symbol,

    /// <summary>One character.</summary>
    Mark,
}

/// <summary>One token: 16 bytes, passed by reference.</summary>
/// <param name="Comments">How many comments stand before it.</param>
/// <param name="Mark">The character of a mark, else 0.</param>
/// <param name="First">Whether it is the first of its line.</param>
internal readonly record struct BlockToken(int Start, int End, int Comments, char Mark, BlockTokenKind Kind, bool First);

/// <summary>The tokens and comments of a text, and the questions that outliners ask about them.</summary>
internal sealed class BlockTokens
{
    [ThreadStatic]
    private static BlockToken[]? spare;

    private readonly List<(TextSpan Span, bool OwnLine)> comments = [];
    private readonly List<int> lines = [];
    private readonly BlockToken outside;
    private BlockToken[] tokens;
    private int[]? matches;

    public BlockTokens(string text)
    {
        Text = text;
        outside = new BlockToken(text.Length, text.Length, 0, '\0', BlockTokenKind.End, true);
        tokens = spare ?? new BlockToken[4096];
        spare = null;
    }

    public string Text { get; }

    public int Count { get; private set; }

    /// <summary>The token at an index; before the first and after the last one of kind <see cref="BlockTokenKind.End"/>.</summary>
    public ref readonly BlockToken this[int index]
    {
        get
        {
            if ((uint)index < (uint)Count)
            {
                return ref tokens[index];
            }

            return ref outside;
        }
    }

    public void Add(int start, int end, BlockTokenKind kind, bool first)
    {
        if (Count == tokens.Length)
        {
            Array.Resize(ref tokens, tokens.Length * 2);
        }

        if (first)
        {
            lines.Add(Count);
        }

        tokens[Count++] = new BlockToken(start, end, comments.Count, kind == BlockTokenKind.Mark ? Text[start] : '\0', kind, first);
    }

    /// <summary>Gives the buffer to the next text of this thread; the tokens are gone after that.</summary>
    public void Release()
    {
        Count = 0;
        spare = tokens.Length <= 1 << 20 ? tokens : null;
    }

    public void AddComment(int start, int end, bool ownLine) => comments.Add((new TextSpan(start, end), ownLine));

    public ReadOnlySpan<char> Of(int index)
    {
        ref readonly var token = ref this[index];
        return Text.AsSpan(token.Start, token.End - token.Start);
    }

    public TextSpan Span(int index) => new(this[index].Start, this[index].End);

    public bool Is(int index, char mark) => this[index].Mark == mark;

    public bool Is(int index, string word) => this[index].Kind == BlockTokenKind.Word && Of(index).SequenceEqual(word);

    public bool IsAnyCase(int index, string word) => this[index].Kind == BlockTokenKind.Word && Of(index).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsWord(int index) => this[index].Kind == BlockTokenKind.Word;

    /// <summary>Whether nothing stands between a token and the one after it.</summary>
    public bool Touches(int index) => this[index].End == this[index + 1].Start;

    /// <summary>The comments on lines of their own directly above a token; empty where there are none.</summary>
    public TextSpan DocBefore(int index)
    {
        ref readonly var token = ref this[index];
        var floor = index > 0 ? this[index - 1].End : 0;
        var start = token.Start;
        var end = 0;
        for (var i = token.Comments - 1; i >= 0; i--)
        {
            var (span, ownLine) = comments[i];
            if (!ownLine || span.Start < floor || !IsAdjacent(span.End, start))
            {
                break;
            }

            end = end == 0 ? span.End : end;
            start = span.Start;
        }

        return end == 0 ? default : new TextSpan(start, end);
    }

    /// <summary>The column of the first character of the line that holds a token.</summary>
    public int Indent(int index)
    {
        var line = LineOf(index);
        return Column(this[line < 0 ? index : lines[line]].Start);
    }

    public int Column(int offset)
    {
        var at = Math.Min(offset, Text.Length);
        while (at > 0 && Text[at - 1] is ' ' or '\t' && offset - at < 1000)
        {
            at--;
        }

        return offset - at;
    }

    /// <summary>Index of the first token after the line of a token.</summary>
    public int NextLine(int index)
    {
        var next = LineOf(index) + 1;
        return next < lines.Count ? Math.Max(lines[next], index + 1) : Math.Max(Count, index + 1);
    }

    /// <summary>Index of the bracket that closes the one at an index, or of the next token where none closes it.</summary>
    public int Match(int index)
    {
        // All at once, because text of nothing but open brackets would be read to its end for each of them.
        matches ??= MatchAll();
        var close = (uint)index < (uint)matches.Length ? matches[index] : 0;
        return close > 0 ? close : Math.Max(index, Math.Min(index + 1, Count - 1));
    }

    /// <summary>Index of the first token of the line that holds a token.</summary>
    public int LineStart(int index) => LineOf(index) is >= 0 and var line ? lines[line] : index;

    // For each opening bracket the index of the one that closes it, whatever the kinds of both; 0 where there is none.
    private int[] MatchAll()
    {
        var found = new int[Count];
        var open = new Stack<int>();
        for (var i = 0; i < Count; i++)
        {
            switch (tokens[i].Mark)
            {
                case '(' or '[' or '{':
                    open.Push(i);
                    break;
                case ')' or ']' or '}' when open.TryPop(out var opener):
                    found[opener] = i;
                    break;
            }
        }

        return found;
    }

    // The line of a token by its place in the list of first tokens.
    private int LineOf(int index)
    {
        var found = lines.BinarySearch(index);
        return found >= 0 ? found : ~found - 1;
    }

    private bool IsAdjacent(int end, int next)
    {
        var lines = 0;
        for (var i = end; i < next; i++)
        {
            if (Text[i] == '\n' || (Text[i] == '\r' && (i + 1 >= Text.Length || Text[i + 1] != '\n')))
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
