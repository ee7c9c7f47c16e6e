namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>The pieces that can come out of a text, by their spelling.</summary>
internal sealed class PieceVocabulary
{
    private readonly SentencePieceFile file;
    private readonly PieceTrie userDefined = new();

    /// <exception cref="FormatException">A piece is there twice.</exception>
    public PieceVocabulary(SentencePieceFile file)
    {
        this.file = file;
        for (var id = 0; id < file.Pieces.Count; id++)
        {
            var (spelling, _, kind) = file.Pieces[id];
            if (kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused && !Trie.TryAdd(spelling, id))
            {
                throw TokenizerJson.Wrong($"its vocabulary holds the piece {id} twice");
            }

            if (kind == PieceKind.UserDefined)
            {
                userDefined.TryAdd(spelling, id);
            }
        }

        Unknown = file.Pieces.FindIndex(p => p.Kind == PieceKind.Unknown);
    }

    public PieceTrie Trie { get; } = new();

    /// <summary>Stands for what the vocabulary does not hold.</summary>
    public int Unknown { get; }

    public float Score(int id) => file.Pieces[id].Score;

    public PieceKind Kind(int id) => file.Pieces[id].Kind;

    /// <summary>Bytes of the symbol of the user's that a text begins with; 0 where it begins with none.</summary>
    public int UserDefinedPrefix(ReadOnlySpan<byte> text) => userDefined.LongestPrefix(text);

    public int FindOrUnknown(ReadOnlySpan<byte> spelling) => Trie.Find(spelling) is >= 0 and var id ? id : Unknown;
}
