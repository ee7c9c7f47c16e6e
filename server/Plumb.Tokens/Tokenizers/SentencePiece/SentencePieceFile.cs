namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>What a piece of the vocabulary is, by its number in the file.</summary>
internal enum PieceKind
{
    Normal = 1,
    Unknown = 2,

    /// <summary>Such as the start of a text; its spelling in a text is plain text.</summary>
    Control = 3,

    /// <summary>Always found whole in a text.</summary>
    UserDefined = 4,

    /// <summary>In the vocabulary, but never to come out.</summary>
    Unused = 5,

    /// <summary>A byte of what the vocabulary does not hold.</summary>
    Byte = 6,
}

/// <summary>How a text is cut into pieces, by its number in the file.</summary>
internal enum PieceModelKind
{
    Unigram = 1,
    Bpe = 2,
    Word = 3,
    Character = 4,
}

internal readonly record struct VocabularyPiece(byte[] Spelling, float Score, PieceKind Kind);

/// <summary>The content of a SentencePiece <c>tokenizer.model</c>, as far as counting wants it.</summary>
internal sealed record SentencePieceFile
{
    public List<VocabularyPiece> Pieces { get; } = [];

    public PieceModelKind Kind { get; private set; } = PieceModelKind.Unigram;

    public bool ByteFallback { get; private set; }

    /// <summary>The mark for a space stands behind a word, not before it.</summary>
    public bool SpaceIsSuffix { get; private set; }

    /// <summary>The compiled rules of the normaliser; empty for none.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    public bool AddDummyPrefix { get; private set; } = true;

    public bool RemoveExtraSpaces { get; private set; } = true;

    public bool EscapeSpaces { get; private set; } = true;

    /// <exception cref="FormatException">It is no such file, or holds what Plumb does not know.</exception>
    public static SentencePieceFile Read(ReadOnlySpan<byte> content)
    {
        var file = new SentencePieceFile();
        var reader = new ProtobufReader(content);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    file.Pieces.Add(file.Pieces.Count < Vocabulary.MostIds ? ReadPiece(reader.Bytes) : throw TokenizerJson.Wrong("its vocabulary is too large"));
                    break;
                case 2:
                    file.ReadTrainer(reader.Bytes);
                    break;
                case 3:
                    file.ReadNormalizer(reader.Bytes);
                    break;
            }
        }

        return file.Checked();
    }

    private static VocabularyPiece ReadPiece(ReadOnlySpan<byte> message)
    {
        var piece = new VocabularyPiece([], 0, PieceKind.Normal);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            piece = reader.Field switch
            {
                1 => piece with { Spelling = reader.Bytes.ToArray() },
                2 => piece with { Score = reader.Float },
                3 => piece with { Kind = (PieceKind)reader.Integer },
                _ => piece,
            };
        }

        return piece.Spelling.Length == 0 ? throw TokenizerJson.Wrong("its vocabulary holds an empty piece")
            : !Enum.IsDefined(piece.Kind) ? throw TokenizerJson.Wrong($"its vocabulary holds a piece of the unknown kind {(int)piece.Kind}")
            : piece;
    }

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3:
                    Kind = (PieceModelKind)reader.Integer;
                    break;
                case 24:
                    SpaceIsSuffix = reader.Flag;
                    break;
                case 35:
                    ByteFallback = reader.Flag;
                    break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2:
                    CharacterMap = reader.Bytes.ToArray();
                    break;
                case 3:
                    AddDummyPrefix = reader.Flag;
                    break;
                case 4:
                    RemoveExtraSpaces = reader.Flag;
                    break;
                case 5:
                    EscapeSpaces = reader.Flag;
                    break;
            }
        }
    }

    private SentencePieceFile Checked() =>
        Pieces.Count == 0 ? throw TokenizerJson.Wrong("it is no SentencePiece model, or holds no vocabulary")
        : !Enum.IsDefined(Kind) ? throw TokenizerJson.Wrong($"its model is of the unknown kind {(int)Kind}")
        : Pieces.Count(p => p.Kind == PieceKind.Unknown) != 1 ? throw TokenizerJson.Wrong("its vocabulary does not hold one piece for unknown text")
        : ByteFallback && Pieces.Where(p => p.Kind == PieceKind.Byte).DistinctBy(p => Convert.ToHexString(p.Spelling)).Count() != 256 ? throw TokenizerJson.Wrong("it falls back to bytes, and its vocabulary does not hold all 256")
        : this;
}
