using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Lsp.Features.Formatting;

/// <summary>
/// Formatting that changes no meaning: blanks at the ends of the front matter's own lines, and the blanks inside tags that
/// print a value (one in Jinja, Liquid and Nunjucks, none in the others). The text that is sent stays as it is.
/// </summary>
internal static class FormattingFeature
{
    public static IReadOnlyList<TextEdit> Get(TextDocument document, PromptFile file, PositionEncoding encoding)
    {
        if (file.Problems.Count > 0)
        {
            // What cannot be read is not touched.
            return [];
        }

        var edits = new List<(TextSpan Span, string NewText)>();
        TrimStructure(document, file, edits);
        foreach (var template in file.Templates)
        {
            SpaceTags(file, template, edits);
        }

        return [.. edits.OrderBy(e => e.Span.Start).Select(e => new TextEdit { Range = document.ToRange(e.Span, encoding), NewText = e.NewText })];
    }

    private static void TrimStructure(TextDocument document, PromptFile file, List<(TextSpan Span, string NewText)> edits)
    {
        if (file.FrontMatter is not { } front || file.Data is not { } data)
        {
            return;
        }

        var scalars = new List<TextSpan>();
        Scalars(data, scalars);
        for (var line = document.Lines.GetLine(front.Start); line < document.Lines.GetLine(front.End); line++)
        {
            var span = document.Lines.GetLineSpan(line);
            var trimmed = span.Start + document.Text.AsSpan(span.Start, span.Length).TrimEnd(" \t").Length;

            // A line inside of a scalar is its text, blanks and all.
            if (trimmed < span.End && !scalars.Any(s => s.Start < span.End && s.End > trimmed))
            {
                edits.Add((new TextSpan(trimmed, span.End), ""));
            }
        }
    }

    private static void Scalars(DataNode node, List<TextSpan> found)
    {
        switch (node)
        {
            case DataScalar scalar:
                found.Add(scalar.Span);
                break;
            case DataMapping mapping:
                foreach (var (_, value) in mapping.Entries)
                {
                    Scalars(value, found);
                }

                break;
            case DataSequence list:
                foreach (var item in list.Items)
                {
                    Scalars(item, found);
                }

                break;
        }
    }

    private static void SpaceTags(PromptFile file, PromptTemplate template, List<(TextSpan Span, string NewText)> edits)
    {
        string? blank = template.Dialect switch
        {
            TemplateDialect.Jinja or TemplateDialect.Liquid or TemplateDialect.Nunjucks => " ",
            TemplateDialect.Handlebars or TemplateDialect.Mustache or TemplateDialect.SemanticKernel => "",
            _ => null,
        };
        if (blank is null || template.Syntax.Problems.Count > 0)
        {
            return;
        }

        var text = template.Text.Value;
        foreach (var part in template.Syntax.Parts.Where(p => p.Kind == TemplatePartKind.Output))
        {
            var (start, end) = (part.Span.Start + 2, part.Span.End - 2);
            if (end <= start || !text.AsSpan(part.Span.Start).StartsWith("{{") || text[start] == '{' || !text.AsSpan(end, 2).SequenceEqual("}}"))
            {
                continue;
            }

            start += text[start] is '-' or '~' ? 1 : 0;
            end -= end > start && text[end - 1] is '-' or '~' ? 1 : 0;
            var inner = text.AsSpan(start, Math.Max(0, end - start));
            var bare = inner.Trim(' ');

            // Only what is a value and nothing but a value, on one line: sigils belong to their braces.
            if (bare.Length > 0 && !bare.ContainsAny('\n', '\r') && (char.IsAsciiLetter(bare[0]) || bare[0] is '_' or '$') && !bare.ContainsAny('{', '}'))
            {
                var from = start + inner.IndexOf(bare);
                Replace(file, template, start, from, blank, edits);
                Replace(file, template, from + bare.Length, end, blank, edits);
            }
        }
    }

    private static void Replace(PromptFile file, PromptTemplate template, int start, int end, string blank, List<(TextSpan Span, string NewText)> edits)
    {
        var before = template.Text.Value[start..end];
        if (before == blank)
        {
            return;
        }

        var span = template.Text.ToFile(new TextSpan(start, end));
        if (start == end)
        {
            var at = template.Text.ToFile(new TextSpan(start, start + 1)).Start;
            span = new TextSpan(at, at);
        }

        // Where the file spells the text otherwise (an escape, a folded line) it is left alone.
        if (span.End <= file.Text.Length && file.Text.AsSpan(span.Start, span.Length).SequenceEqual(before))
        {
            edits.Add((span, blank));
        }
    }
}
