using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <summary>Byte-pair encoding: characters are joined pair by pair, the earliest learnt merge first.</summary>
internal sealed class BpeModel : ITokenModel
{
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> merges;
    private readonly string? prefix;
    private readonly string? suffix;
    private readonly bool fuseUnknown;
    private readonly bool ignoreMerges;
    private readonly int[]? bytes;

    private BpeModel(Dictionary<string, int> ids, Dictionary<(int Left, int Right), (int Rank, int Id)> merges, JsonElement model)
    {
        this.ids = ids;
        this.merges = merges;
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        VocabularySize = Vocabulary.SizeOf(ids);
        UnknownId = model.Text("unk_token") is { } unknown && ids.TryGetValue(unknown, out var id) ? id : null;
        prefix = model.Text("continuing_subword_prefix") is { Length: > 0 } before ? before : null;
        suffix = model.Text("end_of_word_suffix") is { Length: > 0 } after ? after : null;
        fuseUnknown = model.Flag("fuse_unk");
        ignoreMerges = model.Flag("ignore_merges");
        bytes = model.Flag("byte_fallback") ? ByteTokens.Find(Find) : null;
    }

    public static BpeModel Read(JsonElement model)
    {
        var ids = TokenModels.ReadVocabulary(model);
        var prefix = model.Text("continuing_subword_prefix") ?? "";
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Id)>();
        var rank = 0;
        foreach (var merge in model.Items("merges"))
        {
            var (left, right) = merge.ValueKind switch
            {
                JsonValueKind.String when merge.GetString()!.Split(' ') is [var a, var b] => (a, b),
                JsonValueKind.Array when merge.GetArrayLength() == 2 => (merge[0].GetString() ?? "", merge[1].GetString() ?? ""),
                _ => throw TokenizerJson.Wrong($"its merge number {rank} is no pair"),
            };
            var joined = left + (prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right);
            if (!ids.TryGetValue(left, out var first) || !ids.TryGetValue(right, out var second) || !ids.TryGetValue(joined, out var id))
            {
                throw TokenizerJson.Wrong($"its merge number {rank} joins what is not in its vocabulary");
            }

            merges[(first, second)] = (rank++, id);
        }

        return new BpeModel(ids, merges, model);
    }

    public int VocabularySize { get; }

    public int? UnknownId { get; }

    public IEnumerable<string> Spellings => ids.Keys;

    public int? Find(string token) => ids.TryGetValue(token, out var id) ? id : null;

    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (ignoreMerges && lookup.TryGetValue(piece, out var whole))
        {
            ids.Add(whole);
            return;
        }

        var symbols = Symbols(piece);
        Merge(symbols, ids);
    }

    private List<int> Symbols(ReadOnlySpan<char> piece)
    {
        var symbols = new List<int>(piece.Length);
        var wasUnknown = false;
        for (var at = 0; at < piece.Length;)
        {
            CharacterClasses.At(piece, at, out var length);
            var character = piece.Slice(at, length);
            var isLast = at + length == piece.Length;
            int id;
            var known = (at > 0 && prefix is not null) || (isLast && suffix is not null)
                ? ids.TryGetValue((at > 0 ? prefix : null) + character.ToString() + (isLast ? suffix : null), out id)
                : lookup.TryGetValue(character, out id);
            at += length;
            if (known)
            {
                symbols.Add(id);
                wasUnknown = false;
            }
            else if (bytes is not null)
            {
                ByteTokens.Add(character, bytes, symbols);
                wasUnknown = false;
            }
            else if (UnknownId is { } unknown && !(fuseUnknown && wasUnknown))
            {
                symbols.Add(unknown);
                wasUnknown = true;
            }
        }

        return symbols;
    }

    // A queue of the pairs that may be joined, over a list of what is left and right of each: n log n on any input.
    private void Merge(List<int> symbols, List<int> into)
    {
        var count = symbols.Count;
        if (count < 2)
        {
            into.AddRange(symbols);
            return;
        }

        var next = new int[count];
        var previous = new int[count];
        var queue = new PriorityQueue<(int At, int Left, int Right, int Id), (int Rank, int At)>(count);
        for (var i = 0; i < count; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1;
            Offer(i);
        }

        while (queue.TryDequeue(out var merge, out _))
        {
            var right = symbols[merge.At] == merge.Left ? next[merge.At] : count;
            if (right >= count || symbols[right] != merge.Right)
            {
                continue;
            }

            symbols[merge.At] = merge.Id;
            symbols[right] = -1;
            next[merge.At] = next[right];
            if (next[right] < count)
            {
                previous[next[right]] = merge.At;
            }

            Offer(merge.At);
            if (previous[merge.At] >= 0)
            {
                Offer(previous[merge.At]);
            }
        }

        for (var i = 0; i < count; i = next[i])
        {
            into.Add(symbols[i]);
        }

        void Offer(int at)
        {
            if (next[at] < count && merges.TryGetValue((symbols[at], symbols[next[at]]), out var merge))
            {
                queue.Enqueue((at, symbols[at], symbols[next[at]], merge.Id), (merge.Rank, at));
            }
        }
    }
}

/// <summary>The tokens "&lt;0x00>" to "&lt;0xFF>", which spell what a vocabulary does not hold.</summary>
internal static class ByteTokens
{
    /// <summary>Null unless all 256 are there.</summary>
    public static int[]? Find(Func<string, int?> find)
    {
        var found = Enumerable.Range(0, 256).Select(b => find(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")) ?? -1).ToArray();
        return Array.IndexOf(found, -1) < 0 ? found : null;
    }

    public static void Add(ReadOnlySpan<char> character, int[] tokens, List<int> ids)
    {
        Span<byte> bytes = stackalloc byte[8];
        var count = Encoding.UTF8.GetBytes(character, bytes);
        foreach (var b in bytes[..count])
        {
            ids.Add(tokens[b]);
        }
    }
}
