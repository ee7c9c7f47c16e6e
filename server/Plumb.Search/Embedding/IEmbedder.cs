namespace Plumb.Search.Embedding;

/// <summary>Which side of a search a text is on: many models embed the two differently.</summary>
public enum EmbeddingKind
{
    /// <summary>A chunk of a file.</summary>
    Passage,

    /// <summary>What somebody looks for.</summary>
    Query,
}

/// <summary>A text to embed, and where it is.</summary>
/// <param name="Path">Posix path from the workspace root; empty for a query.</param>
/// <param name="Symbol">Enclosing symbols and the chunk's own, as in <see cref="Hit.Symbol"/>; empty for a query.</param>
/// <param name="Text">The chunk's lines, or the query as it was typed.</param>
public sealed record EmbeddingText(string Path, string Symbol, string Text)
{
    public static EmbeddingText OfQuery(string query) => new(string.Empty, string.Empty, query);
}

/// <summary>Turns texts into vectors of length 1, so that their dot product is their cosine. Thread-safe.</summary>
public interface IEmbedder : IDisposable
{
    /// <summary>
    /// Names the model and every setting that changes its vectors, such as "plumb-static-1" or "model2vec:NAME@HASH".
    /// Vectors of different ids are never compared.
    /// </summary>
    string Id { get; }

    /// <summary>Numbers in each vector.</summary>
    int Dimension { get; }

    /// <summary>Most texts that one call should get.</summary>
    int BatchSize => 64;

    /// <summary>One vector for each text, in order; all zeros for a text of which the model knows nothing.</summary>
    /// <exception cref="EmbedderException">The vectors cannot be had.</exception>
    ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation);
}

/// <summary>An embedder cannot do its work: its message is one clear sentence that says what can be done.</summary>
public sealed class EmbedderException : Exception
{
    public EmbedderException(string message)
        : base(message)
    {
    }

    public EmbedderException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EmbedderException()
    {
    }
}
