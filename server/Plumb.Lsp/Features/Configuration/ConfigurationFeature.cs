using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Prompts;
using Plumb.Prompts.Configuration;
using Plumb.Prompts.Rules;
using Plumb.Text;
using Plumb.Text.Configuration;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Configuration;

/// <summary><c>plumb.json</c> in the editor: what is wrong in it, and what can stand where.</summary>
internal static class ConfigurationFeature
{
    private const string Code = "configuration";

    /// <summary>What its schema and the readers of its sections find.</summary>
    /// <param name="tokens">The models that are known besides those of this file.</param>
    public static IReadOnlyList<LintDiagnostic> Check(TextDocument document, TokenSettings tokens)
    {
        var (file, problems) = ConfigurationFile.Parse(document.Text);
        if (problems.FirstOrDefault(p => p.Line is not null) is { Line: { } line } broken)
        {
            return [Make(document.Lines.GetLineSpan(line - 1), broken.Message)];
        }

        var tree = JsonTree.Parse(document.Text);
        var found = ConfigurationSchema.Root.Check(tree).Select(p => Make(p.Span, p.Message)).ToList();
        foreach (var problem in LintConfigurationReader.Read(file).Problems.Concat((tokens with { Problems = [] }).With(file.Section("tokens"), null).Problems))
        {
            var span = tree.Find(problem.Path);

            // What the schema says already is not said twice.
            if (!found.Any(f => f.Span.Overlaps(span) || f.Span == span))
            {
                found.Add(Make(span, problem.Message));
            }
        }

        return [.. found.OrderBy(f => f.Span.Start)];
    }

    public static CompletionList Complete(TextDocument document, Position position, PositionEncoding encoding)
    {
        var offset = document.ToOffset(position, encoding);
        var items = new List<CompletionItem>();
        Walk(document, JsonTree.Parse(document.Text), ConfigurationSchema.Root, "", offset, encoding, items);
        return new CompletionList { IsIncomplete = false, Items = items };
    }

    private static void Walk(TextDocument document, JsonTree node, ConfigurationSchema schema, string path, int offset, PositionEncoding encoding, List<CompletionItem> items)
    {
        foreach (var member in node.Members)
        {
            if (offset > member.KeySpan.Start && offset <= member.KeySpan.End)
            {
                AddKeys(document, node, schema, path, member.KeySpan, member.Colon < 0, encoding, items);
                return;
            }

            if (member.Colon >= 0 && offset > member.Colon && offset <= Math.Max(member.Value.Span.End, member.Colon + 1 + Blanks(document.Text, member.Colon + 1)))
            {
                if (schema.Find(member.Key) is { } inner)
                {
                    Walk(document, member.Value, inner, path + "." + member.Key, offset, encoding, items);
                }

                return;
            }
        }

        if (node.Kind == JsonKind.Array)
        {
            var item = node.Items.FirstOrDefault(i => offset >= i.Span.Start && offset <= i.Span.End);
            if (schema.Items is { } itemSchema)
            {
                Walk(document, item ?? new JsonTree(JsonKind.Missing, new TextSpan(offset, offset), "", [], []), itemSchema, path + "[]", offset, encoding, items);
            }

            return;
        }

        if (node.Kind == JsonKind.Object)
        {
            AddKeys(document, node, schema, path, new TextSpan(offset, offset), true, encoding, items);
            return;
        }

        var span = node.Kind == JsonKind.Missing ? new TextSpan(offset, offset) : node.Span;
        var values = schema.Values.Select(v => (Value: v, Detail: (string?)null)).ToList();
        if (IsSelector(path))
        {
            values.AddRange(RuleCatalogue.All.Select(r => (r.Code, (string?)$"{r.Name}: {r.Documentation.Summary}")));
        }

        items.AddRange(values.Select(v => Item(document, v.Value, v.Detail, CompletionItemKind.Value, span, $"\"{v.Value}\"", encoding)));
        if (schema.IsObject && node.Kind == JsonKind.Missing)
        {
            items.Add(Item(document, "{}", schema.Description, CompletionItemKind.Struct, span, "{}", encoding));
        }
    }

    private static void AddKeys(TextDocument document, JsonTree node, ConfigurationSchema schema, string path, TextSpan span, bool withColon, PositionEncoding encoding, List<CompletionItem> items)
    {
        var keys = schema.Properties.Select(p => (p.Key, Detail: p.Schema.Description)).ToList();
        if (path == ".lint.severity")
        {
            keys.AddRange(RuleCatalogue.All.Select(r => (r.Code, (string?)$"{r.Name}: {r.Documentation.Summary}")));
        }

        foreach (var (key, detail) in keys.Where(k => !node.Members.Any(m => m.Key == k.Key && m.KeySpan != span)))
        {
            items.Add(Item(document, key, detail, CompletionItemKind.Property, span, $"\"{key}\"{(withColon ? ": " : "")}", encoding));
        }
    }

    private static CompletionItem Item(TextDocument document, string label, string? detail, CompletionItemKind kind, TextSpan span, string text, PositionEncoding encoding) => new()
    {
        Label = label,
        Kind = kind,
        Detail = detail,
        FilterText = $"\"{label}\"",
        TextEdit = new TextEdit { Range = document.ToRange(span, encoding), NewText = text },
    };

    private static bool IsSelector(string path) =>
        path is ".lint.select[]" or ".lint.ignore[]" || (path.StartsWith(".lint.perFileIgnores.", StringComparison.Ordinal) && path.EndsWith("[]", StringComparison.Ordinal));

    private static int Blanks(string text, int at)
    {
        var start = at;
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at - start;
    }

    private static LintDiagnostic Make(TextSpan span, string message) => new(span, Code, Code, LintSeverity.Warning, message);
}
