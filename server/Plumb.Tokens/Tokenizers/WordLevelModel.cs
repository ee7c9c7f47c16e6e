using System.Text.Json;

namespace Plumb.Tokens.Tokenizers;

/// <summary>A word is a token, or unknown.</summary>
internal sealed class WordLevelModel : ITokenModel
{
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    private WordLevelModel(Dictionary<string, int> ids, int? unknown)
    {
        this.ids = ids;
        UnknownId = unknown;
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        VocabularySize = Vocabulary.SizeOf(ids);
    }

    public static WordLevelModel Read(JsonElement model)
    {
        var ids = TokenModels.ReadVocabulary(model);
        return new WordLevelModel(ids, ids.TryGetValue(model.Text("unk_token") ?? "<unk>", out var unknown) ? unknown : null);
    }

    public int VocabularySize { get; }

    public int? UnknownId { get; }

    public IEnumerable<string> Spellings => ids.Keys;

    public int? Find(string token) => ids.TryGetValue(token, out var id) ? id : null;

    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (lookup.TryGetValue(piece, out var id))
        {
            ids.Add(id);
        }
        else if (UnknownId is { } unknown)
        {
            ids.Add(unknown);
        }
    }
}
