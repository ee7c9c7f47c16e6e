using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>promptfoo's configuration: prompts in Nunjucks, providers, tests with variables.</summary>
internal static partial class PromptfooFormat
{
    private static readonly FrontMatterShape Shape = new(
        [
            new("description", "What is evaluated."),
            new("prompts", "The prompts: texts or files."),
            new("providers", "The models."),
            new("targets", "The models or applications."),
            new("tests", "The cases: variables and assertions."),
            new("scenarios", "Groups of cases."),
            new("defaultTest", "What every case has."),
            new("env", "Variables of the environment."),
            new("evaluateOptions", "How the evaluation runs."),
            new("outputPath", "Where the results go."),
            new("derivedMetrics", "Metrics made of others."),
            new("extensions", "Hooks."),
            new("redteam", "Attacks to try."),
            new("tags", "Words to find it by."),
            new("nunjucksFilters", "Filters of the templates."),
            new("commandLineOptions", "Options of the command."),
            new("sharing", "Where results are shared."),
            new("tracing", "Traces of the run."),
            new("writeLatestResults", "Whether results are kept."),
            new("metadata", "Anything else."),
        ],
        false);

    public static bool Recognises(string path, string text)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        return (name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            && (name.StartsWith("promptfooconfig", StringComparison.OrdinalIgnoreCase) || (PromptsKey().IsMatch(text) && ProvidersKey().IsMatch(text)));
    }

    public static PromptFile? Parse(string path, string text)
    {
        var skip = text.StartsWith('\uFEFF') ? 1 : 0;
        var (root, problems) = YamlReader.Read(text[skip..], skip);
        var file = new PromptFile(PromptFormat.Promptfoo, path, text) { Problems = problems };
        if (root is not DataMapping map)
        {
            return problems.Count > 0 ? file : null;
        }

        var prompts = new List<PromptTemplate>();
        var references = new List<PromptReference>();
        foreach (var item in map.Find("prompts") is DataSequence list ? list.Items : map.Find("prompts") is { } single ? [single] : [])
        {
            var scalar = item as DataScalar ?? (item as DataMapping)?.FindScalar("raw") ?? (item as DataMapping)?.FindScalar("id");
            if (scalar is null)
            {
                continue;
            }

            if (scalar.Value.StartsWith("file://", StringComparison.Ordinal))
            {
                var target = scalar.Value["file://".Length..];
                target = target.LastIndexOf(':') is > 1 and var colon ? target[..colon] : target;
                if (target.AsSpan().IndexOfAny("*{}$") < 0)
                {
                    references.Add(new PromptReference(ReferenceKind.File, target, scalar.Span));
                }
            }
            else if (scalar.Value.AsSpan().ContainsAny(' ', '\n') || scalar.Value.Contains("{{", StringComparison.Ordinal))
            {
                prompts.Add(PromptTemplate.Parse(scalar.Text, TemplateDialect.Nunjucks));
            }
        }

        return file with
        {
            Data = map,
            Shape = Shape,
            Templates = prompts,
            Messages = [.. prompts.Select(p => new PromptMessage("user", default, p, new TextSpan(0, p.Text.Value.Length)))],
            References = references,
            Models = [.. ((map.Find("providers") ?? map.Find("targets")) as DataSequence)?.Items.Select(i => Model(text, i)).OfType<PromptModel>() ?? []],
            TestCases = Cases(map),
        };
    }

    private static PromptModel? Model(string text, DataNode item)
    {
        var id = item as DataScalar ?? (item as DataMapping)?.FindScalar("id");
        if (id is null)
        {
            return null;
        }

        // "openai:chat:gpt-4o": only providers whose last part is a model's name.
        var parts = id.Value.Split(':');
        var isModel = parts[0] is "openai" or "anthropic" or "google" or "vertex" && parts.Length is 2 or 3 && !id.Value.Contains("{{", StringComparison.Ordinal) && !parts.Contains("assistant");
        return new PromptModel(isModel ? parts[^1] : null, id.Span, ModelReader.Parameters(text, (item as DataMapping)?.Find("config")));
    }

    private static List<PromptTestCase> Cases(DataMapping map)
    {
        var cases = new List<PromptTestCase>();
        var shared = Values(map.At("defaultTest", "vars"), out var complete);
        complete &= map.Find("defaultTest") is null or DataMapping;
        foreach (var item in (map.Find("tests") as DataSequence)?.Items ?? [])
        {
            if (item is not DataMapping test)
            {
                continue;
            }

            var values = Values(test.Find("vars"), out var own);
            cases.Add(new PromptTestCase(test.Span, [.. values, .. shared], complete && own && test.Find("vars") is not null && map.Find("scenarios") is null));
        }

        return cases;
    }

    private static List<PromptTestValue> Values(DataNode? node, out bool complete)
    {
        complete = node is null or DataMapping;
        return [.. (node as DataMapping)?.Entries.Select(e => new PromptTestValue(e.Key.Value, e.Key.Span, e.Value)) ?? []];
    }

    [GeneratedRegex(@"^prompts[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex PromptsKey();

    [GeneratedRegex(@"^(providers|targets)[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex ProvidersKey();
}
