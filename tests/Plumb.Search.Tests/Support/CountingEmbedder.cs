using Plumb.Search.Embedding;

namespace Plumb.Search.Tests.Support;

/// <summary>An embedder of texts that remembers what it was asked for, and fails or stops when it is told to.</summary>
internal sealed class CountingEmbedder(string id, params string[] concepts) : IEmbedder
{
    private readonly ConceptEmbedder inner = new(id, concepts);

    public string Id => id;

    public int Dimension => inner.Dimension;

    public int BatchSize => 2;

    public List<EmbeddingText> Passages { get; } = [];

    public int Queries { get; private set; }

    /// <summary>Fails once so many passages were embedded.</summary>
    public int FailsAfter { get; set; } = int.MaxValue;

    public bool FailsOnQueries { get; set; }

    /// <summary>Called before each batch.</summary>
    public Action OnBatch { get; set; } = () => { };

    public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (kind == EmbeddingKind.Query)
        {
            Queries++;
            return FailsOnQueries ? throw new EmbedderException($"{id} is asleep.") : inner.EmbedAsync(texts, kind, cancellation);
        }

        OnBatch();
        cancellation.ThrowIfCancellationRequested();
        if (Passages.Count + texts.Count > FailsAfter)
        {
            throw new EmbedderException($"{id} is asleep.");
        }

        Passages.AddRange(texts);
        return inner.EmbedAsync(texts, kind, cancellation);
    }

    public void Dispose() => inner.Dispose();
}
