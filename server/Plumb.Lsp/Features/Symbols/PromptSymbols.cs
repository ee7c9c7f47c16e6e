using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Folding;
using Plumb.Lsp.Protocol;
using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Symbols;

/// <summary>The shape of a prompt file for outline views: its inputs and its messages, beside the keys that hold them.</summary>
internal static class PromptSymbols
{
    private const int LongestPreview = 60;

    /// <summary>Null where the file's own outline says more: prose has headings.</summary>
    public static IReadOnlyList<DocumentSymbol>? Get(TextDocument document, PromptFile file, PositionEncoding encoding)
    {
        if (file.Format == PromptFormat.Instructions)
        {
            return null;
        }

        if (file.Format == PromptFormat.Poml)
        {
            return Markup(document, encoding);
        }

        var symbols = new List<(TextSpan Span, DocumentSymbol Symbol)>();
        var inputs = file.Inputs.Where(i => IsInside(document, i.NameSpan)).DistinctBy(i => i.NameSpan.Start).ToList();
        foreach (var (key, value) in file.Data?.Entries ?? [])
        {
            var whole = new TextSpan(key.Span.Start, Math.Max(key.Span.End, TrimEnd(document.Text, value.Span)));
            var children = inputs.Where(i => whole.Contains(i.NameSpan)).Select(i => Input(document, i, encoding)).ToList();
            symbols.Add((whole, Make(document, key.Value, null, SymbolKind.Property, whole, key.Span, encoding, children)));
        }

        foreach (var input in inputs.Where(i => !symbols.Any(s => s.Span.Contains(i.NameSpan))).ToList())
        {
            symbols.Add((input.NameSpan, Input(document, input, encoding)));
        }

        foreach (var message in file.Messages.Where(m => IsInside(document, m.FileSpan) && !symbols.Any(s => s.Span.Contains(m.FileSpan) && s.Symbol.Name != "messages")))
        {
            var span = message.FileSpan;
            var whole = message.RoleSpan.IsEmpty ? span : new TextSpan(Math.Min(message.RoleSpan.Start, span.Start), Math.Max(message.RoleSpan.End, span.End));
            var preview = message.Text.Trim().ReplaceLineEndings(" ");
            var symbol = Make(document, message.Role, preview.Length > LongestPreview ? preview[..LongestPreview] + "…" : preview, SymbolKind.String, whole, message.RoleSpan.IsEmpty ? whole : message.RoleSpan, encoding, []);
            var holder = symbols.FindIndex(s => s.Span.Contains(whole));
            if (holder >= 0)
            {
                symbols[holder] = (symbols[holder].Span, symbols[holder].Symbol with { Children = [.. symbols[holder].Symbol.Children ?? [], symbol] });
            }
            else
            {
                symbols.Add((whole, symbol));
            }
        }

        return symbols.Count == 0 ? null : [.. symbols.OrderBy(s => s.Span.Start).Select(s => s.Symbol)];
    }

    /// <summary>The elements as they are nested; what is said in one follows its name.</summary>
    private static List<DocumentSymbol> Markup(TextDocument document, PositionEncoding encoding)
    {
        var elements = MarkupElements.Find(document.Text);
        var children = elements.Select(_ => new List<DocumentSymbol>()).ToList();
        var roots = new List<DocumentSymbol>();

        // From the last on: what stands in an element is made before the element.
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            var element = elements[i];
            children[i].Reverse();
            var inner = document.Text.AsSpan(element.Span.Start, element.Span.Length);
            var opening = inner.IndexOf('>') + 1;
            var text = children[i].Count == 0 && inner.LastIndexOf("</") is var end && end > opening ? inner[opening..end].Trim().ToString().ReplaceLineEndings(" ") : "";
            (element.Parent < 0 ? roots : children[element.Parent]).Add(
                Make(document, element.Name, text.Length > LongestPreview ? text[..LongestPreview] + "…" : text, SymbolKind.Field, element.Span, element.NameSpan, encoding, children[i]));
        }

        roots.Reverse();
        return roots;
    }

    private static DocumentSymbol Input(TextDocument document, PromptInput input, PositionEncoding encoding) =>
        Make(document, input.Name, input.Type ?? input.Description, SymbolKind.Variable, input.NameSpan, input.NameSpan, encoding, []);

    private static DocumentSymbol Make(
        TextDocument document, string name, string? detail, SymbolKind kind, TextSpan span, TextSpan selection, PositionEncoding encoding, IReadOnlyList<DocumentSymbol> children) => new()
        {
            Name = string.IsNullOrWhiteSpace(name) ? "(" + kind.ToString().ToLowerInvariant() + ")" : name,
            Detail = string.IsNullOrWhiteSpace(detail) ? null : detail,
            Kind = kind,
            Range = document.ToRange(span, encoding),
            SelectionRange = document.ToRange(span.Contains(selection) ? selection : span, encoding),
            Children = children.Count == 0 ? null : children,
        };

    private static bool IsInside(TextDocument document, TextSpan span) => !span.IsEmpty && span.End <= document.Text.Length;

    private static int TrimEnd(string text, TextSpan span)
    {
        var end = Math.Min(span.End, text.Length);
        while (end > span.Start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
