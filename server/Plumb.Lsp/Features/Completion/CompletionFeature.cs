using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Lsp.Features.Completion;

/// <summary>What can stand at a place of a prompt file: keys and values, models, roles, variables, helpers, files.</summary>
internal static class CompletionFeature
{
    public static IReadOnlyList<string> TriggerCharacters { get; } = ["{", "$", " ", ":", "/", "#", "\"", "."];

    public static CompletionList Get(TextDocument document, PromptFile file, IModelCatalogue? models, Position position, PositionEncoding encoding)
    {
        var offset = document.ToOffset(position, encoding);
        var line = document.Lines.GetLineSpan(document.Lines.GetLine(offset));
        var before = document.Text[line.Start..offset];
        var items = Suggest(document, file, models, offset, before);
        return new CompletionList
        {
            IsIncomplete = false,
            Items = [.. items.DistinctBy(i => i.Label).Select((item, index) => new CompletionItem
            {
                Label = item.Label,
                Kind = item.Kind,
                Detail = item.Detail,
                SortText = index.ToString("D4", System.Globalization.CultureInfo.InvariantCulture),
                FilterText = item.Label,
                TextEdit = new TextEdit { Range = document.ToRange(new TextSpan(offset - item.Typed, offset), encoding), NewText = item.NewText ?? item.Label },
            })],
        };
    }

    private static IEnumerable<Suggestion> Suggest(TextDocument document, PromptFile file, IModelCatalogue? models, int offset, string before)
    {
        if (FileSuggestions.Get(document.Path, file.Format, before) is { } paths)
        {
            return paths;
        }

        if (!InFrontMatter(file, offset) && RoleSuggestions.Get(file.Format, before) is { } roles)
        {
            return roles;
        }

        if (TemplateAt(file, offset) is { } template && TagSuggestions.Get(file, template.Dialect, before) is { } tags)
        {
            return tags;
        }

        if (InData(file, offset))
        {
            return DataSuggestions.Get(document, file, models, offset, before);
        }

        return file.Format == PromptFormat.Prompty && before.Length > 0 && before.All(char.IsAsciiLetter)
            ? DataSuggestions.Roles.Select(role => new Suggestion(role, CompletionItemKind.Keyword, before.Length, "message of this role", role + ":\n"))
            : [];
    }

    private static PromptTemplate? TemplateAt(PromptFile file, int offset) =>
        file.Templates.FirstOrDefault(t => t.FileSpan is var span && offset >= span.Start && offset <= span.End && (!InData(file, offset) || !span.IsEmpty));

    private static bool InFrontMatter(PromptFile file, int offset) => file.FrontMatter is { } front && offset >= front.Start && offset <= front.End;

    /// <summary>In front matter, or in a file that is YAML altogether.</summary>
    private static bool InData(PromptFile file, int offset) =>
        file.FrontMatter is { } front ? offset >= front.Start && offset <= front.End
        : file.Format is PromptFormat.SemanticKernelYaml or PromptFormat.GitHubModels or PromptFormat.Promptfoo;
}

/// <param name="Typed">How many characters before the cursor it replaces.</param>
/// <param name="NewText">What is written; null: the label.</param>
internal readonly record struct Suggestion(string Label, CompletionItemKind Kind, int Typed, string? Detail = null, string? NewText = null);
