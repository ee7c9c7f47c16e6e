namespace Plumb.Tokens.Bpe;

/// <summary>An encoding's way to cut and count, with its splitter compiled in.</summary>
internal abstract class Pieces
{
    public abstract int Count(Vocabulary vocabulary, ReadOnlySpan<byte> text);

    /// <summary>See <see cref="ISplitter.PieceEnd"/>.</summary>
    public abstract int End(ReadOnlySpan<byte> text, int start);

    /// <summary>Tokens of one piece.</summary>
    public static int CountPiece(Vocabulary vocabulary, ReadOnlySpan<byte> piece) =>
        vocabulary.Rank(piece) != Vocabulary.None ? 1 : PieceMerger.Count(vocabulary, piece);

    /// <summary>Adds where each token of a piece ends, in bytes from the piece's start.</summary>
    public static void AddEnds(Vocabulary vocabulary, ReadOnlySpan<byte> piece, List<int> ends)
    {
        if (vocabulary.Rank(piece) != Vocabulary.None)
        {
            ends.Add(piece.Length);
        }
        else
        {
            PieceMerger.AddEnds(vocabulary, piece, ends);
        }
    }
}

/// <inheritdoc/>
internal sealed class Pieces<TSplitter> : Pieces
    where TSplitter : struct, ISplitter
{
    public override int Count(Vocabulary vocabulary, ReadOnlySpan<byte> text)
    {
        var (count, at) = (0, 0);
        while (at < text.Length)
        {
            var end = TSplitter.PieceEnd(text, at);
            count += CountPiece(vocabulary, text[at..end]);
            at = end;
        }

        return count;
    }

    public override int End(ReadOnlySpan<byte> text, int start) => TSplitter.PieceEnd(text, start);
}
