using Plumb.Search.Storage;

namespace Plumb.Search.Embedding;

/// <summary>A query as one embedder sees it; null members say that words have to do.</summary>
internal sealed record QueryVector(IEmbedder? Embedder, float[]? Vector, string? Notice);

/// <summary>Decides which embedder's vectors answer, and embeds queries with it.</summary>
internal sealed class QueryVectors
{
    /// <summary>
    /// Share of the chunks that need a vector before an embedder's vectors answer. Less than all, so that the file that
    /// was saved a moment ago does not throw every query back to another embedder.
    /// </summary>
    public const double LeastShare = 0.95;

    private const int Remembered = 64;

    // Whoever types waits for the answer: an endpoint that sleeps must not hold it up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly IEmbedder? chosen;
    private readonly ITermEmbedder? builtIn;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<string, float[]> remembered = new(StringComparer.Ordinal);

    public QueryVectors(WorkspaceOptions options, TimeProvider time)
    {
        chosen = options.Embedder;
        builtIn = options.BuiltIn;
        this.time = time;
    }

    /// <summary>Why the chosen embedder failed the last time; null when it did not.</summary>
    public string? Problem { get; set; }

    /// <summary>The embedders in the order in which they are asked: the chosen one, then the built-in one.</summary>
    public IEnumerable<IEmbedder> Candidates => new[] { chosen, builtIn }.OfType<IEmbedder>();

    /// <summary>Those whose vectors cover the index.</summary>
    public List<IEmbedder> Serving(Ranking.IndexSnapshot snapshot, IReadOnlyList<VectorSet> sets) =>
        [.. Candidates.Where(e => snapshot.Documents > 0 && snapshot.CountVectors(sets, e.Id, e.Dimension) >= LeastShare * snapshot.Documents)];

    /// <summary>For people: whose vectors answer, and why not those of the chosen embedder.</summary>
    public string Describe(IEmbedder? serving)
    {
        var name = serving?.Id ?? "none (lexical ranking)";
        return chosen is null || (ReferenceEquals(serving, chosen) && Problem is null) ? name
            : Problem is { } problem ? $"{name}; {chosen.Id} failed: {problem}"
            : $"{name}, until {chosen.Id} has been through all chunks";
    }

    /// <summary>Embeds a query with the first embedder that can.</summary>
    /// <param name="query">As it was typed.</param>
    /// <param name="serving">The embedders to ask, in order.</param>
    /// <param name="weigh">How much a term of the query says in this workspace; for the built-in embedder.</param>
    /// <param name="cancellation">Stops waiting for an endpoint.</param>
    public async ValueTask<QueryVector> EmbedAsync(string query, IReadOnlyList<IEmbedder> serving, Func<string, float> weigh, CancellationToken cancellation)
    {
        string? notice = null;
        foreach (var embedder in serving)
        {
            try
            {
                var vector = ReferenceEquals(embedder, chosen)
                    ? await RecallAsync(embedder, query, cancellation).ConfigureAwait(false)
                    : ((ITermEmbedder)embedder).EmbedQuery(query, weigh);
                if (ReferenceEquals(embedder, chosen))
                {
                    Problem = null;
                }

                return new QueryVector(embedder, vector, notice);
            }
            catch (EmbedderException e)
            {
                Problem = e.Message;
                notice = $"{e.Message} This answer was made {(builtIn is null ? "by words alone" : "with the built-in embedder")}.";
            }
        }

        return new QueryVector(null, null, notice);
    }

    // The same query comes again and again while somebody types and pages; each costs a call to the endpoint.
    private async ValueTask<float[]> RecallAsync(IEmbedder embedder, string query, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (remembered.TryGetValue(query, out var known))
            {
                return known;
            }
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        float[][] vectors;
        try
        {
            vectors = await embedder.EmbedAsync([EmbeddingText.OfQuery(query)], EmbeddingKind.Query, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new EmbedderException($"The embedder {embedder.Id} gave no answer within {Patience.TotalSeconds:0} seconds.", e);
        }

        if (vectors.Length != 1 || vectors[0].Length != embedder.Dimension)
        {
            throw new EmbedderException($"The embedder {embedder.Id} gave no vector of {embedder.Dimension} numbers for the query.");
        }

        lock (gate)
        {
            if (remembered.Count >= Remembered)
            {
                remembered.Clear();
            }

            remembered[query] = vectors[0];
        }

        return vectors[0];
    }
}
