using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumb.Tokens.Tokenizers;

/// <summary>
/// A tokenizer as tokenizer.json describes it: added tokens are found, what lies between is normalised, cut into pieces,
/// and each piece turned into ids by the model. Thread-safe.
/// </summary>
internal sealed class Tokenizer
{
    private readonly AddedTokens asWritten;
    private readonly AddedTokens normalized;

    // Without the special ones: what counts a user's text.
    private readonly AddedTokens plain;
    private readonly AddedTokens normalizedPlain;
    private readonly Func<string, string> normalize;
    private readonly PreTokenizer split;
    private readonly ITokenModel model;

    private Tokenizer(IReadOnlyList<AddedToken> added, Func<string, string> normalize, PreTokenizer split, ITokenModel model, SpecialTokens special, int? padding)
    {
        this.normalize = normalize;
        this.split = split;
        this.model = model;
        Special = special;
        PaddingId = padding ?? 0;
        asWritten = new AddedTokens(added.Where(t => !t.Normalized), token => token.Content);
        normalized = new AddedTokens(added.Where(t => t.Normalized), token => normalize(token.Content));
        plain = new AddedTokens(added.Where(t => t is { Normalized: false, Special: false }), token => token.Content);
        normalizedPlain = new AddedTokens(added.Where(t => t is { Normalized: true, Special: false }), token => normalize(token.Content));
        VocabularySize = Math.Max(model.VocabularySize, added.Count == 0 ? 0 : added.Max(t => t.Id) + 1);
        var lengths = model.Spellings.Concat(added.Where(t => model.Find(t.Content) is null).Select(t => t.Content)).Select(s => s.Length).Order().ToList();
        MedianTokenLength = lengths.Count % 2 == 1 ? lengths[lengths.Count / 2] : (lengths[(lengths.Count / 2) - 1] + lengths[lengths.Count / 2]) / 2;
    }

    /// <summary>What a text has before and behind it when a model wants to know where it begins and ends.</summary>
    public SpecialTokens Special { get; }

    /// <summary>Fills the shorter texts of a batch.</summary>
    public int PaddingId { get; }

    /// <summary>One more than the highest id.</summary>
    public int VocabularySize { get; }

    /// <summary>Null when the model has no token, by name, for text that it does not know.</summary>
    public int? UnknownId => model.UnknownId;

    /// <summary>In characters, rounded down.</summary>
    public int MedianTokenLength { get; }

    /// <summary>Reads the content of tokenizer.json.</summary>
    /// <exception cref="FormatException">It is damaged, or describes what Plumb does not know.</exception>
    public static Tokenizer Read(JsonElement json)
    {
        try
        {
            return ReadParts(json);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>BERT's tokenizer over a vocabulary with a token a line.</summary>
    /// <exception cref="FormatException">It lacks BERT's special tokens.</exception>
    public static Tokenizer FromVocabulary(IEnumerable<string> lines, bool lowercase)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            ids[line.TrimEnd('\r', '\n')] = ids.Count;
        }

        var model = WordPieceModel.Create(ids);
        var added = new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }.Where(ids.ContainsKey)
            .Select(token => new AddedToken(ids[token], token, SingleWord: false, StripLeft: false, StripRight: false, Normalized: false, Special: true)).ToList();
        var special = ids.TryGetValue("[CLS]", out var start) && ids.TryGetValue("[SEP]", out var end) ? new SpecialTokens([start], [end]) : throw TokenizerJson.Wrong("it holds no [CLS] and [SEP]");
        using var bert = JsonDocument.Parse("""{"type":"BertPreTokenizer"}""");
        return new Tokenizer(
            added,
            new BertNormalizer(cleanText: true, splitChinese: true, stripAccents: lowercase, lowercase).Normalize,
            PreTokenizers.Read(bert.RootElement),
            model,
            special,
            ids.TryGetValue("[PAD]", out var padding) ? padding : null);
    }

    /// <summary>
    /// Tokens of a text as a model reads what its user wrote: spellings of special tokens are plain text, and none are put
    /// before or behind it.
    /// </summary>
    /// <exception cref="FormatException">A pattern of the tokenizer takes forever on this text.</exception>
    public int CountPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 3) + 4);
        if (text.Length > 0)
        {
            Guard(() => plain.Split(text, (range, token) => EncodePart(text, range, token, range.Start.Value == 0, ids, normalizedPlain)));
        }

        return ids.Count;
    }

    /// <summary>The ids of a text, without those of <see cref="Special"/>.</summary>
    /// <exception cref="FormatException">A pattern of the tokenizer takes forever on this text.</exception>
    public List<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>((text.Length / 3) + 4);
        Guard(() => asWritten.Split(text, (range, token) => EncodePart(text, range, token, range.Start.Value == 0, ids, normalized)));
        return ids;
    }

    private void EncodePart(string text, Range range, int? token, bool isFirst, List<int> ids, AddedTokens added)
    {
        if (token is { } id)
        {
            ids.Add(id);
            return;
        }

        var part = normalize(text[range]);
        var pieces = new List<ReadOnlyMemory<char>>();
        added.Split(part, (inner, innerToken) =>
        {
            if (innerToken is { } innerId)
            {
                ids.Add(innerId);
                return;
            }

            pieces.Clear();
            split(part.AsMemory()[inner], isFirst && inner.Start.Value == 0, pieces);
            foreach (var piece in pieces)
            {
                model.Encode(piece.Span, ids);
            }
        });
    }

    private static void Guard(Action encode)
    {
        try
        {
            encode();
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new FormatException("A pattern of the model's tokenizer.json takes too long on a text of this workspace.", e);
        }
    }

    private static Tokenizer ReadParts(JsonElement json)
    {
        var model = TokenModels.Read(json.Find("model"));
        var added = json.Items("added_tokens").Select(AddedToken.Read).ToList();
        var normalize = Normalizers.Read(json.Find("normalizer"));
        int? Find(string token) => added.FirstOrDefault(t => t.Content == token)?.Id ?? model.Find(token);
        return new Tokenizer(
            added,
            normalize,
            PreTokenizers.Read(json.Find("pre_tokenizer")),
            model,
            SpecialTokens.Read(json.Find("post_processor"), Find),
            json.Find("padding")?.Number("pad_id") ?? Find("[PAD]") ?? Find("<pad>"));
    }
}
