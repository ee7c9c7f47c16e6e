using System.Text.Json;

namespace Plumb.Tokens.Tokenizers;

/// <summary>BERT's model: the longest known piece first, the rest of the word with "##" before it; all or nothing.</summary>
internal sealed class WordPieceModel : ITokenModel
{
    private const int DefaultLongestWord = 100;

    private readonly Dictionary<string, int> ids;

    // Apart from each other, so that a continuation is found without writing its mark before it.
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> starts;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> continuations;
    private readonly int longestStart;
    private readonly int longestContinuation;
    private readonly int longestWord;

    private WordPieceModel(Dictionary<string, int> ids, string unknownToken, string mark, int longestWord)
    {
        this.ids = ids;
        this.longestWord = longestWord;
        UnknownId = ids.TryGetValue(unknownToken, out var unknown) ? unknown : null;
        VocabularySize = Vocabulary.SizeOf(ids);
        var rest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (token, id) in ids)
        {
            if (token.Length > mark.Length && token.StartsWith(mark, StringComparison.Ordinal))
            {
                rest[token[mark.Length..]] = id;
                longestContinuation = Math.Max(longestContinuation, token.Length - mark.Length);
            }

            longestStart = Math.Max(longestStart, token.Length);
        }

        starts = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        continuations = rest.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static WordPieceModel Read(JsonElement model) => Create(
        TokenModels.ReadVocabulary(model),
        model.Text("unk_token") ?? "[UNK]",
        model.Text("continuing_subword_prefix") ?? "##",
        model.Number("max_input_chars_per_word") ?? DefaultLongestWord);

    /// <exception cref="FormatException">The vocabulary has no token for unknown words.</exception>
    public static WordPieceModel Create(Dictionary<string, int> ids, string unknown = "[UNK]", string mark = "##", int longestWord = DefaultLongestWord) =>
        ids.ContainsKey(unknown) ? new WordPieceModel(ids, unknown, mark, longestWord) : throw TokenizerJson.Wrong($"its vocabulary does not hold '{unknown}'");

    public int VocabularySize { get; }

    public int? UnknownId { get; }

    public IEnumerable<string> Spellings => ids.Keys;

    public int? Find(string token) => ids.TryGetValue(token, out var id) ? id : null;

    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (starts.TryGetValue(piece, out var whole) && piece.Length <= longestWord)
        {
            ids.Add(whole);
            return;
        }

        var before = ids.Count;
        if (Characters(piece) > longestWord)
        {
            ids.Add(UnknownId!.Value);
            return;
        }

        for (var start = 0; start < piece.Length;)
        {
            var lookup = start == 0 ? starts : continuations;
            var length = Math.Min(piece.Length - start, start == 0 ? longestStart : longestContinuation);
            int id;
            while (length > 0 && !lookup.TryGetValue(piece.Slice(start, length), out id))
            {
                length--;
            }

            if (length == 0)
            {
                ids.RemoveRange(before, ids.Count - before);
                ids.Add(UnknownId!.Value);
                return;
            }

            lookup.TryGetValue(piece.Slice(start, length), out id);
            ids.Add(id);
            start += length;
        }
    }

    private static int Characters(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count;
    }
}
