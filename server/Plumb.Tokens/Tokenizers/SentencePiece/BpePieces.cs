namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>Byte-pair encoding over characters: the neighbours whose joint piece has the best score are joined first.</summary>
internal sealed class BpePieces : IPieceModel
{
    private readonly PieceVocabulary vocabulary;
    private readonly bool spansWords;

    public BpePieces(SentencePieceFile file, PieceVocabulary vocabulary)
    {
        this.vocabulary = vocabulary;
        spansWords = file.Pieces.Any(p => p.Kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused && NextWord(p.Spelling, 0) < p.Spelling.Length);
    }

    /// <summary>
    /// Where no piece reaches from one word into the next, no join does: the words are encoded one by one, which takes a
    /// time linear in the text but for very long words.
    /// </summary>
    public void Encode(ReadOnlySpan<byte> text, List<FoundPiece> into)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = spansWords ? text.Length : NextWord(text, start);
            Join(text, start, end, into);
            start = end;
        }
    }

    /// <summary>Where a mark for a space follows something else; else the end.</summary>
    private static int NextWord(ReadOnlySpan<byte> text, int start)
    {
        var at = start;
        while (text[at..].StartsWith(Utf8Characters.Space))
        {
            at += Utf8Characters.Space.Length;
        }

        var next = text[at..].IndexOf(Utf8Characters.Space);
        return next < 0 ? text.Length : at + next;
    }

    private void Join(ReadOnlySpan<byte> text, int from, int to, List<FoundPiece> into)
    {
        var symbols = new List<Symbol>(to - from);
        for (var at = from; at < to;)
        {
            var whole = vocabulary.UserDefinedPrefix(text[at..]);
            var length = whole > 0 ? whole : Utf8Characters.LengthAt(text, at);
            symbols.Add(new Symbol(at, length, symbols.Count - 1, at + length < to ? symbols.Count + 1 : -1, whole > 0));
            at += length;
        }

        // The way back from a piece that is not to come out: where it was joined last.
        var unused = new Dictionary<int, int>();
        var queue = new PriorityQueue<(int Left, int Right, int Length), ulong>(symbols.Count);
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(symbols);
        for (var i = 1; i < all.Length; i++)
        {
            Offer(text, all, i - 1, i, queue, unused);
        }

        while (queue.TryDequeue(out var pair, out _))
        {
            ref var left = ref all[pair.Left];
            ref var right = ref all[pair.Right];
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length)
            {
                continue;
            }

            left.Length = pair.Length;
            left.Next = right.Next;
            if (right.Next >= 0)
            {
                all[right.Next].Previous = pair.Left;
            }

            right.Length = 0;
            Offer(text, all, left.Previous, pair.Left, queue, unused);
            Offer(text, all, pair.Left, left.Next, queue, unused);
        }

        for (var i = all.Length > 0 ? 0 : -1; i >= 0; i = all[i].Next)
        {
            Emit(text, all[i].Start, all[i].Length, unused, into);
        }
    }

    private void Offer(ReadOnlySpan<byte> text, Span<Symbol> symbols, int left, int right, PriorityQueue<(int Left, int Right, int Length), ulong> queue, Dictionary<int, int> unused)
    {
        if (left < 0 || right < 0 || symbols[left].IsWhole || symbols[right].IsWhole)
        {
            return;
        }

        var length = symbols[left].Length + symbols[right].Length;
        if (vocabulary.Trie.Find(text.Slice(symbols[left].Start, length)) is >= 0 and var id)
        {
            queue.Enqueue((left, right, length), Order(vocabulary.Score(id), left));
            if (vocabulary.Kind(id) == PieceKind.Unused)
            {
                unused[id] = symbols[left].Length;
            }
        }
    }

    private void Emit(ReadOnlySpan<byte> text, int start, int length, Dictionary<int, int> unused, List<FoundPiece> into)
    {
        var id = vocabulary.FindOrUnknown(text.Slice(start, length));
        if (vocabulary.Kind(id) == PieceKind.Unused && unused.TryGetValue(id, out var left))
        {
            Emit(text, start, left, unused, into);
            Emit(text, start + left, length - left, unused, into);
            return;
        }

        into.Add(new FoundPiece(start, length, id));
    }

    /// <summary>Smaller for a better score, and of equal ones for the leftmost.</summary>
    private static ulong Order(float score, int left)
    {
        var bits = BitConverter.SingleToUInt32Bits(score == 0 ? 0 : score);
        var ascending = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)~ascending << 32) | (uint)left;
    }

    private record struct Symbol(int Start, int Length, int Previous, int Next, bool IsWhole);
}
