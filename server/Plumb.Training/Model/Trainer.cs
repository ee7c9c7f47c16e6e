using Plumb.Training.Mining;

namespace Plumb.Training.Model;

/// <summary>
/// Contrastive training: in each step every passage of the batch is a wrong answer to every other question (InfoNCE, van
/// den Oord, Li and Vinyals, 2018), both ways round, with Adam (Kingma and Ba, 2015) on the rows that the step touched.
/// </summary>
internal sealed class Trainer
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly Encoder encoder;
    private readonly Settings settings;
    private readonly Random random;
    private readonly int dimension;
    private readonly Sparse vectors;
    private readonly Sparse queryWeights;
    private readonly Sparse passageWeights;
    private readonly float[] queries;
    private readonly float[] passages;
    private readonly float[] queryLengths;
    private readonly float[] passageLengths;
    private readonly float[] logits;
    private readonly float[] transposed;
    private readonly float[] queryGradients;
    private readonly float[] passageGradients;
    private readonly List<(int Row, float Factor)>[] queryRows;
    private readonly List<(int Row, float Factor)>[] passageRows;

    public Trainer(Encoder encoder, Settings settings)
    {
        this.encoder = encoder;
        this.settings = settings;
        random = new Random(settings.Seed);
        dimension = encoder.Dimension;
        var rows = encoder.Vocabulary.Rows.Count;
        vectors = new Sparse(encoder.Vectors, rows, dimension);
        queryWeights = new Sparse(encoder.QueryWeights, rows, 1);
        passageWeights = new Sparse(encoder.PassageWeights, rows, 1);
        var batch = settings.Batch;
        queries = new float[batch * dimension];
        passages = new float[batch * dimension];
        queryLengths = new float[batch];
        passageLengths = new float[batch];
        logits = new float[batch * batch];
        transposed = new float[batch * batch];
        queryGradients = new float[batch * dimension];
        passageGradients = new float[batch * dimension];
        queryRows = [.. Enumerable.Range(0, batch).Select(_ => new List<(int, float)>())];
        passageRows = [.. Enumerable.Range(0, batch).Select(_ => new List<(int, float)>())];
    }

    /// <summary>One pass over the pairs; returns the mean loss in nats.</summary>
    /// <param name="pairs">All pairs to train on.</param>
    /// <param name="epoch">From 0; the learning rate falls in a line to a twentieth at the last step of the last.</param>
    public double Run(IReadOnlyList<Pair> pairs, int epoch)
    {
        var order = Order(pairs);
        var steps = order.Count / settings.Batch;
        var loss = 0.0;
        for (var step = 0; step < steps; step++)
        {
            var progress = ((epoch * steps) + step) / (float)(settings.Epochs * steps);
            loss += Step(pairs, order, step * settings.Batch, settings.LearningRate * (1 - (0.95f * progress)), (epoch * steps) + step + 1);
        }

        return loss / Math.Max(1, steps);
    }

    // Runs of pairs from one repository, the runs themselves shuffled.
    private List<int> Order(IReadOnlyList<Pair> pairs)
    {
        var groups = new List<int[]>();
        foreach (var repository in Enumerable.Range(0, pairs.Count).GroupBy(i => pairs[i].Repository).OrderBy(g => g.Key))
        {
            var own = repository.ToArray();
            random.Shuffle(own);
            groups.AddRange(own.Chunk(settings.Group));
        }

        var shuffled = groups.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled.SelectMany(g => g)];
    }

    private double Step(IReadOnlyList<Pair> pairs, List<int> order, int start, float rate, int time)
    {
        var batch = settings.Batch;
        for (var i = 0; i < batch; i++)
        {
            Sample(pairs[order[start + i]], queryRows[i], passageRows[i]);
        }

        Parallel.For(0, batch, i =>
        {
            queryLengths[i] = Embed(queryRows[i], encoder.QueryWeights, queries.AsSpan(i * dimension, dimension));
            passageLengths[i] = Embed(passageRows[i], encoder.PassageWeights, passages.AsSpan(i * dimension, dimension));
        });
        Matrix.MultiplyTransposed(queries, passages, logits, batch, batch, dimension);
        var loss = Softmax(pairs, order, start);
        Matrix.Multiply(logits, passages, queryGradients, batch, batch, dimension);
        Matrix.Multiply(transposed, queries, passageGradients, batch, batch, dimension);
        Parallel.For(0, batch, i =>
        {
            Unnormalize(queries, queryGradients, i, queryLengths[i]);
            Unnormalize(passages, passageGradients, i, passageLengths[i]);
        });
        Update(rate, time);
        return loss;
    }

    private void Sample(Pair pair, List<(int Row, float Factor)> query, List<(int Row, float Factor)> passage)
    {
        query.Clear();
        passage.Clear();
        foreach (var term in pair.Query.Distinct())
        {
            if (random.NextSingle() >= settings.Dropout / 2)
            {
                encoder.Expand(term, 1, query);
            }
        }

        var hideShared = random.NextSingle() < settings.OverlapDropout;
        foreach (var (term, weight) in pair.Passage)
        {
            if (random.NextSingle() >= settings.Dropout && !(hideShared && Array.IndexOf(pair.Query, term) >= 0))
            {
                encoder.Expand(term, weight, passage);
            }
        }
    }

    private float Embed(List<(int Row, float Factor)> rows, float[] weights, Span<float> vector)
    {
        vector.Clear();
        foreach (var (row, factor) in rows)
        {
            Matrix.Add(encoder.Vectors.AsSpan(row * dimension, dimension), factor * MathF.Exp(weights[row]), vector);
        }

        var length = MathF.Sqrt(Matrix.Dot(vector, vector)) + 1e-6f;
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }

        return length;
    }

    // Leaves in logits (and transposed) the gradient of the loss by each similarity.
    private double Softmax(IReadOnlyList<Pair> pairs, List<int> order, int start)
    {
        var batch = settings.Batch;
        var scale = 1 / settings.Temperature;
        var rowLoss = new double[batch];
        var keys = new int[batch];
        for (var i = 0; i < batch; i++)
        {
            keys[i] = KeyOf(pairs[order[start + i]].Query);
        }

        var rowSums = new float[batch];
        var columnSums = new float[batch];
        Parallel.For(0, batch, i =>
        {
            var sum = 0f;
            for (var j = 0; j < batch; j++)
            {
                // The same question asked twice has two right answers: neither is wrong.
                var e = i != j && keys[i] == keys[j] ? 0 : MathF.Exp((logits[(i * batch) + j] - 1) * scale);
                transposed[(j * batch) + i] = e;
                sum += e;
            }

            rowSums[i] = sum;
        });
        Parallel.For(0, batch, j =>
        {
            var sum = 0f;
            for (var i = 0; i < batch; i++)
            {
                sum += transposed[(j * batch) + i];
            }

            columnSums[j] = sum;
            rowLoss[j] = -Math.Log(Math.Max(1e-30, transposed[(j * batch) + j] / rowSums[j]));
        });
        var share = 0.5f * scale / batch;
        Parallel.For(0, batch, j =>
        {
            for (var i = 0; i < batch; i++)
            {
                var e = transposed[(j * batch) + i];
                var gradient = share * ((e / rowSums[i]) + (e / columnSums[j]) - (i == j ? 2 : 0));
                transposed[(j * batch) + i] = gradient;
                logits[(i * batch) + j] = gradient;
            }
        });
        return rowLoss.Average();
    }

    private static int KeyOf(int[] query)
    {
        var hash = default(HashCode);
        foreach (var term in query)
        {
            hash.Add(term);
        }

        return hash.ToHashCode();
    }

    // From the gradient by the vector of length 1 to the gradient by the sum that it was made from.
    private void Unnormalize(float[] values, float[] gradients, int i, float length)
    {
        var value = values.AsSpan(i * dimension, dimension);
        var gradient = gradients.AsSpan(i * dimension, dimension);
        Matrix.Add(value, -Matrix.Dot(value, gradient), gradient);
        for (var k = 0; k < gradient.Length; k++)
        {
            gradient[k] /= length;
        }
    }

    private void Update(float rate, int time)
    {
        // Uses of each row in this step: text (queries first, then passages) and factor.
        var batch = settings.Batch;
        var uses = new Dictionary<int, List<(int Text, float Factor)>>();
        for (var i = 0; i < batch; i++)
        {
            Note(uses, queryRows[i], i);
            Note(uses, passageRows[i], batch + i);
        }

        var touched = uses.ToArray();
        var correction1 = 1 - MathF.Pow(Beta1, time);
        var correction2 = 1 - MathF.Pow(Beta2, time);
        Parallel.For(
            0,
            touched.Length,
            () => new float[dimension],
            (at, _, gradient) =>
            {
                var (row, texts) = touched[at];
                Array.Clear(gradient);
                var vector = encoder.Vectors.AsSpan(row * dimension, dimension);
                var (queryGradient, passageGradient) = (0f, 0f);
                var (queryWeight, passageWeight) = (MathF.Exp(encoder.QueryWeights[row]), MathF.Exp(encoder.PassageWeights[row]));
                foreach (var (text, factor) in texts)
                {
                    var isQuery = text < batch;
                    var own = isQuery ? queryGradients.AsSpan(text * dimension, dimension) : passageGradients.AsSpan((text - batch) * dimension, dimension);
                    var weight = factor * (isQuery ? queryWeight : passageWeight);
                    Matrix.Add(own, weight, gradient);
                    var byWeight = weight * Matrix.Dot(own, vector);
                    (queryGradient, passageGradient) = isQuery ? (queryGradient + byWeight, passageGradient) : (queryGradient, passageGradient + byWeight);
                }

                vectors.Adam(row, gradient, rate, correction1, correction2);
                queryWeights.Adam(row, [queryGradient], rate, correction1, correction2);
                passageWeights.Adam(row, [passageGradient], rate, correction1, correction2);
                return gradient;
            },
            _ => { });
    }

    private static void Note(Dictionary<int, List<(int Text, float Factor)>> uses, List<(int Row, float Factor)> rows, int text)
    {
        foreach (var (row, factor) in rows)
        {
            if (!uses.TryGetValue(row, out var list))
            {
                uses[row] = list = [];
            }

            list.Add((text, factor));
        }
    }

    /// <summary>Parameters with Adam's two moments; a row's moments move only when the row is touched.</summary>
    private sealed class Sparse(float[] values, int rows, int width)
    {
        private readonly float[] first = new float[rows * width];
        private readonly float[] second = new float[rows * width];

        public void Adam(int row, ReadOnlySpan<float> gradient, float rate, float correction1, float correction2)
        {
            var at = row * width;
            for (var k = 0; k < width; k++)
            {
                var g = gradient[k];
                var m = first[at + k] = (Beta1 * first[at + k]) + ((1 - Beta1) * g);
                var v = second[at + k] = (Beta2 * second[at + k]) + ((1 - Beta2) * g * g);
                values[at + k] -= rate * (m / correction1) / (MathF.Sqrt(v / correction2) + Epsilon);
            }
        }
    }
}
