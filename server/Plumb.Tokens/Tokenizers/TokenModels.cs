using System.Text.Json;

namespace Plumb.Tokens.Tokenizers;

/// <summary>Reads the model of tokenizer.json.</summary>
internal static class TokenModels
{
    /// <exception cref="FormatException">One that Plumb does not know, or a damaged one.</exception>
    public static ITokenModel Read(JsonElement? element)
    {
        var model = element ?? throw TokenizerJson.Wrong("it has no model");

        // Files of old have no type: merges tell BPE, a list of scores Unigram.
        var type = model.Type() is { Length: > 0 } given ? given
            : model.Find("merges") is not null ? "BPE"
            : model.Find("vocab") is { ValueKind: JsonValueKind.Array } ? "Unigram" : "WordPiece";
        return type switch
        {
            "WordPiece" => WordPieceModel.Read(model),
            "WordLevel" => WordLevelModel.Read(model),
            "BPE" => BpeModel.Read(model),
            "Unigram" => UnigramModel.Read(model),
            _ => throw TokenizerJson.Wrong($"its model '{type}' is not known to Plumb"),
        };
    }

    /// <summary>The vocabulary of WordPiece, WordLevel and BPE: spelling to id.</summary>
    public static Dictionary<string, int> ReadVocabulary(JsonElement model)
    {
        var vocabulary = model.Find("vocab") is { ValueKind: JsonValueKind.Object } given ? given : throw TokenizerJson.Wrong("its vocabulary is missing");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in vocabulary.EnumerateObject())
        {
            ids[entry.Name] = entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out var id) && id is >= 0 and < Vocabulary.MostIds
                ? id
                : throw TokenizerJson.Wrong($"its vocabulary gives '{entry.Name}' no id");
        }

        return ids.Count > 0 ? ids : throw TokenizerJson.Wrong("its vocabulary is empty");
    }
}

/// <summary>Bounds that hold for every vocabulary.</summary>
internal static class Vocabulary
{
    /// <summary>Ids lie below; a hostile file cannot make us allocate more.</summary>
    public const int MostIds = 16_000_000;

    public static int SizeOf(Dictionary<string, int> ids) => ids.Values.Max() + 1;
}
