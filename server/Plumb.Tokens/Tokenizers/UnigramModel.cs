using System.Text.Json;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <summary>sentencepiece's model: the way through the text whose tokens' log-probabilities have the largest sum (Viterbi).</summary>
internal sealed class UnigramModel : ITokenModel
{
    // An unknown character costs this much more than the least likely token.
    private const double UnknownPenalty = 10;

    private readonly Dictionary<string, int> ids;
    private readonly double[] scores;
    private readonly CharTrie trie;
    private readonly int unknown;
    private readonly double unknownScore;
    private readonly int[]? bytes;

    private UnigramModel(Dictionary<string, int> ids, double[] scores, CharTrie trie, int unknown, bool byteFallback)
    {
        this.ids = ids;
        this.scores = scores;
        this.trie = trie;
        this.unknown = unknown;
        unknownScore = scores.Min() - UnknownPenalty;
        bytes = byteFallback ? ByteTokens.Find(Find) : null;
    }

    public static UnigramModel Read(JsonElement model)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new List<double>();
        var trie = new CharTrie();
        foreach (var entry in model.Items("vocab"))
        {
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].GetString() is not { } token
                || entry[1].ValueKind != JsonValueKind.Number || scores.Count >= Vocabulary.MostIds)
            {
                throw TokenizerJson.Wrong($"its vocabulary's entry {scores.Count} is no token with a score");
            }

            ids.TryAdd(token, scores.Count);
            trie.Add(token, scores.Count);
            scores.Add(entry[1].GetDouble());
        }

        var unknown = model.Number("unk_id") ?? -1;
        return scores.Count == 0 || unknown >= scores.Count
            ? throw TokenizerJson.Wrong("its vocabulary is empty or does not hold its token for unknown text")
            : new UnigramModel(ids, [.. scores], trie, unknown, model.Flag("byte_fallback"));
    }

    public int VocabularySize => scores.Length;

    /// <summary>None by name: the reference does not drop it either.</summary>
    public int? UnknownId => null;

    public IEnumerable<string> Spellings => ids.Keys;

    public int? Find(string token) => ids.TryGetValue(token, out var id) ? id : null;

    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        var best = new double[piece.Length + 1];
        var from = new int[piece.Length + 1];
        var token = new int[piece.Length + 1];
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (var start = 0; start < piece.Length;)
        {
            CharacterClasses.At(piece, start, out var length);
            var hasSingle = false;
            var node = CharTrie.Root;
            for (var end = start; end < piece.Length && trie.TryStep(ref node, piece[end]);)
            {
                end++;
                if (trie.TokenAt(node) is >= 0 and var id)
                {
                    hasSingle |= end - start == length;
                    Offer(start, end, id, scores[id]);
                }
            }

            if (!hasSingle)
            {
                Offer(start, start + length, unknown, unknownScore);
            }

            start += length;
        }

        Collect(piece, from, token, ids);

        void Offer(int start, int end, int id, double score)
        {
            if (best[start] + score > best[end])
            {
                best[end] = best[start] + score;
                from[end] = start;
                token[end] = id;
            }
        }
    }

    // Backwards along the best way; neighbouring unknown characters are one.
    private void Collect(ReadOnlySpan<char> piece, int[] from, int[] token, List<int> ids)
    {
        var first = ids.Count;
        var wasUnknown = false;
        for (var end = piece.Length; end > 0; end = from[end])
        {
            if (token[end] != unknown)
            {
                ids.Add(token[end]);
                wasUnknown = false;
                continue;
            }

            if (bytes is not null)
            {
                var at = ids.Count;
                ByteTokens.Add(piece[from[end]..end], bytes, ids);
                ids.Reverse(at, ids.Count - at);
            }
            else if (!wasUnknown && unknown >= 0)
            {
                ids.Add(unknown);
            }

            wasUnknown = true;
        }

        ids.Reverse(first, ids.Count - first);
    }
}
