using System.Text;

namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>Counts with a SentencePiece <c>tokenizer.model</c>: the tokenizer of Llama 2, Mistral 7B, Gemma, T5 and others. Thread-safe.</summary>
internal sealed class SentencePieceTokenizer
{
    private readonly PieceVocabulary vocabulary;
    private readonly PieceNormalizer normalizer;
    private readonly IPieceModel model;
    private readonly bool byteFallback;

    private SentencePieceTokenizer(SentencePieceFile file)
    {
        vocabulary = new PieceVocabulary(file);
        normalizer = new PieceNormalizer(file, vocabulary);
        byteFallback = file.ByteFallback;
        model = file.Kind switch
        {
            PieceModelKind.Bpe => new BpePieces(file, vocabulary),
            PieceModelKind.Word => new WordPieces(vocabulary, file.SpaceIsSuffix),
            PieceModelKind.Character => new CharacterPieces(vocabulary),
            _ => new UnigramPieces(file, vocabulary),
        };
    }

    /// <exception cref="FormatException">It is no such file, or holds what Plumb does not know.</exception>
    public static SentencePieceTokenizer Read(ReadOnlySpan<byte> content) => new(SentencePieceFile.Read(content));

    /// <summary>Tokens of a text, without those that a model wants before and behind it. Spellings of control tokens are plain text.</summary>
    public int Count(string text)
    {
        var pieces = new List<FoundPiece>((text.Length / 3) + 4);
        model.Encode(normalizer.Normalize(Encoding.UTF8.GetBytes(text)), pieces);
        var count = 0;
        var wasUnknown = false;
        foreach (var piece in pieces)
        {
            // What is not known is spelt in bytes, or is one token together with its unknown neighbours.
            var isUnknown = piece.Id == vocabulary.Unknown;
            count += isUnknown && byteFallback ? piece.Length : isUnknown && wasUnknown ? 0 : 1;
            wasUnknown = isUnknown;
        }

        return count;
    }
}
