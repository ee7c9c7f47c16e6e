using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumb.Lsp.Features.Configuration;

/// <summary>A place in the schema of <c>plumb.json</c> (docs/plumb.schema.json): the parts of JSON Schema that it uses.</summary>
internal readonly struct ConfigurationSchema
{
    private static readonly Lazy<JsonDocument> Document = new(Load);

    private readonly JsonElement element;

    private ConfigurationSchema(JsonElement element) => this.element = Resolve(element);

    public static ConfigurationSchema Root => new(Document.Value.RootElement);

    public string? Description => element.TryGetProperty("description", out var text) ? text.GetString() : null;

    /// <summary>The keys that it names.</summary>
    public IEnumerable<(string Key, ConfigurationSchema Schema)> Properties =>
        element.TryGetProperty("properties", out var properties) ? [.. properties.EnumerateObject().Select(p => (p.Name, new ConfigurationSchema(p.Value)))] : [];

    /// <summary>The values that it lists.</summary>
    public IReadOnlyList<string> Values => element.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(v => v.ToString())] : [];

    public bool IsObject => Type == "object";

    public ConfigurationSchema? Items => element.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object ? new ConfigurationSchema(items) : null;

    private string? Type => element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    /// <summary>What a key holds; null where the key may not stand here, or nothing is said about it.</summary>
    public ConfigurationSchema? Find(string key) =>
        element.TryGetProperty("properties", out var properties) && properties.TryGetProperty(key, out var named) ? new ConfigurationSchema(named)
        : element.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object ? new ConfigurationSchema(others)
        : null;

    /// <summary>What is wrong in a tree, each with its place.</summary>
    public IEnumerable<(Text.TextSpan Span, string Message)> Check(JsonTree node)
    {
        if (node.Kind == JsonKind.Missing)
        {
            yield break;
        }

        if (WrongKind(node) is { } wrong)
        {
            yield return (node.Span, wrong);
            yield break;
        }

        foreach (var member in node.Members)
        {
            if (Find(member.Key) is { } schema)
            {
                foreach (var problem in schema.Check(member.Value))
                {
                    yield return problem;
                }
            }
            else if (element.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False)
            {
                yield return (member.KeySpan, $"Unknown key '{member.Key}'; there are {string.Join(", ", Properties.Select(p => p.Key))}.");
            }
        }

        foreach (var twice in node.Members.GroupBy(m => m.Key, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            yield return (twice.KeySpan, $"'{twice.Key}' stands here twice: the last one holds.");
        }

        if (Items is { } itemSchema)
        {
            foreach (var problem in node.Items.SelectMany(item => itemSchema.Check(item)))
            {
                yield return problem;
            }
        }
    }

    private string? WrongKind(JsonTree node)
    {
        if (Values is { Count: > 0 } values)
        {
            return values.Contains(node.Text, StringComparer.Ordinal) && node.Kind is JsonKind.Text or JsonKind.Word or JsonKind.Number ? null : $"This has to be one of {string.Join(", ", values)}.";
        }

        var number = node.Kind == JsonKind.Number && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : (double?)null;
        var wrong = Type switch
        {
            "object" when node.Kind != JsonKind.Object => "This has to be an object.",
            "array" when node.Kind != JsonKind.Array => "This has to be a list.",
            "string" when node.Kind != JsonKind.Text => "This has to be a text.",
            "boolean" when node is not { Kind: JsonKind.Word, Text: "true" or "false" } => "This has to be true or false.",
            "number" when number is null => "This has to be a number.",
            "integer" when number is null || double.Truncate(number.Value) != number => "This has to be a whole number.",
            _ => null,
        };
        return wrong
            ?? (number is { } n && element.TryGetProperty("minimum", out var least) && n < least.GetDouble() ? string.Create(CultureInfo.InvariantCulture, $"This has to be {least.GetDouble()} or more.") : null)
            ?? (number is { } m && element.TryGetProperty("maximum", out var most) && m > most.GetDouble() ? string.Create(CultureInfo.InvariantCulture, $"This has to be {most.GetDouble()} or less.") : null)
            ?? (node.Kind == JsonKind.Text && element.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(node.Text, pattern.GetString()!, RegexOptions.None, TimeSpan.FromMilliseconds(100)) ? $"This has to match {pattern.GetString()}." : null);
    }

    private static JsonElement Resolve(JsonElement schema)
    {
        for (var hops = 0; hops < 8 && schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference); hops++)
        {
            var target = Document.Value.RootElement;
            foreach (var part in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                target = target.GetProperty(part);
            }

            schema = target;
        }

        return schema;
    }

    private static JsonDocument Load()
    {
        using var stream = typeof(ConfigurationSchema).Assembly.GetManifestResourceStream("plumb.schema.json")!;
        return JsonDocument.Parse(stream);
    }
}
