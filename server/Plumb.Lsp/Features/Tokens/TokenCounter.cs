using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plumb.Lsp.Protocol;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Tokens;

/// <summary>
/// Counts spans of documents in every encoding, once per snapshot: a hover that comes back to the same place, and the
/// count of the whole file under every hover, cost a look-up. No vocabulary is loaded before the first count.
/// </summary>
internal sealed class TokenCounter
{
    /// <summary>From here on the encodings are counted side by side.</summary>
    private const int LongText = 32 * 1024;

    private readonly ConditionalWeakTable<TextDocument, ConcurrentDictionary<TextSpan, int[]>> counted = [];
    private readonly Lazy<TokenEncoding[]> encodings = new(() => [.. TokenEncoding.Names.Select(TokenEncoding.Find).OfType<TokenEncoding>()]);
    private volatile bool loaded;

    /// <summary>One count per encoding, in the order of <see cref="TokenEncoding.Names"/>.</summary>
    public IReadOnlyList<EncodingCount> Count(TextDocument document, TextSpan span, CancellationToken cancellation)
    {
        var known = counted.GetOrCreateValue(document);
        if (!known.TryGetValue(span, out var counts))
        {
            cancellation.ThrowIfCancellationRequested();
            counts = known[span] = CountAll(document.Text, span);
        }

        return [.. encodings.Value.Zip(counts, (encoding, count) => new EncodingCount(encoding.Name, count, Exact: true))];
    }

    private int[] CountAll(string text, TextSpan span)
    {
        var all = encodings.Value;
        var counts = new int[all.Length];
        if (loaded && span.Length < LongText)
        {
            for (var i = 0; i < all.Length; i++)
            {
                counts[i] = all[i].Count(text.AsSpan(span.Start, span.Length));
            }
        }
        else
        {
            Parallel.For(0, all.Length, i => counts[i] = all[i].Count(text.AsSpan(span.Start, span.Length)));
            loaded = true;
        }

        return counts;
    }
}
