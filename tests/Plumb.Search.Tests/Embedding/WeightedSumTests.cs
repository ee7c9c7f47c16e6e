using Plumb.Search.Embedding;

namespace Plumb.Search.Tests.Embedding;

public class WeightedSumTests
{
    [Fact]
    public void Sums_are_those_of_the_plain_loop()
    {
        var random = new Random(3);
        for (var dimension = 1; dimension <= 300; dimension++)
        {
            var table = Enumerable.Range(0, 9 * dimension).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
            var rows = Enumerable.Range(0, random.Next(0, 7)).Select(_ => random.Next(9)).ToArray();
            var weights = rows.Select(_ => random.NextSingle() - 0.5f).ToArray();
            var sum = Enumerable.Range(0, dimension).Select(_ => random.NextSingle()).ToArray();
            var expected = Enumerable.Range(0, dimension).Select(d => sum[d] + rows.Select((row, i) => (double)weights[i] * table[(row * dimension) + d]).Sum()).ToArray();
            var narrow = sum.ToArray();
            WeightedSum.Add(table, rows, weights, sum);
            WeightedSum.AddRest(table, rows, weights, narrow, 0);
            for (var d = 0; d < dimension; d++)
            {
                Assert.InRange(sum[d], expected[d] - 1e-3, expected[d] + 1e-3);
                Assert.InRange(narrow[d], expected[d] - 1e-3, expected[d] + 1e-3);
            }
        }
    }

    [Fact]
    public void A_row_that_is_not_there_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedSum.Add(new sbyte[8], [2], [1f], new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedSum.Add(new sbyte[8], [-1], [1f], new float[4]));
    }
}
