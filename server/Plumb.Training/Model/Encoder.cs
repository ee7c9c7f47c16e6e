using Plumb.Search.Embedding;
using Plumb.Training.Mining;

namespace Plumb.Training.Model;

/// <summary>
/// The model: a vector for each row, and two learned weights for each row, one where it stands in a question and one
/// where it stands in a passage. A text's vector is the normalised weighted sum.
/// </summary>
internal sealed class Encoder
{
    public Encoder(Vocabulary vocabulary, int dimension, int seed)
    {
        Vocabulary = vocabulary;
        Dimension = dimension;
        var rows = vocabulary.Rows.Count;
        Vectors = new float[rows * dimension];
        QueryWeights = new float[rows];
        PassageWeights = new float[rows];
        var random = new Random(seed);
        var spread = 1 / MathF.Sqrt(dimension);
        for (var i = 0; i < Vectors.Length; i++)
        {
            Vectors[i] = spread * Normal(random);
        }

        // Weights are kept as logarithms. Rare terms begin heavier, as inverse document frequency would have it.
        for (var i = 0; i < rows; i++)
        {
            QueryWeights[i] = PassageWeights[i] = MathF.Log(vocabulary.InverseFrequency[i]) - 1;
        }
    }

    public Vocabulary Vocabulary { get; }

    public int Dimension { get; }

    /// <summary>Rows x dimension.</summary>
    public float[] Vectors { get; }

    /// <summary>Natural logarithm of each row's weight in a question.</summary>
    public float[] QueryWeights { get; }

    /// <summary>Natural logarithm of each row's weight in a passage.</summary>
    public float[] PassageWeights { get; }

    /// <summary>The rows of terms with their factors; an unknown term gives its parts at half each.</summary>
    public void Expand(int term, float weight, List<(int Row, float Factor)> into)
    {
        var handle = Vocabulary.HandleOf(term);
        if (handle < 0)
        {
            return;
        }

        var (first, second) = SubWords.Unpack(handle);
        into.Add((first, second < 0 ? weight : weight / 2));
        if (second >= 0)
        {
            into.Add((second, weight / 2));
        }
    }

    public float[] Embed(IReadOnlyList<(int Row, float Factor)> rows, bool isQuery)
    {
        var vector = new float[Dimension];
        var weights = isQuery ? QueryWeights : PassageWeights;
        foreach (var (row, factor) in rows)
        {
            Matrix.Add(Vectors.AsSpan(row * Dimension, Dimension), factor * MathF.Exp(weights[row]), vector);
        }

        var length = MathF.Sqrt(Matrix.Dot(vector, vector));
        for (var i = 0; i < vector.Length && length > 0; i++)
        {
            vector[i] /= length;
        }

        return vector;
    }

    public float[] EmbedQuery(Pair pair)
    {
        var rows = new List<(int, float)>();
        foreach (var term in pair.Query.Distinct())
        {
            Expand(term, 1, rows);
        }

        return Embed(rows, isQuery: true);
    }

    public float[] EmbedPassage(Pair pair)
    {
        var rows = new List<(int, float)>();
        foreach (var (term, weight) in pair.Passage)
        {
            Expand(term, weight, rows);
        }

        return Embed(rows, isQuery: false);
    }

    private static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}
