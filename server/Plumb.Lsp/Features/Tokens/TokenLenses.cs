using System.Globalization;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Session;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Tokens;

/// <summary>Where counts stand.</summary>
internal enum CountPlace
{
    /// <summary>On a line of their own above what they count.</summary>
    Lens,

    /// <summary>Behind the first line of what they count.</summary>
    Inlay,
}

/// <summary>
/// Token counts in the text, as code lenses or as inlay hints: of front matter, of the sections of prompts and documents, of
/// large strings.
/// </summary>
internal sealed class TokenLenses(TokenCounter counter, Func<TextDocument, PromptFile?> parse)
{
    /// <summary>Strings of fewer characters get no count of their own.</summary>
    private const int LargeString = 400;

    private const int MostLenses = 200;

    /// <summary>"off", "prompts" (documents and prompt files) or "all" (large strings in code too).</summary>
    public string Mode { get; set; } = "prompts";

    public CountPlace Place { get; set; }

    /// <summary>Lenses, but for clients that know inlay hints alone.</summary>
    public static CountPlace DefaultPlace(ClientProfile profile) => profile is { ShowsLenses: false, ShowsInlayHints: true } ? CountPlace.Inlay : CountPlace.Lens;

    public IReadOnlyList<CodeLens> Get(TextDocument document, PositionEncoding encoding, CancellationToken cancellation) => Place != CountPlace.Lens ? [] :
    [
        .. Count(document, cancellation).Select(counted => new CodeLens
        {
            Range = document.ToRange(new TextSpan(counted.Span.Start, counted.Span.Start), encoding),

            // Without a name it is text that cannot be clicked, in every client.
            Command = new Command { Title = counted.Title, Name = "" },
        }),
    ];

    public IReadOnlyList<InlayHint> GetHints(TextDocument document, Protocol.Range range, PositionEncoding encoding, CancellationToken cancellation)
    {
        if (Place != CountPlace.Inlay)
        {
            return [];
        }

        var shown = document.ToSpan(range, encoding);
        return
        [
            .. Count(document, cancellation)
                .Select(counted => (At: document.Lines.GetLineSpan(document.Lines.GetLine(counted.Span.Start)).End, counted.Title))
                .Where(counted => shown.Start <= counted.At && counted.At <= shown.End)
                .Select(counted => new InlayHint { Position = document.Lines.ToPosition(counted.At, encoding).ToProtocol(), Label = counted.Title, PaddingLeft = true }),
        ];
    }

    private List<(TextSpan Span, string Title)> Count(TextDocument document, CancellationToken cancellation)
    {
        if (Mode == "off" || counter.Settings.Shown is not [var model, ..])
        {
            return [];
        }

        var titles = new List<(TextSpan Span, string Title)>();
        foreach (var (at, span, what) in Spans(document))
        {
            try
            {
                var count = counter.Count(document, span, model, cancellation);
                titles.Add((at, string.Create(CultureInfo.InvariantCulture, $"{(model.IsExact ? "" : "≈")}{count.Tokens:N0} {(count.Tokens == 1 ? "token" : "tokens")}{what}")));
            }
            catch (FormatException)
            {
                return [];
            }
        }

        return titles;
    }

    /// <summary>Where a count stands, what is counted, and what that is called.</summary>
    private IEnumerable<(TextSpan At, TextSpan Span, string What)> Spans(TextDocument document)
    {
        var spans = new List<(TextSpan At, TextSpan Span, string What)>();
        if (FrontMatter(document.Text) is { } matter)
        {
            spans.Add((matter, matter, " of front matter"));
        }

        spans.AddRange(PromptSections.Find(document, parse(document)).Select(m => (m.Whole, m.Span, $" in the {m.Role} message")));
        spans.AddRange(document.Outline.Declarations.Where(d => d.Kind == DeclarationKind.Heading).Select(d => (d.Span, d.Span, "")));
        if (Mode == "all")
        {
            spans.AddRange(document.Outline.Strings.Where(s => s.Content.Length >= LargeString).Select(s => (s.Content, s.Content, " in this string")));
        }

        return spans.OrderBy(s => s.At.Start).Take(MostLenses);
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
