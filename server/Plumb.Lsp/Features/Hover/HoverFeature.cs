using System.Globalization;
using System.Text;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Tokens;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Hover;

/// <summary>Hover: the tokens of the declaration or section under the cursor, and of the file.</summary>
internal sealed class HoverFeature(TokenCounter counter)
{
    public Protocol.Hover Get(TextDocument document, Position position, PositionEncoding encoding, bool markdown, CancellationToken cancellation)
    {
        var rows = new List<Row>(2);
        var offset = document.ToOffset(position, encoding);
        Range? range = null;
        if (document.Outline.FindInnermost(offset) is >= 0 and var found)
        {
            var declaration = document.Outline.Declarations[found];
            rows.Add(Make(document, declaration.Span, Describe(declaration), cancellation));
            if (declaration.NameSpan.Contains(offset))
            {
                range = document.ToRange(declaration.NameSpan, encoding);
            }
        }

        var name = document.Path[(document.Path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        rows.Add(Make(document, new TextSpan(0, document.Text.Length), new Label("file", name), cancellation));
        return new Protocol.Hover
        {
            Contents = new MarkupContent
            {
                Kind = markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
                Value = markdown ? WriteMarkdown(rows) : WritePlain(rows),
            },
            Range = range,
        };
    }

    private static string WriteMarkdown(List<Row> rows)
    {
        var text = new StringBuilder("| Tokens |");
        foreach (var count in rows[0].Counts)
        {
            text.Append(CultureInfo.InvariantCulture, $" {count.Encoding} |");
        }

        text.Append(" lines |\n|:--|").Append(string.Concat(Enumerable.Repeat("--:|", rows[0].Counts.Count))).Append("--:|\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Label.Kind} {Code(row.Label.Name)} |");
            foreach (var count in row.Counts)
            {
                text.Append(CultureInfo.InvariantCulture, $" {count.Tokens:N0} |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {row.Lines:N0} |\n");
        }

        return text.ToString();
    }

    private static string WritePlain(List<Row> rows) => string.Join('\n', rows.Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Label.Kind} {row.Label.Name}: {string.Join(", ", row.Counts.Select(Plain))} tokens, {row.Lines:N0} lines")));

    private static string Plain(EncodingCount count) => string.Create(CultureInfo.InvariantCulture, $"{count.Tokens:N0} {count.Encoding}");

    private static Label Describe(Declaration declaration) =>
        new(declaration.Kind == DeclarationKind.Heading ? "section" : Words(declaration.Kind.ToString()), declaration.Name);

    /// <summary>"EnumMember" becomes "enum member".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Code in a table cell: neither a pipe, nor a backtick, nor a line's end may break out of it.</summary>
    private static string Code(string name)
    {
        var clean = name.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
        return clean.Contains('`', StringComparison.Ordinal) ? $"`` {clean} ``" : $"`{clean}`";
    }

    private Row Make(TextDocument document, TextSpan span, Label label, CancellationToken cancellation) =>
        new(label, TokensFeature.CountLines(document, span), counter.Count(document, span, cancellation));

    private readonly record struct Label(string Kind, string Name);

    private readonly record struct Row(Label Label, int Lines, IReadOnlyList<EncodingCount> Counts);
}
