namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>
/// The way through the text whose pieces' log-probabilities have the largest sum (Viterbi). Sums are kept in single precision
/// as the reference does: over a long text the rounding decides between ways that are nearly as good.
/// </summary>
internal sealed class UnigramPieces : IPieceModel
{
    // A character without a piece costs this much more than the least likely piece.
    private const float UnknownPenalty = 10;
    private const double UserDefinedCost = 0.1;

    private readonly PieceVocabulary vocabulary;
    private readonly float unknownScore;
    private readonly float best;

    public UnigramPieces(SentencePieceFile file, PieceVocabulary vocabulary)
    {
        this.vocabulary = vocabulary;
        var scores = file.Pieces.Where(p => p.Kind == PieceKind.Normal).Select(p => p.Score).DefaultIfEmpty(float.MaxValue).ToList();
        unknownScore = scores.Min() - UnknownPenalty;

        // The reference starts from the smallest positive number.
        best = Math.Max(1.17549435e-38f, scores.Max());
    }

    public void Encode(ReadOnlySpan<byte> text, List<FoundPiece> into)
    {
        var score = new float[text.Length + 1];
        var from = new int[text.Length + 1];
        var piece = new int[text.Length + 1];
        Array.Fill(from, -1);
        for (var start = 0; start < text.Length;)
        {
            var length = Utf8Characters.LengthAt(text, start);
            var hasSingle = false;
            var node = PieceTrie.Root;
            for (var end = start; end < text.Length && vocabulary.Trie.TryStep(ref node, text[end]);)
            {
                end++;
                if (vocabulary.Trie.PieceAt(node) is var id && id != PieceTrie.None && vocabulary.Kind(id) is var kind && kind != PieceKind.Unused)
                {
                    Offer(start, end, id, kind == PieceKind.UserDefined ? ((end - start) * best) - UserDefinedCost : vocabulary.Score(id));
                    hasSingle |= end - start == length;
                }
            }

            if (!hasSingle)
            {
                Offer(start, start + length, vocabulary.Unknown, unknownScore);
            }

            start += length;
        }

        var first = into.Count;
        for (var end = text.Length; end > 0; end = from[end])
        {
            into.Add(new FoundPiece(from[end], end - from[end], piece[end]));
        }

        into.Reverse(first, into.Count - first);

        void Offer(int start, int end, int id, double cost)
        {
            var sum = cost + score[start];
            if (from[end] == -1 || sum > score[end])
            {
                score[end] = (float)sum;
                from[end] = start;
                piece[end] = id;
            }
        }
    }
}
