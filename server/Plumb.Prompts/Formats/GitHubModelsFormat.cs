using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>GitHub Models' <c>*.prompt.yml</c>: messages with <c>{{variables}}</c>, test data, evaluators.</summary>
internal static class GitHubModelsFormat
{
    private static readonly FrontMatterShape Shape = new(
        [
            new("name", "The prompt's name."),
            new("description", "What the prompt is for."),
            new("model", "The model, with its publisher before it: openai/gpt-4o."),
            new("modelParameters", "Parameters of the request.", null, new FrontMatterShape(
                [
                    new("temperature", "How much the choice of tokens varies, 0 to 2."),
                    new("topP", "The share of probability that is chosen from, 0 to 1."),
                    new("maxTokens", "The most tokens of the answer."),
                    new("maxCompletionTokens", "The most tokens of the answer, thoughts included."),
                ],
                false)),
            new("responseFormat", "The form of the answer.", ["text", "json_object", "json_schema"]),
            new("jsonSchema", "The schema of the answer: JSON in a string."),
            new("messages", "The messages, each with a role and its content.", null, new FrontMatterShape([new("role", "Who speaks.", ["system", "user", "assistant", "developer"]), new("content", "What is said.")], false)),
            new("testData", "Cases that give values to the variables."),
            new("evaluators", "Checks of the answer."),
        ],
        true);

    public static bool Recognises(string path) =>
        path.EndsWith(".prompt.yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".prompt.yaml", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file, or null where another format's content is under that name.</summary>
    public static PromptFile? Parse(string path, string text)
    {
        var skip = text.StartsWith('\uFEFF') ? 1 : 0;
        var (root, problems) = YamlReader.Read(text[skip..], skip);
        var file = new PromptFile(PromptFormat.GitHubModels, path, text) { Problems = problems };
        if (root is not DataMapping map || map.Find("messages") is not DataSequence list)
        {
            return problems.Count > 0 ? file : null;
        }

        var messages = new List<PromptMessage>();
        foreach (var item in list.Items)
        {
            if (item is DataMapping message && message.Find("content") is DataScalar content)
            {
                var role = message.FindScalar("role");
                var template = PromptTemplate.Parse(content.Text, TemplateDialect.Mustache, message.FindKey("content")!.Span);
                messages.Add(new PromptMessage(role?.Value.ToLowerInvariant() ?? "user", role?.Span ?? default, template, new TextSpan(0, content.Value.Length)));
            }
        }

        var (model, span) = ModelReader.Name(map.Find("model"));
        return file with
        {
            Data = map,
            Shape = Shape,
            Messages = messages,
            Templates = [.. messages.Select(m => m.Template)],
            Models = [new PromptModel(model, span, ModelReader.Parameters(text, map.Find("modelParameters")))],
            AsksForJson = map.FindScalar("responseFormat")?.Value is "json_object" or "json_schema",
            OutputSchema = map.Find("jsonSchema") switch
            {
                DataScalar { IsNull: false } json => SchemaReader.FromText(json),
                DataMapping node => SchemaReader.FromNode(node),
                _ => null,
            },
            TestCases = Cases(map.Find("testData")),
        };
    }

    private static List<PromptTestCase> Cases(DataNode? node)
    {
        var cases = new List<PromptTestCase>();
        foreach (var item in (node as DataSequence)?.Items ?? [])
        {
            if (item is DataMapping values)
            {
                cases.Add(new PromptTestCase(values.Span, [.. values.Entries.Select(e => new PromptTestValue(e.Key.Value, e.Key.Span, e.Value))], true));
            }
        }

        return cases;
    }
}
