using System.Runtime.InteropServices;
using Plumb.Search.Storage;

namespace Plumb.Search.Embedding;

/// <summary>Collects the vectors of one segment's documents, in their order.</summary>
internal sealed class VectorBuilder
{
    private readonly string embedder;
    private readonly int dimension;
    private readonly List<float> inverseLengths = [];
    private sbyte[] rows = [];

    public VectorBuilder(string embedder, int dimension)
    {
        this.embedder = embedder;
        this.dimension = dimension;
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

    public SegmentVectors Build() => new(
        embedder,
        dimension,
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(inverseLengths)).ToArray(),
        MemoryMarshal.AsBytes(rows.AsSpan(0, inverseLengths.Count * dimension)).ToArray());

    private Span<sbyte> Next()
    {
        var start = inverseLengths.Count * dimension;
        if (start + dimension > rows.Length)
        {
            Array.Resize(ref rows, Math.Max(rows.Length * 2, start + (64 * dimension)));
        }

        return rows.AsSpan(start, dimension);
    }
}
