using System.Text.Json;
using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>
/// A <c>skprompt.txt</c> and the <c>config.json</c> beside it, which are one prompt: either is read with the other, and
/// what stands in the other has no place in this one. The configuration declares inputs, but engines take undeclared ones
/// too, so that the list is never taken for complete.
/// </summary>
internal static class SemanticKernelFolder
{
    public const string PromptName = "skprompt.txt";
    public const string SettingsName = "config.json";

    public static bool Recognises(string path) => NameOf(path).Equals(PromptName, StringComparison.OrdinalIgnoreCase);

    /// <summary>A <c>config.json</c> is a prompt's only where the prompt is there.</summary>
    public static bool RecognisesSettings(string path, IWorkspaceFiles? files) =>
        files is not null && NameOf(path).Equals(SettingsName, StringComparison.OrdinalIgnoreCase) && files.Exists(FolderOf(path) + PromptName) == true;

    public static PromptFile Parse(string path, string text, IWorkspaceFiles? files)
    {
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var json = files?.Read(FolderOf(path) + SettingsName) ?? "";
        var (config, _) = ReadSettings(json);
        var template = PromptTemplate.Parse(MappedText.Verbatim(text[start..], start), Dialect(config));
        return new PromptFile(PromptFormat.SemanticKernelFolder, path, text)
        {
            Templates = [template],
            Messages = MessageMarks.Elements(template),
            Inputs = [.. Inputs(json, config).Select(i => i with { NameSpan = default, Declaration = null, Lines = null, Default = null, Required = null })],
            Models = [.. Models(json, config).Select(Elsewhere)],
            AsksForJson = SemanticKernelConfig.AsksForJson(config?.Find("execution_settings")),
        };
    }

    public static PromptFile ParseSettings(string path, string text, IWorkspaceFiles files)
    {
        var (config, problem) = ReadSettings(text);
        var prompt = (files.Read(FolderOf(path) + PromptName) ?? "").TrimStart('\uFEFF');
        var template = PromptTemplate.Parse(MappedText.Elsewhere(prompt), Dialect(config));
        return new PromptFile(PromptFormat.SemanticKernelFolder, path, text)
        {
            IsSettings = true,
            Data = config,
            Templates = [template],
            Messages = MessageMarks.Elements(template),
            Inputs = [.. Inputs(text, config).Select(i => i with { Lines = null })],
            Models = [.. Models(text, config).Select(m => m with { Parameters = [.. m.Parameters.Select(p => p with { Lines = null })] })],
            AsksForJson = SemanticKernelConfig.AsksForJson(config?.Find("execution_settings")),
            Problems = problem is null ? [] : [problem],
        };
    }

    private static (DataMapping? Config, PromptProblem? Problem) ReadSettings(string json)
    {
        var start = json.StartsWith('\uFEFF') ? 1 : 0;
        if (json.AsSpan(start).IsWhiteSpace())
        {
            return (null, null);
        }

        var (root, problem) = JsonReader.Read(MappedText.Verbatim(json[start..], start));
        return (root as DataMapping, problem is null || IsPermitted(json) ? null : problem);
    }

    /// <summary>The engine takes comments and trailing commas.</summary>
    private static bool IsPermitted(string json)
    {
        try
        {
            using var _ = JsonDocument.Parse(json.TrimStart('\uFEFF'), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TemplateDialect Dialect(DataMapping? config) => config?.FindScalar("template_format")?.Value.ToLowerInvariant() switch
    {
        null or "semantic-kernel" => TemplateDialect.SemanticKernel,
        "handlebars" => TemplateDialect.Handlebars,
        "liquid" => TemplateDialect.Liquid,
        "jinja2" => TemplateDialect.Jinja,
        _ => TemplateDialect.Unknown,
    };

    private static List<PromptInput> Inputs(string json, DataMapping? config) =>
        config is null ? [] : SemanticKernelConfig.Inputs(json, config.At("input", "parameters") ?? config.Find("input_variables"));

    /// <summary>Settings by service, and in their older forms: one <c>completion</c>, or a list of models.</summary>
    private static List<PromptModel> Models(string json, DataMapping? config)
    {
        var models = SemanticKernelConfig.Models(json, config?.Find("execution_settings"));
        foreach (var settings in new[] { config?.Find("completion") }.Concat((config?.Find("models") as DataSequence)?.Items ?? []).OfType<DataMapping>())
        {
            var (name, span) = ModelReader.Name(settings.Find("model_id"));
            models.Add(new PromptModel(name, span, [.. ModelReader.Parameters(json, settings).Where(p => p.Name is not ("model_id" or "service_id"))]));
        }

        return models;
    }

    private static PromptModel Elsewhere(PromptModel model) => model with
    {
        NameSpan = PromptFile.Elsewhere,
        Parameters = [.. model.Parameters.Select(p => p with { NameSpan = PromptFile.Elsewhere, Value = p.Value with { Span = PromptFile.Elsewhere }, Lines = null })],
    };

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string FolderOf(string path) => path[..(path.LastIndexOfAny(['/', '\\']) + 1)].Replace('\\', '/');
}
