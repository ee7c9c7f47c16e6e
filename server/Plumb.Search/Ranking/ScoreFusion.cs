namespace Plumb.Search.Ranking;

/// <summary>
/// Makes one score of what words and vectors say of a chunk and of its file: a weighted sum, with the weights of the query's
/// shape and of the file's role.
/// </summary>
internal sealed class ScoreFusion
{
    private readonly IndexSnapshot snapshot;
    private readonly WordEvidence words;

    // Null where they are of no weight.
    private readonly VectorEvidence? vectors;
    private readonly double vectorWeight;
    private readonly bool isProse;

    /// <param name="snapshot">The index.</param>
    /// <param name="query">The query.</param>
    /// <param name="mode">Whether words count.</param>
    /// <param name="words">What words say.</param>
    /// <param name="vectors">What vectors say; null without them.</param>
    public ScoreFusion(IndexSnapshot snapshot, AnalyzedQuery query, SearchMode mode, WordEvidence words, VectorEvidence? vectors)
    {
        this.snapshot = snapshot;
        this.words = words;
        isProse = query.Shape is QueryShape.Prose or QueryShape.Structure;

        // Where no word of the query is anywhere, vectors rank alone. Declarations are left out of the measure: they say that
        // exactly this was asked for, which vectors know nothing of.
        vectorWeight = vectors is null ? 0
            : mode == SearchMode.Vectors || words.Best == 0 ? 1
            : RankingWeights.Vectors(query.Shape) * RankingWeights.TrustInVectors(query.Phrasing) * words.Best;
        this.vectors = vectorWeight > 0 ? vectors : null;
    }

    /// <summary>Vectors bring the chunk in, whatever words say of it.</summary>
    public bool IsNear(int slot) => vectors is not null && vectors.IsNear(slot);

    /// <summary>The cosine to the query; null where vectors are of no weight.</summary>
    public float? CosineOf(int slot) => vectors?.CosineOf(slot);

    /// <summary>A chunk's score, before what is known of its file but for the evidence.</summary>
    /// <param name="slot">Its number among all documents.</param>
    /// <param name="file">What its file has.</param>
    /// <param name="length">Its words.</param>
    public double Total(int slot, in FileGain file, int length) =>
        (file.WordWeight * (words.ScoreOf(slot) + file.Words)) + words.DefinitionOf(slot)
        + (vectors is null ? 0 : file.VectorWeight * (Nearness(slot, length) + file.Vectors));

    /// <summary>What is the same for all chunks of a file.</summary>
    public FileGain GainOf(int file) => new(file, WordWeight(file), FileEvidence(file), VectorWeight(file), FileNearness(file));

    /// <summary>What a chunk's vector says, 0 to 1.</summary>
    public double Nearness(int slot, int length) =>
        vectors is null ? 0 : vectors.NearnessOf(slot) * (isProse ? length / (length + RankingWeights.WordsOfVector) : 1);

    /// <summary>What the vectors of a file add for each of its chunks, in the same measure.</summary>
    public double FileNearness(int file) => vectors is null ? 0 : RankingWeights.FileNearness * vectors.NearnessOfFile(file);

    /// <summary>What the words of a file add for each of its chunks.</summary>
    public double FileEvidence(int file) =>
        (snapshot.IsDocumentation(file) ? RankingWeights.FileEvidenceOfDocumentation : RankingWeights.FileEvidence) * words.ScoreOfFile(file);

    public double VectorWeight(int file) => vectorWeight * (snapshot.IsDocumentation(file) ? RankingWeights.VectorsOfDocumentation : 1);

    /// <summary>What vectors count less words count more; where there are no vectors, or where names were asked for, nothing changes.</summary>
    public double WordWeight(int file) =>
        vectors is not null && isProse && snapshot.IsDocumentation(file) ? RankingWeights.WordsOfDocumentation : 1;
}

/// <summary>What a file has for each of its chunks: how its words and vectors count, and what it has of them itself.</summary>
/// <param name="File">Its index in the snapshot.</param>
internal readonly record struct FileGain(int File, double WordWeight, double Words, double VectorWeight, double Vectors);
