using Plumb.Tokens.Bpe;

namespace Plumb.Tokens;

/// <summary>
/// Counts tokens of one encoding. Text is counted as ordinary text: spellings of special tokens are plain characters.
/// Safe to use from many threads.
/// </summary>
public sealed class TokenEncoding
{
    /// <summary>Where p50k_base's runs of spaces begin, which r50k_base does not have.</summary>
    private const int R50kRanks = 50256;

    private static readonly Lazy<Vocabulary> O200k = new(() => Vocabulary.Open("o200k_base"));
    private static readonly Lazy<Vocabulary> Cl100k = new(() => Vocabulary.Open("cl100k_base"));
    private static readonly Lazy<Vocabulary> P50k = new(() => Vocabulary.Open("p50k_base"));
    private static readonly Lazy<Vocabulary> R50k = new(() => Vocabulary.Open("p50k_base", R50kRanks));

    private static readonly TokenEncoding[] All =
    [
        new("o200k_base", O200k, new Pieces<O200kSplitter>()),
        new("cl100k_base", Cl100k, new Pieces<Cl100kSplitter>()),
        new("o200k_harmony", O200k, new Pieces<O200kSplitter>()),
        new("p50k_base", P50k, new Pieces<Gpt2Splitter>()),
        new("r50k_base", R50k, new Pieces<Gpt2Splitter>()),
    ];

    private readonly Lazy<Vocabulary> vocabulary;

    private TokenEncoding(string name, Lazy<Vocabulary> vocabulary, Pieces pieces)
    {
        Name = name;
        this.vocabulary = vocabulary;
        Pieces = pieces;
    }

    /// <summary>"o200k_base", "cl100k_base", "o200k_harmony", "p50k_base" or "r50k_base".</summary>
    public string Name { get; }

    /// <summary>What is used where nobody said which model it is for.</summary>
    public const string DefaultName = "o200k_base";

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(e => e.Name)];

    /// <summary>The encoding that is used where nobody said which model it is for.</summary>
    public static TokenEncoding Default => All[0];

    /// <summary>Bytes on the heap that the vocabulary takes; the rest of it stays in the executable's pages.</summary>
    public int VocabularyHeapBytes => Vocabulary.HeapBytes;

    internal Vocabulary Vocabulary => vocabulary.Value;

    internal Pieces Pieces { get; }

    /// <summary>The encoding by its name; null when it is not known. The vocabulary is opened on the first count.</summary>
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
        return CountAsIs(text.StartsWith('\uFEFF') ? text[1..] : text);
    }

    /// <summary>The same for a part of a text, where a byte order mark is a character.</summary>
    internal int CountAsIs(ReadOnlySpan<char> text)
    {
        using var bytes = new Utf8Text(text);
        return Pieces.Count(Vocabulary, bytes.Span);
    }
}
