using Plumb.Lsp.Protocol;
using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Lsp.Features.Folding;

/// <summary>What folds in a prompt file: front matter, entries, messages, comments, and the sections of prose.</summary>
internal static class FoldingFeature
{
    public static IReadOnlyList<FoldingRange> Get(TextDocument document, PromptFile file)
    {
        var found = new SortedDictionary<int, FoldingRange>();
        if (file.FrontMatter is { } front)
        {
            // From the opening dashes to the closing ones.
            Add(found, document.Lines.GetLine(Math.Max(0, front.Start - 1)), document.Lines.GetLine(front.End), FoldingRangeKind.Region);
        }

        if (file.Data is { } data)
        {
            AddData(found, document, data);
        }

        foreach (var message in file.Messages.Where(m => !m.RoleSpan.IsEmpty && m.RoleSpan.End <= document.Text.Length))
        {
            Add(found, document.Lines.GetLine(message.RoleSpan.Start), LastLine(document, message.FileSpan), null);
        }

        foreach (var template in file.Templates)
        {
            foreach (var part in template.Syntax.Parts.Where(p => p.Kind is TemplatePartKind.Comment or TemplatePartKind.Raw))
            {
                var span = template.Text.ToFile(part.Span);
                Add(found, document.Lines.GetLine(span.Start), document.Lines.GetLine(span.End), part.Kind == TemplatePartKind.Comment ? FoldingRangeKind.Comment : null);
            }
        }

        foreach (var section in document.Outline.Declarations.Where(d => d.Kind == DeclarationKind.Heading))
        {
            Add(found, document.Lines.GetLine(section.Span.Start), LastLine(document, section.Span), null);
        }

        if (file.Format is PromptFormat.Poml or PromptFormat.Instructions)
        {
            foreach (var element in MarkupElements.Find(document.Text))
            {
                Add(found, document.Lines.GetLine(element.Span.Start), document.Lines.GetLine(element.Span.End - 1), null);
            }
        }

        return [.. found.Values];
    }

    private static void AddData(SortedDictionary<int, FoldingRange> found, TextDocument document, DataNode node)
    {
        switch (node)
        {
            case DataMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    Add(found, document.Lines.GetLine(key.Span.Start), LastLine(document, value.Span), null);
                    AddData(found, document, value);
                }

                break;
            case DataSequence list:
                foreach (var item in list.Items)
                {
                    Add(found, document.Lines.GetLine(item.Span.Start), LastLine(document, item.Span), null);
                    AddData(found, document, item);
                }

                break;
        }
    }

    /// <summary>The last line with something on it: empty lines between two things belong to neither.</summary>
    private static int LastLine(TextDocument document, TextSpan span)
    {
        var end = Math.Min(span.End, document.Text.Length);
        while (end > span.Start && char.IsWhiteSpace(document.Text[end - 1]))
        {
            end--;
        }

        return document.Lines.GetLine(Math.Max(span.Start, end - 1));
    }

    /// <summary>Of two that begin on one line the longer one folds.</summary>
    private static void Add(SortedDictionary<int, FoldingRange> found, int first, int last, string? kind)
    {
        if (last > first && (!found.TryGetValue(first, out var other) || other.EndLine < last))
        {
            found[first] = new FoldingRange { StartLine = first, EndLine = last, Kind = kind };
        }
    }
}
