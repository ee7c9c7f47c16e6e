using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Tokens;

/// <summary><c>plumb/tokens</c>: exact counts of a document or of a range (the editor's selection).</summary>
internal sealed class TokensFeature(TokenCounter counter)
{
    public TokensResult Count(TextDocument document, Range? range, PositionEncoding encoding, CancellationToken cancellation)
    {
        var span = range is null ? new TextSpan(0, document.Text.Length) : document.ToSpan(range, encoding);
        var counts = counter.Count(document, span, cancellation);
        return new TokensResult(document.Revision, CountLines(document, span), counts[0].Tokens, counts[0].Encoding, counts[0].Exact, counts);
    }

    /// <summary>Lines that the span touches; a span that ends at a line's start does not touch that line.</summary>
    internal static int CountLines(TextDocument document, TextSpan span)
    {
        var first = document.Lines.GetLine(span.Start);
        var last = document.Lines.GetLine(span.End);
        return last > first && document.Lines.GetLineStart(last) == span.End ? last - first : last - first + 1;
    }
}
