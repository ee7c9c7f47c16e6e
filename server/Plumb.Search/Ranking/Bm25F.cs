using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>
/// BM25F (Robertson, Zaragoza and Taylor, 2004): how often a term stands in the fields of a chunk, weighted by field, counts
/// less and less the more there is of it, and the sooner so the longer the chunk is.
/// </summary>
internal sealed class Bm25F
{
    // Chunks of up to so many words have their length's part of the score ready.
    private const int UsualLengths = 1024;

    // A posting is a byte, so that what it counts is known beforehand.
    private static readonly double[] Known = FrequenciesOf();

    private readonly double average;
    private readonly double[] norms = new double[UsualLengths];

    /// <param name="average">Mean words of a chunk.</param>
    public Bm25F(double average)
    {
        this.average = average;
        for (var length = 0; length < norms.Length; length++)
        {
            norms[length] = NormOf(length);
        }
    }

    /// <summary>For each packed posting the mentions that it counts for, over all fields.</summary>
    public static ReadOnlySpan<double> Frequencies => Known;

    /// <summary>The inverse document frequency: how much a term says.</summary>
    /// <param name="documents">Chunks of the index.</param>
    /// <param name="holding">Those that hold it.</param>
    public static double Idf(int documents, int holding) => Math.Log(1 + ((documents - holding + 0.5) / (holding + 0.5)));

    /// <summary>What a frequency is worth in a chunk of so many words: 0 for none, never more than k1 + 1.</summary>
    public double Saturate(double frequency, int length)
    {
        var norm = length < norms.Length ? norms[length] : NormOf(length);
        return frequency * (RankingWeights.K1 + 1) / (frequency + norm);
    }

    private double NormOf(int length) => RankingWeights.K1 * (1 - RankingWeights.B + (RankingWeights.B * length / average));

    private static double[] FrequenciesOf()
    {
        var frequencies = new double[byte.MaxValue + 1];
        for (var packed = 0; packed < frequencies.Length; packed++)
        {
            frequencies[packed] = FrequencyOf(new Posting((byte)packed));
        }

        return frequencies;
    }

    private static double FrequencyOf(Posting posting) =>
        posting.Body
        + (RankingWeights.Doc * posting.Doc)
        + posting.Symbol switch
        {
            SymbolLevel.Primary => RankingWeights.SymbolPrimary,
            SymbolLevel.Declared => RankingWeights.SymbolDeclared,
            SymbolLevel.Context => RankingWeights.SymbolContext,
            _ => 0,
        }
        + (posting.InPath ? RankingWeights.Path : 0);
}
