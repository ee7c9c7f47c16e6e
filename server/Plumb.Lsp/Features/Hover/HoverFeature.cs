using System.Globalization;
using System.Text;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Tokens;
using Plumb.Lsp.Protocol;
using Plumb.Prompts.Model;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Hover;

/// <summary>
/// Hover: the tokens of the placeholder, the string, the prompt's message, the declaration or section under the cursor, and of
/// the file, for the chosen models; what the file takes of their windows and costs; and where the tokens of the innermost of them end.
/// </summary>
internal sealed class HoverFeature(TokenCounter counter, Func<TextDocument, PromptFile?> parse)
{
    /// <summary>Characters of a string that stand for it.</summary>
    private const int ShownOfString = 24;

    /// <summary>Whether a hover shows the text of what it counts with its tokens told apart.</summary>
    public bool ShowsBoundaries { get; set; } = true;

    public Protocol.Hover Get(TextDocument document, HoverParams parameters, PositionEncoding encoding, HoverStyle style, CancellationToken cancellation)
    {
        var models = counter.Settings.Shown;
        var rows = new List<Row>(6);
        var offset = document.ToOffset(parameters.Position, encoding);
        var markdown = style != HoverStyle.Plain;
        Range? range = null;
        if (parameters.Range is { } selected && document.ToSpan(selected, encoding) is { IsEmpty: false } selection && selection.Start <= offset && offset <= selection.End)
        {
            rows.Add(Make(document, selection, new Label("selection", Beginning(document.Text, selection)), models, cancellation));
            range = selected;
        }

        if (FindPlaceholder(document, offset) is { } placeholder)
        {
            rows.Add(Make(document, placeholder, new Label("placeholder", document.Text.Substring(placeholder.Start, placeholder.Length)), models, cancellation));
            range ??= document.ToRange(placeholder, encoding);
        }

        if (FindString(document.Outline.Strings, offset) is { } literal)
        {
            rows.Add(Make(document, literal.Content, new Label("string", Beginning(document.Text, literal.Content)), models, cancellation));
        }

        foreach (var message in PromptSections.Find(document, parse(document)).Where(m => m.Whole.Contains(offset)).Take(1))
        {
            rows.Add(Make(document, message.Span, new Label("message", message.Role), models, cancellation));
        }

        if (document.Outline.FindInnermost(offset) is >= 0 and var found)
        {
            var declaration = document.Outline.Declarations[found];
            rows.Add(Make(document, declaration.Span, new Label(KindName(declaration.Kind), declaration.Name), models, cancellation));
            if (range is null && declaration.NameSpan.Contains(offset))
            {
                range = document.ToRange(declaration.NameSpan, encoding);
            }
        }

        var name = document.Path[(document.Path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        rows.Add(Make(document, new TextSpan(0, document.Text.Length), new Label("file", name), models, cancellation));
        var counted = markdown ? WriteMarkdown(rows) : WritePlain(rows);
        return new Protocol.Hover
        {
            Contents = new MarkupContent
            {
                Kind = markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
                Value = DrawTokens(document, rows, models, style, cancellation) is { } drawn ? counted + "\n\n" + drawn : counted,
            },
            Range = range,
        };
    }

    /// <summary>The innermost text that was counted, with its tokens told apart; null for the file, and where no chosen model's tokens are known.</summary>
    private string? DrawTokens(TextDocument document, List<Row> rows, IReadOnlyList<TokenModel> models, HoverStyle style, CancellationToken cancellation)
    {
        if (!ShowsBoundaries || rows.Count == 1 || models.FirstOrDefault(m => m.Encoding is not null) is not { } model)
        {
            return null;
        }

        var (span, label) = (rows[0].Span, rows[0].Label);
        return $"Tokens of the {label.Kind} ({model.Name}):{(style == HoverStyle.Plain ? "\n" : "\n\n")}{TokenDrawing.Draw(document.Text, span, counter.Table(document, model.Encoding!, cancellation), style, cancellation)}";
    }

    /// <summary>"section" for a heading, else the kind in words: "EnumMember" becomes "enum member".</summary>
    internal static string KindName(DeclarationKind kind) => kind == DeclarationKind.Heading
        ? "section"
        : string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string WriteMarkdown(List<Row> rows)
    {
        var text = new StringBuilder("| Tokens |");
        foreach (var count in rows[0].Counts)
        {
            text.Append(CultureInfo.InvariantCulture, $" {count.Model.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }

        text.Append(" lines |\n|:--|").Append(string.Concat(Enumerable.Repeat("--:|", rows[0].Counts.Count))).Append("--:|\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Label.Kind} {Code(row.Label.Name)} |");
            foreach (var count in row.Counts)
            {
                text.Append(CultureInfo.InvariantCulture, $" {Show(count)} |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {row.Lines:N0} |\n");
        }

        foreach (var line in rows[^1].Counts.Select(Detail).OfType<string>())
        {
            text.Append('\n').Append(line).Append("  ");
        }

        return text.ToString();
    }

    private static string WritePlain(List<Row> rows) => string.Join('\n', rows.Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Label.Kind} {row.Label.Name}: {string.Join(", ", row.Counts.Select(c => $"{Show(c)} {c.Model}"))} tokens, {row.Lines:N0} lines"))
        .Concat(rows[^1].Counts.Select(Detail).OfType<string>()));

    private static string Show(ModelCount count) => string.Create(CultureInfo.InvariantCulture, $"{(count.Exact ? "" : "≈")}{count.Tokens:N0}");

    /// <summary>What the file takes of a model's window, what it costs, and how an estimate is made.</summary>
    private static string? Detail(ModelCount count)
    {
        var parts = new List<string>(3);
        if (count.Share is { } share)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##} % of {count.ContextWindow:N0}"));
        }

        if (count.InputCost is { } cost)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(count.Exact ? "" : "≈")}{cost:0.######} USD as input"));
        }

        if (count.Method is { } method)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count.Low:N0} to {count.High:N0} ({method})"));
        }

