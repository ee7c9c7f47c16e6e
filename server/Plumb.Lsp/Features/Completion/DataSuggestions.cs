using Plumb.Lsp.Protocol;
using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Lsp.Features.Completion;

/// <summary>
/// Keys and values of front matter. The keys around the place are read from the lines and their indentation: while
/// somebody types, the YAML is mostly broken.
/// </summary>
internal static class DataSuggestions
{
    private static readonly string[] ModelKeys = ["model", "model_id", "modelId", "ai_model_id", "azure_deployment", "id"];

    public static IReadOnlyList<string> Roles { get; } = ["system", "user", "assistant", "developer", "tool"];

    public static IEnumerable<Suggestion> Get(TextDocument document, PromptFile file, IModelCatalogue? models, int offset, string before)
    {
        var (indent, content) = Split(before);
        var colon = content.IndexOf(": ", StringComparison.Ordinal);
        var isItem = before.TrimStart().StartsWith("- ", StringComparison.Ordinal);
        if (colon < 0 && content.All(IsKeyCharacter))
        {
            var path = Parents(document, document.Lines.GetLine(offset), indent);
            var (shape, listed) = Find(file.Shape, path);
            if (listed is { Values: { } choices } && isItem)
            {
                return Values(choices, content.Length);
            }

            var present = Siblings(document, document.Lines.GetLine(offset), indent);
            return shape is null ? [] : shape.Keys
                .Where(key => key.Ignored is null && key.Replacement is null && !present.Contains(key.Name))
                .Select(key => new Suggestion(key.Name, CompletionItemKind.Property, content.Length, key.Summary, key.Name + ": "));
        }

        if (colon <= 0 || !content.AsSpan(0, colon).Trim('"').ToString().All(IsKeyCharacter))
        {
            return [];
        }

        var name = content[..colon].Trim('"');
        var typed = content[(colon + 2)..].TrimStart();
        var quote = typed is ['"' or '\'', ..] ? 1 : 0;
        var parents = Parents(document, document.Lines.GetLine(offset), indent);
        var known = Find(file.Shape, parents).Shape?.Find(name);
        if (known?.Values is { } values)
        {
            return Values(values, typed.Length - quote);
        }

        if (name == "role")
        {
            return Values(Roles, typed.Length - quote);
        }

        return models is not null && ModelKeys.Contains(name, StringComparer.Ordinal) && (name != "id" || parents is [.., "model"])
            ? models.Names.Select(model => new Suggestion(model, CompletionItemKind.Value, typed.Length - quote, models.Find(model)?.ContextWindow is { } window ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{window:N0} tokens") : "model"))
            : [];
    }

    private static IEnumerable<Suggestion> Values(IEnumerable<string> values, int typed) => values.Select(value => new Suggestion(value, CompletionItemKind.EnumMember, typed));

    /// <summary>The column of a line's content, behind any dash of a list, and the content.</summary>
    private static (int Indent, string Content) Split(string line)
    {
        var at = 0;
        while (at < line.Length && (line[at] == ' ' || (line[at] == '-' && at + 1 < line.Length && line[at + 1] == ' ')))
        {
            at++;
        }

        return (at, line[at..]);
    }

    /// <summary>The keys that enclose a place, outermost first.</summary>
    private static List<string> Parents(TextDocument document, int line, int indent)
    {
        var keys = new List<string>();
        for (var above = line - 1; above >= 0 && indent > 0; above--)
        {
            var (column, content) = Split(Line(document, above));
            if (content.StartsWith("---", StringComparison.Ordinal))
            {
                break;
            }

            if (column < indent && content.Length > 0 && content[0] != '#')
            {
                indent = column;
                var colon = content.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0)
                {
                    keys.Insert(0, content[..colon].Trim().Trim('"', '\''));
                }
            }
        }

        return keys;
    }

    /// <summary>The keys that stand beside a place already.</summary>
    private static HashSet<string> Siblings(TextDocument document, int line, int indent)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in (ReadOnlySpan<int>)[-1, 1])
        {
            for (var at = line + step; at >= 0 && at < document.Lines.LineCount; at += step)
            {
                var text = Line(document, at);
                var (column, content) = Split(text);
                if (content.Length == 0)
                {
                    continue;
                }

                if (column < indent || content.StartsWith("---", StringComparison.Ordinal) || (step > 0 && column == indent && text.TrimStart().StartsWith("- ", StringComparison.Ordinal)))
                {
                    break;
                }

                if (column == indent && content.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                {
                    keys.Add(content[..colon].Trim().Trim('"', '\''));
                }

                if (step < 0 && column == indent && text.TrimStart().StartsWith("- ", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }

        return keys;
    }

    /// <summary>The keys under a path, and the key that the path ends with.</summary>
    private static (FrontMatterShape? Shape, FrontMatterKey? Key) Find(FrontMatterShape? shape, List<string> path)
    {
        FrontMatterKey? key = null;
        foreach (var name in path)
        {
            key = shape?.Find(name);
            shape = key?.Children;
        }

        return (shape, key);
    }

    private static string Line(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(line);
        return document.Text[span.Start..span.End];
    }

    private static bool IsKeyCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$' or '.';
}
