using System.Runtime.Intrinsics;

namespace Plumb.Search.Ranking;

/// <summary>
/// The coordination factor: a chunk that has a part of the query counts by that part as well as by how much it says of it.
/// </summary>
internal static class Coordination
{
    /// <summary>Scales the scores of the chunks that have any; all spans are as long as there are chunks, dead ones too.</summary>
    /// <param name="scores">By the words of the query.</param>
    /// <param name="definitions">By the declarations that it asks for.</param>
    /// <param name="weights">The weight of the query's words that each chunk has; then the factor that this makes, 0 to 1.</param>
    /// <param name="most">The largest of these weights.</param>
    public static void Apply(Span<double> scores, Span<double> definitions, Span<double> weights, double most)
    {
        if (most == 0)
        {
            weights.Fill(1);
            return;
        }

        // Chunks without a word of the query have nothing to lose.
        var slot = 0;
        for (; slot + Vector128<double>.Count <= weights.Length; slot += Vector128<double>.Count)
        {
            var score = Vector128.LoadUnsafe(ref scores[slot]);
            var definition = Vector128.LoadUnsafe(ref definitions[slot]);
            var has = Vector128.GreaterThan(score, Vector128<double>.Zero) | Vector128.GreaterThan(definition, Vector128<double>.Zero);
            if (has == Vector128<double>.Zero)
            {
                continue;
            }

            var weight = Vector128.LoadUnsafe(ref weights[slot]);
            var factor = Vector128<double>.One - (Vector128.Create(RankingWeights.Coordination) * (Vector128<double>.One - (weight / Vector128.Create(most))));
            Vector128.ConditionalSelect(has, factor, weight).StoreUnsafe(ref weights[slot]);
            Vector128.ConditionalSelect(has, score * factor, score).StoreUnsafe(ref scores[slot]);
            Vector128.ConditionalSelect(has, definition * factor, definition).StoreUnsafe(ref definitions[slot]);
        }

        for (; slot < weights.Length; slot++)
        {
            if (scores[slot] > 0 || definitions[slot] > 0)
            {
                var factor = 1 - (RankingWeights.Coordination * (1 - (weights[slot] / most)));
                weights[slot] = factor;
                scores[slot] *= factor;
                definitions[slot] *= factor;
            }
        }
    }
}