        return parts.Count == 0 ? null : $"{count.Model}: the file is {string.Join(", ", parts)}";
    }

    /// <summary>Code in a table cell: neither a pipe, nor a backtick, nor a line's end may break out of it.</summary>
    private static string Code(string name)
    {
        var clean = name.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
        return clean.Contains('`', StringComparison.Ordinal) ? $"`` {clean} ``" : $"`{clean}`";
    }

    /// <summary>The <c>{{...}}</c> that holds an offset, on one line.</summary>
    private static TextSpan? FindPlaceholder(TextDocument document, int offset)
    {
        var line = document.Lines.GetLineSpan(document.Lines.GetLine(offset));
        var text = document.Text.AsSpan(line.Start, line.Length);
        var at = Math.Min(offset - line.Start, text.Length);
        var start = text[..Math.Min(text.Length, at + 2)].LastIndexOf("{{");
        if (start < 0)
        {
            return null;
        }

        var length = text[start..].IndexOf("}}");
        return length > 0 && at < start + length + 2 ? new TextSpan(line.Start + start, line.Start + start + length + 2) : null;
    }

    private static StringLiteral? FindString(IReadOnlyList<StringLiteral> strings, int offset)
    {
        // In source order: the last one that starts at or before the offset.
        var (low, high) = (0, strings.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = strings[middle].Span.Start <= offset ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && strings[low - 1].Span.Contains(offset) && !strings[low - 1].Content.IsEmpty ? strings[low - 1] : null;
    }

    private static string Beginning(string text, TextSpan span)
    {
        var shown = text.AsSpan(span.Start, Math.Min(span.Length, ShownOfString)).Trim();
        if (!shown.IsEmpty && char.IsHighSurrogate(shown[^1]))
        {
            shown = shown[..^1];
        }

        return span.Length > ShownOfString ? $"{shown}…" : shown.ToString();
    }

    private Row Make(TextDocument document, TextSpan span, Label label, IReadOnlyList<TokenModel> models, CancellationToken cancellation) =>
        new(label, span, TokensFeature.CountLines(document, span), counter.Count(document, [span], models, cancellation));

    private readonly record struct Label(string Kind, string Name);

    private readonly record struct Row(Label Label, TextSpan Span, int Lines, IReadOnlyList<ModelCount> Counts);
}
