using System.Text.Json;

namespace Plumb.Tokens.Tokenizers;

/// <summary>The ids that stand before and behind a single text, such as [CLS] and [SEP].</summary>
internal sealed record SpecialTokens(IReadOnlyList<int> Before, IReadOnlyList<int> Behind)
{
    public static SpecialTokens None { get; } = new([], []);

    public int Count => Before.Count + Behind.Count;

    /// <exception cref="FormatException">A post-processor that Plumb does not know.</exception>
    public static SpecialTokens Read(JsonElement? element, Func<string, int?> find)
    {
        if (element is not { } processor)
        {
            return None;
        }

        return processor.Type() switch
        {
            "TemplateProcessing" => ReadTemplate(processor, find),
            "BertProcessing" or "RobertaProcessing" => new SpecialTokens([ReadPair(processor, "cls")], [ReadPair(processor, "sep")]),
            "Sequence" => processor.Items("processors").Select(p => Read(p, find)).FirstOrDefault(s => s.Count > 0) ?? None,
            "ByteLevel" => None,
            var type => throw TokenizerJson.Wrong($"its post-processor '{type}' is not known to Plumb"),
        };
    }

    private static SpecialTokens ReadTemplate(JsonElement processor, Func<string, int?> find)
    {
        var before = new List<int>();
        var behind = new List<int>();
        var seen = false;
        foreach (var part in processor.Items("single"))
        {
            if (part.Find("Sequence") is not null)
            {
                seen = true;
            }
            else if (part.Find("SpecialToken")?.Text("id") is { } name)
            {
                var ids = processor.Find("special_tokens")?.Find(name)?.Items("ids").Select(id => id.GetInt32()).ToList();
                (seen ? behind : before).AddRange(ids ?? [find(name) ?? throw TokenizerJson.Wrong($"its template names '{name}', which has no id")]);
            }
        }

        return new SpecialTokens(before, behind);
    }

    private static int ReadPair(JsonElement processor, string name) =>
        processor.Find(name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2 && pair[1].TryGetInt32(out var id)
            ? id
            : throw TokenizerJson.Wrong($"its post-processor's '{name}' is no token with an id");
}
