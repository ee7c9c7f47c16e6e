using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plumb.Ask;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Tests;

/// <summary>What <c>plumb ask --json</c> prints fits the schema that is published for it.</summary>
public sealed class AnswerSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), "docs", "answer.schema.json")))!;

    public static TheoryData<Answer> Answers => new()
    {
        new Answer("q", AnswerKind.NotFound, "Not found", [], 0, []),
        new Answer("q", AnswerKind.Extractive, "x", [new Citation("a b.py", 1, 2, "a", "0123456789abcdef")], 12, ["note"]) { Confidence = new AnswerConfidence(0.5, null), FollowUps = ["Where?"] },
        new Answer("q", AnswerKind.Model, "x", [], 12, []) { Confidence = new AnswerConfidence(1, 0.25), Usage = new AnswerUsage("m", 1, 0, 2, 0.001m, 1, [new AskStep("model", "m", 1.5)]) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_kind_of_answer_fits(Answer answer) => Assert.Empty(Problems(Print(answer), Schema, "$"));

    [Fact]
    public void What_does_not_fit_is_found()
    {
        var broken = Print(new Answer("q", AnswerKind.Model, "x", [new Citation("a", 0, 2, "", "short")], 1, []));
        broken["extra"] = 1;
        broken.AsObject().Remove("notes");
        Assert.Equal(["$: notes is missing", "$.citations[0].startLine: below 1", "$.citations[0].contentHash: pattern", "$: extra is unknown"], Problems(broken, Schema, "$"));
    }

    private static JsonNode Print(Answer answer) =>
        JsonNode.Parse(JsonSerializer.Serialize(AnswerReport.Of(answer, Path.GetTempPath()), WorkspaceJson.Indented.AnswerReport))!;

    // As much of JSON Schema as the file uses.
    private static IEnumerable<string> Problems(JsonNode? value, JsonNode schema, string at)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            return Problems(value, Schema["definitions"]![reference[(reference.LastIndexOf('/') + 1)..]]!, at);
        }

        if (schema["enum"] is JsonArray allowed)
        {
            return allowed.Any(a => JsonNode.DeepEquals(a, value)) ? [] : [$"{at}: {value} is none of the values"];
        }

        return (string?)schema["type"] switch
        {
            "object" => value is JsonObject o ? OfObject(o, schema, at) : [$"{at}: no object"],
            "array" => value is JsonArray a ? a.SelectMany((item, i) => Problems(item, schema["items"]!, $"{at}[{i}]")) : [$"{at}: no array"],
            "string" => value?.GetValueKind() != JsonValueKind.String ? [$"{at}: no string"] : (string?)schema["pattern"] is { } pattern && !Regex.IsMatch((string)value!, pattern) ? [$"{at}: pattern"] : [],
            _ => value?.GetValueKind() != JsonValueKind.Number ? [$"{at}: no number"]
                : (double?)schema["minimum"] is { } least && (double)value < least ? [$"{at}: below {least}"]
                : (double?)schema["maximum"] is { } most && (double)value > most ? [$"{at}: above {most}"]
                : (string?)schema["type"] == "integer" && (double)value % 1 != 0 ? [$"{at}: no whole number"] : [],
        };
    }

    private static IEnumerable<string> OfObject(JsonObject value, JsonNode schema, string at) =>
    [
        .. (schema["required"] as JsonArray ?? []).Select(name => (string)name!).Where(name => !value.ContainsKey(name)).Select(name => $"{at}: {name} is missing"),
        .. value.Where(p => schema["properties"]![p.Key] is not null).SelectMany(p => Problems(p.Value, schema["properties"]![p.Key]!, $"{at}.{p.Key}")),
        .. value.Where(p => schema["properties"]![p.Key] is null).Select(p => $"{at}: {p.Key} is unknown"),
    ];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Lsp.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
