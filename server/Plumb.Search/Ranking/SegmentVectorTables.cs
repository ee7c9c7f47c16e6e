using Plumb.Search.Embedding;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>The vectors of one embedder, a table for each segment; those of a segment are read once in its life.</summary>
internal sealed class SegmentVectorTables
{
    // A quarter of a megabyte of the built-in embedder's vectors: some ten microseconds.
    private const int DocumentsInPiece = 1024;

    private readonly IEmbedder embedder;
    private readonly long revision;
    // In the order of their documents.
    private readonly List<(long Segment, int Base, int Documents, VectorTable Table)> tables;

    private SegmentVectorTables(IEmbedder embedder, long revision, List<(long Segment, int Base, int Documents, VectorTable Table)> tables)
    {
        this.embedder = embedder;
        this.revision = revision;
        this.tables = tables;
    }

    public bool IsOf(IEmbedder other, long state) => ReferenceEquals(embedder, other) && revision == state;

    /// <param name="reader">Reads one state.</param>
    /// <param name="embedder">Whose vectors.</param>
    /// <param name="revision">That state.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="before">The tables of an earlier state; null without any.</param>
    public static SegmentVectorTables Load(StoreReader reader, IEmbedder embedder, long revision, IReadOnlyList<SegmentView> segments, SegmentVectorTables? before)
    {
        // Vectors made of terms are written with their segment. Another embedder's come later, and piece by piece.
        var known = before is not null && embedder is ITermEmbedder && ReferenceEquals(before.embedder, embedder)
            ? before.tables.ToDictionary(t => t.Segment, t => t.Table)
            : [];
        var sets = reader.ReadVectorSets().Where(s => s.Embedder == embedder.Id && s.Dimension == embedder.Dimension).ToDictionary(s => s.Segment);
        var tables = new List<(long, int, int, VectorTable)>(segments.Count);
        foreach (var segment in segments)
        {
            var documents = segment.Lengths.Length;
            if (known.TryGetValue(segment.Id, out var table))
            {
                tables.Add((segment.Id, segment.Base, documents, table));
            }
            else if (sets.TryGetValue(segment.Id, out var set))
            {
                var rows = GC.AllocateUninitializedArray<sbyte>(documents * embedder.Dimension);
                var lengths = new float[documents];
                reader.ReadVectors(set, lengths, rows);
                tables.Add((segment.Id, segment.Base, documents, new VectorTable(embedder.Id, embedder.Dimension, rows, lengths)));
            }
        }

        return new SegmentVectorTables(embedder, revision, tables);
    }

    /// <summary>Begins to work out the cosine of a query with each document, -1 to 1; 0 for documents without a vector.</summary>
    /// <param name="query">The query.</param>
    /// <param name="documents">How many there are, dead ones too.</param>
    /// <param name="cosines">At least as many; what lies behind them is left alone.</param>
    public SharedWork StartScan(ScaledQuery query, int documents, float[] cosines)
    {
        var pieces = new List<(VectorTable Table, int First, int Start, int Count)>();
        var end = 0;
        foreach (var (_, start, count, table) in tables)
        {
            Array.Clear(cosines, end, start - end);
            for (var first = 0; first < count; first += DocumentsInPiece)
            {
                pieces.Add((table, first, start + first, Math.Min(DocumentsInPiece, count - first)));
            }

            end = start + count;
        }

        Array.Clear(cosines, end, documents - end);
        return SharedWork.Start(pieces.Count, at => pieces[at].Table.Scan(query, pieces[at].First, cosines.AsSpan(pieces[at].Start, pieces[at].Count)));
    }
}
