using System.Runtime.InteropServices;
using System.Text;
using Plumb.Search.Embedding;
using Plumb.Search.Indexing;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Overlay;

/// <summary>An unsaved text as a segment in memory: what the indexer would have written of it, made by the same hands.</summary>
internal sealed class OverlaySegment
{
    private readonly SegmentData data;
    private readonly byte[][] firstTerms;
    private readonly VectorTable? vectors;

    private OverlaySegment(TextDocument document, FileShape shape, SegmentData data)
    {
        Document = document;
        Shape = shape;
        this.data = data;
        firstTerms = [.. data.Blocks.Select(b => b.FirstTerm)];
        vectors = data.Vectors.Count == 0 ? null : TableOf(data.Vectors[0]);
    }

    public TextDocument Document { get; }

    public FileShape Shape { get; }

    /// <summary>Words of each chunk.</summary>
    public ushort[] Lengths => data.Lengths;

    /// <summary>For each chunk what tells its copies.</summary>
    public ulong[] Fingerprints => data.Fingerprints;

    public SegmentFile File => data.Files[0];

    public static OverlaySegment Of(TextDocument document, byte[] hash, ITermEmbedder? builtIn)
    {
        var scanned = ScannedFile.Of(document);
        var builder = new SegmentBuilder(builtIn);
        builder.Add(scanned, document.Text.Length, 0, hash);
        return new OverlaySegment(document, scanned.Shape, builder.Build());
    }

    /// <summary>Appends the postings of a term.</summary>
    public void ReadPostings(byte[] term, List<(int Document, byte Packed)> into)
    {
        var at = BlockOf(term);
        if (at < 0)
        {
            return;
        }

        var block = new PostingBlockReader(data.Blocks[at].Data);
        while (block.Next())
        {
            var order = block.Term.SequenceCompareTo(term);
            if (order == 0)
            {
                PostingBlockReader.Decode(block.Postings, block.Count, into);
            }

            if (order >= 0)
            {
                return;
            }
        }
    }

    /// <summary>The terms that begin with a prefix, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> FindTerms(string prefix, int limit)
    {
        var key = PostingBlockReader.KeyOf(prefix);
        var found = new List<string>();
        for (var at = Math.Max(0, BlockOf(key)); at < data.Blocks.Count; at++)
        {
            var block = new PostingBlockReader(data.Blocks[at].Data);
            while (block.Next())
            {
                if (block.Term.StartsWith(key))
                {
                    found.Add(Encoding.UTF8.GetString(block.Term));
                }

                if (found.Count >= limit || (block.Term.SequenceCompareTo(key) > 0 && !block.Term.StartsWith(key)))
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>The cosine of a query with each chunk; zeros where the embedder has not seen them.</summary>
    public float[] Scan(string embedder, int dimension, ReadOnlySpan<float> query) =>
        (vectors is { } table && table.Embedder == embedder && table.Dimension == dimension ? table.Scan(query) : null) ?? new float[Lengths.Length];

    // The last block that begins at or before the term; -1 when all begin after it.
    private int BlockOf(ReadOnlySpan<byte> term)
    {
        var (low, high) = (0, firstTerms.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (firstTerms[middle].AsSpan().SequenceCompareTo(term) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    private static VectorTable TableOf(SegmentVectors set)
    {
        var rows = new sbyte[set.Rows.Sum(r => r.Length)];
        var at = 0;
        foreach (var piece in set.Rows)
        {
            MemoryMarshal.Cast<byte, sbyte>(piece.Span).CopyTo(rows.AsSpan(at));
            at += piece.Length;
        }

        return new VectorTable(set.Embedder, set.Dimension, rows, MemoryMarshal.Cast<byte, float>(set.InverseLengths).ToArray());
    }
}
