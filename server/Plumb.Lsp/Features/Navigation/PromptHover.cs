using System.Globalization;
using System.Text;
using Plumb.Lsp.Documents;
using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Lsp.Features.Navigation;

/// <summary>What a prompt file says about the variable, the key or the model under the cursor.</summary>
internal static class PromptHover
{
    /// <summary>Null where there is nothing to say.</summary>
    public static (string Text, Range Range)? Get(TextDocument document, PromptFile file, IModelCatalogue? models, Position position, PositionEncoding encoding)
    {
        var offset = document.ToOffset(position, encoding);
        if (PromptNames.At(file, offset) is { } name)
        {
            return (Describe(name), document.ToRange(PromptNames.Bare(file, name.At), encoding));
        }

        if (file.Models.FirstOrDefault(m => m.Name is not null && !m.NameSpan.IsEmpty && m.NameSpan.Start <= offset && offset <= m.NameSpan.End) is { } model && models?.Find(model.Name!) is { } facts)
        {
            return (Describe(model.Name!, facts), document.ToRange(model.NameSpan, encoding));
        }

        return file.Data is { } data && file.Shape is { } shape && FindKey(data, shape, offset) is { } found
            ? (Describe(found.Key), document.ToRange(found.Span, encoding))
            : null;
    }

    /// <summary>The described key whose name stands at the place.</summary>
    public static (FrontMatterKey Key, TextSpan Span)? FindKey(DataNode node, FrontMatterShape shape, int offset)
    {
        switch (node)
        {
            case DataMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    if (shape.Find(key.Value) is not { } known)
                    {
                        continue;
                    }

                    if (key.Span.Start <= offset && offset <= key.Span.End)
                    {
                        return (known, key.Span);
                    }

                    if (known.Children is { } children && FindKey(value, children, offset) is { } inner)
                    {
                        return inner;
                    }
                }

                return null;
            case DataSequence list:
                foreach (var item in list.Items)
                {
                    if (FindKey(item, shape, offset) is { } inner)
                    {
                        return inner;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static string Describe(PromptName name)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**{name.Name}**");
        if (name.Input is not { } input)
        {
            return text.Append(name.Occurrences.Any(o => o.Kind == OccurrenceKind.Declaration) ? ": a variable that the template defines." : ": a variable that the file does not declare.").ToString();
        }

        text.Append(input.Type is { } type ? $": {type} input" : ": input");
        text.Append(input.Required is { Value: true } ? ", required" : "");
        text.Append(input.Default is DataScalar { Value: var value } ? $", default `{value.ReplaceLineEndings(" ")}`" : "");
        var uses = name.Occurrences.Count(o => o.Kind == OccurrenceKind.Use);
        text.Append(CultureInfo.InvariantCulture, $", used {(uses == 1 ? "once" : $"{uses} times")}.");
        return input.Description is { Length: > 0 } description ? text.Append("\n\n").Append(description.Replace("<", "\\<", StringComparison.Ordinal)).ToString() : text.ToString();
    }

    private static string Describe(string name, ModelFacts facts)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**{name}**");
        text.Append(facts.ContextWindow is { } window ? string.Create(CultureInfo.InvariantCulture, $"\n\n{window:N0} tokens fit in a request") : "");
        text.Append(facts.MaxOutput is { } output ? string.Create(CultureInfo.InvariantCulture, $"{(facts.ContextWindow is null ? "\n\n" : ", ")}{output:N0} in an answer") : "");
        text.Append(facts.StructuredOutput is { } structured ? $"\n\n{(structured ? "Can" : "Cannot")} be held to a JSON schema." : "");
        text.Append(facts.RetiredOn is { } day ? $"\n\nRetirement: {day}{(facts.Replacement is { } next ? $"; a successor is {next}" : "")}." : "");
        return text.ToString();
    }

    private static string Describe(FrontMatterKey key)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"**{key.Name}**: {key.Summary}");
        text.Append(key.Values is { Count: > 0 } values ? $"\n\nOne of {string.Join(", ", values.Select(v => $"`{v}`"))}." : "");
        text.Append(key.Ignored is { } why ? $"\n\nNothing reads it: {why}" : "");
        return key.Replacement is { } other ? text.Append(CultureInfo.InvariantCulture, $"\n\nWrite `{other}` instead.").ToString() : text.ToString();
    }
}
