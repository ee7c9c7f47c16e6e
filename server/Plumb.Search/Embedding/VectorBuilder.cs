using System.Runtime.InteropServices;
using Plumb.Search.Storage;

namespace Plumb.Search.Embedding;

/// <summary>Collects the vectors of one segment's documents, in their order.</summary>
internal sealed class VectorBuilder
{
    // Pieces rather than one array that is copied as it grows: a segment's vectors take megabytes, on every thread.
    private const int BytesOfPiece = 64 << 10;

    private readonly string embedder;
    private readonly int dimension;
    private readonly int rowsOfPiece;
    private readonly List<float> inverseLengths = [];
    private readonly List<byte[]> pieces = [];

    public VectorBuilder(string embedder, int dimension)
    {
        this.embedder = embedder;
        this.dimension = dimension;
        rowsOfPiece = Math.Max(1, BytesOfPiece / dimension);
    }

    /// <summary>Adds the next document's vector; one of zeros says that the model knows nothing of it.</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        inverseLengths.Add(Quantization.Quantize(vector, Next()));
    }

    /// <summary>Adds the next document's vector as it was rounded before.</summary>
    public void AddRow(ReadOnlySpan<sbyte> row, float inverseLength)
    {
        row.CopyTo(Next());
        inverseLengths.Add(inverseLength);
    }

    public SegmentVectors Build()
    {
        var rows = new ReadOnlyMemory<byte>[pieces.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = pieces[i].AsMemory(0, Math.Min(rowsOfPiece, inverseLengths.Count - (i * rowsOfPiece)) * dimension);
        }

        return new SegmentVectors(embedder, dimension, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(inverseLengths)).ToArray(), rows);
    }

    private Span<sbyte> Next()
    {
        var at = inverseLengths.Count % rowsOfPiece;
        if (at == 0)
        {
            pieces.Add(new byte[rowsOfPiece * dimension]);
        }

        return MemoryMarshal.Cast<byte, sbyte>(pieces[^1].AsSpan(at * dimension, dimension));
    }
}
