using System.Text.Json;

namespace Plumb.Tokens.Models;

/// <summary>Says what is wrong with the form of a row that a user wrote: which field, and what it has to be.</summary>
internal static class ModelRowCheck
{
    private const string Text = "a text";
    private const string Texts = "a list of texts";
    private const string Whole = "a whole number";
    private const string Price = "a number";
    private const string Flag = "true or false";

    private static readonly (string Field, string Form)[] Fields =
    [
        ("aliases", Texts), ("family", Text), ("encoding", Text), ("tokenizer", Text), ("estimate", Text), ("contextWindow", Whole),
        ("maxOutput", Whole), ("capabilities", Texts), ("parameters", Texts), ("structuredOutput", Flag), ("retires", Text),
        ("replacement", Text), ("chat", Text), ("source", Text), ("asOf", Text),
    ];

    /// <summary>A sentence without the row's name; null where the form is right.</summary>
    public static string? Find(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return "a model has to be an object such as { \"name\": \"house\", \"encoding\": \"o200k_base\" }.";
        }

        if (!row.TryGetProperty("name", out var name))
        {
            return "the field 'name' is missing.";
        }

        if (name.ValueKind != JsonValueKind.String)
        {
            return Sentence("name", Text);
        }

        foreach (var (field, form) in Fields)
        {
            if (row.TryGetProperty(field, out var value) && !IsOf(value, form))
            {
                return Sentence(field, form);
            }
        }

        if (!row.TryGetProperty("price", out var price) || price.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return price.ValueKind != JsonValueKind.Object ? Sentence("price", "an object such as { \"input\": 2, \"output\": 8 }")
            : Array.Find(["input", "output", "cachedInput"], field => price.TryGetProperty(field, out var value) && !IsOf(value, Price)) is { } wrong ? Sentence("price." + wrong, Price)
            : null;
    }

    /// <summary>How a row is called in a message: by its name where it has one, else by its place.</summary>
    public static string Name(JsonElement row, int place) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } text
            ? $"tokens.models[{place}] ('{text}')"
            : $"tokens.models[{place}]";

    private static string Sentence(string field, string form) => $"the field '{field}' has to be {form}.";

    private static bool IsOf(JsonElement value, string form) => value.ValueKind == JsonValueKind.Null || form switch
    {
        Text => value.ValueKind == JsonValueKind.String,
        Texts => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
        Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        Price => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _),
        _ => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
    };
}
