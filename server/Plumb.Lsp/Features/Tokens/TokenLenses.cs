using System.Globalization;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Tokens;

/// <summary>Code lenses with token counts: above front matter, above the sections of prompts and documents, above large strings.</summary>
internal sealed class TokenLenses(TokenCounter counter)
{
    /// <summary>Strings of fewer characters get no lens of their own.</summary>
    private const int LargeString = 400;

    private const int MostLenses = 200;

    /// <summary>"off", "prompts" (documents and prompt files) or "all" (large strings in code too).</summary>
    public string Mode { get; set; } = "prompts";

    public IReadOnlyList<CodeLens> Get(TextDocument document, PositionEncoding encoding, CancellationToken cancellation)
    {
        if (Mode == "off" || counter.Settings.Shown is not [var model, ..])
        {
            return [];
        }

        var lenses = new List<CodeLens>();
        foreach (var (span, what) in Spans(document))
        {
            try
            {
                var count = counter.Count(document, span, model, cancellation);
                lenses.Add(new CodeLens
                {
                    Range = document.ToRange(new TextSpan(span.Start, span.Start), encoding),

                    // Without a name it is text that cannot be clicked, in every client.
                    Command = new Command { Title = string.Create(CultureInfo.InvariantCulture, $"{(model.IsExact ? "" : "≈")}{count.Tokens:N0} {(count.Tokens == 1 ? "token" : "tokens")}{what}"), Name = "" },
                });
            }
            catch (FormatException)
            {
                return [];
            }
        }

        return lenses;
    }

    private IEnumerable<(TextSpan Span, string What)> Spans(TextDocument document)
    {
        var spans = new List<(TextSpan Span, string What)>();
        if (FrontMatter(document.Text) is { } matter)
        {
            spans.Add((matter, " of front matter"));
        }

        spans.AddRange(document.Outline.Declarations.Where(d => d.Kind == DeclarationKind.Heading).Select(d => (d.Span, "")));
        if (Mode == "all")
        {
            spans.AddRange(document.Outline.Strings.Where(s => s.Content.Length >= LargeString).Select(s => (s.Content, " in this string")));
        }

        return spans.OrderBy(s => s.Span.Start).Take(MostLenses);
    }

    /// <summary>Between the first line "---" and the next one, both included.</summary>
    internal static TextSpan? FrontMatter(string text)
    {
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        if (!text.AsSpan(start).StartsWith("---") || text.AsSpan(start + 3).IndexOf('\n') is var first && (first < 0 || !text.AsSpan(start + 3, first).IsWhiteSpace()))
        {
            return null;
        }

        for (var at = start + 3 + first + 1; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var line = end < 0 ? text.AsSpan(at) : text.AsSpan(at, end - at);
            if (line.StartsWith("---") && line[3..].IsWhiteSpace())
            {
                return new TextSpan(start, end < 0 ? text.Length : end + 1);
            }

            if (end < 0)
            {
                return null;
            }

            at = end + 1;
        }

        return null;
    }
}
