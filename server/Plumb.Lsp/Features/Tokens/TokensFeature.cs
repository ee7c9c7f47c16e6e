using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Tokens;

/// <summary><c>plumb/tokens</c> and <c>plumb/tokenBoundaries</c>: counts of a document or of ranges, and where its tokens end.</summary>
internal sealed class TokensFeature(TokenCounter counter, TokenBudgets budgets)
{
    /// <summary>What an editor can colour in a moment; a selection has less.</summary>
    private const int MostBoundaries = 20_000;

    public TokensResult Count(TextDocument document, TokensParams parameters, PositionEncoding encoding, CancellationToken cancellation)
    {
        IReadOnlyList<TextSpan> spans = parameters.Ranges is { Count: > 0 } ranges ? Merge(ranges.Select(range => document.ToSpan(range, encoding)))
            : parameters.Range is { } single ? [document.ToSpan(single, encoding)]
            : [new TextSpan(0, document.Text.Length)];
        var settings = counter.Settings;
        var problems = (parameters.Models ?? []).Where(name => settings.Find(name) is null).Select(name => new ModelProblem(name, TokenCounter.Unknown(name))).ToList();
        var models = parameters.Models is { } names ? names.Select(settings.Find).OfType<TokenModel>() : settings.Shown;
        var counts = counter.Count(document, spans, cancellation);
        var byModel = counter.Count(document, spans, models, cancellation, problems);
        return new TokensResult(
            document.Revision,
            spans.Sum(span => CountLines(document, span)),
            counts[0].Tokens,
            counts[0].Encoding,
            counts[0].Exact,
            counts,
            byModel,
            budgets.Find(document),
            problems.Count > 0 ? problems : null);
    }

    public TokenBoundariesResult FindBoundaries(TextDocument document, TokenBoundariesParams parameters, PositionEncoding encoding, CancellationToken cancellation)
    {
        var span = parameters.Range is { } range ? document.ToSpan(range, encoding) : new TextSpan(0, document.Text.Length);
        var model = parameters.Model is { } name ? counter.Find(name) : counter.Settings.Shown is [var first, ..] ? first : null;
        var tokens = model?.Encoding ?? TokenEncoding.Default;
        var ends = counter.Table(document, tokens, cancellation).Boundaries(Shorten(document.Text, span), cancellation);
        return new TokenBoundariesResult(
            document.Revision,
            tokens.Name,
            document.Lines.ToPosition(span.Start, encoding).ToProtocol(),
            [.. ends.Take(MostBoundaries).Select(end => document.Lines.ToPosition(end, encoding).ToProtocol())],
            ends.Count > MostBoundaries || (ends.Count > 0 && ends[^1] < span.End));
    }

    /// <summary>Lines that the span touches; a span that ends at a line's start does not touch that line.</summary>
    internal static int CountLines(TextDocument document, TextSpan span)
    {
        var first = document.Lines.GetLine(span.Start);
        var last = document.Lines.GetLine(span.End);
        return last > first && document.Lines.GetLineStart(last) == span.End ? last - first : last - first + 1;
    }

    /// <summary>A token has at least one character but for those inside one; no more text is needed than that.</summary>
    private static TextSpan Shorten(string text, TextSpan span)
    {
        const int Most = 64 * MostBoundaries;
        return span.Length <= Most ? span
            : new TextSpan(span.Start, span.Start + Most - (char.IsHighSurrogate(text[span.Start + Most - 1]) ? 1 : 0));
    }

    /// <summary>What two cursors select both is counted once.</summary>
    private static List<TextSpan> Merge(IEnumerable<TextSpan> spans)
    {
        var merged = new List<TextSpan>();
        foreach (var span in spans.OrderBy(s => s.Start))
        {
            if (merged.Count > 0 && span.Start < merged[^1].End)
            {
                merged[^1] = new TextSpan(merged[^1].Start, Math.Max(merged[^1].End, span.End));
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}
