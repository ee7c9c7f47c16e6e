using System.Buffers;
using System.Text;
using Plumb.Tokens.Bpe;

namespace Plumb.Tokens;

/// <summary>
/// Counts tokens of one encoding. Text is counted as ordinary text: spellings of special tokens are plain characters.
/// Safe to use from many threads.
/// </summary>
public sealed class TokenEncoding
{
    private static readonly TokenEncoding[] All =
    [
        new("o200k_base", VocabularySource.O200k, CountPieces<O200kSplitter>),
        new("cl100k_base", VocabularySource.Cl100k, CountPieces<Cl100kSplitter>),
    ];

    private readonly Lazy<Vocabulary> vocabulary;
    private readonly PieceCounter countPieces;

    private TokenEncoding(string name, Func<Vocabulary> load, PieceCounter countPieces)
    {
        Name = name;
        vocabulary = new Lazy<Vocabulary>(load);
        this.countPieces = countPieces;
    }

    private delegate int PieceCounter(Vocabulary vocabulary, ReadOnlySpan<byte> text);

    /// <summary>"o200k_base" or "cl100k_base".</summary>
    public string Name { get; }

    /// <summary>What is used where nobody said which model it is for.</summary>
    public const string DefaultName = "o200k_base";

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(e => e.Name)];

    /// <summary>The encoding that is used where nobody said which model it is for.</summary>
    public static TokenEncoding Default => All[0];

    /// <summary>The encoding by its name; null when it is not known. The vocabulary is loaded on the first count.</summary>
    public static TokenEncoding? Find(string name) => Array.Find(All, e => e.Name == name);

    /// <summary>The encoding of a model by its name; null when the model is not known or has no public tokenizer.</summary>
    public static TokenEncoding? FindForModel(string model) => ModelCatalogue.Find(model)?.Encoding;

    /// <summary>
    /// The exact number of tokens of a text, in time linear in its length (n log n within one unbroken run). A byte
    /// order mark at the start is not counted: it is how the file is stored, and no model is sent one. A surrogate
    /// without its partner counts as U+FFFD, which is what it becomes on its way to any model.
    /// </summary>
    public int Count(ReadOnlySpan<char> text)
    {
        if (text.StartsWith('\uFEFF'))
        {
            text = text[1..];
        }

        if (text.IsEmpty)
        {
            return 0;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            return countPieces(vocabulary.Value, bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int CountPieces<TSplitter>(Vocabulary vocabulary, ReadOnlySpan<byte> text)
        where TSplitter : struct, ISplitter
    {
        var (count, at) = (0, 0);
        while (at < text.Length)
        {
            var end = TSplitter.PieceEnd(text, at);
            var piece = text[at..end];
            count += vocabulary.Rank(piece) != Vocabulary.None ? 1 : PieceMerger.Count(vocabulary, piece);
            at = end;
        }

        return count;
    }
}
