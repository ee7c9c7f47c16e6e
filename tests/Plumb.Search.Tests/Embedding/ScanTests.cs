using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Plumb.Search.Embedding;

namespace Plumb.Search.Tests.Embedding;

public class ScanTests
{
    [Fact]
    public void Every_path_gives_the_exact_dot_products()
    {
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var dimension = round < 300 ? round + 1 : random.Next(1, 1600);
            var count = random.Next(0, 12);
            var query = new short[dimension];
            var rows = new sbyte[count * dimension];
            var extreme = round % 3 == 0;
            for (var i = 0; i < query.Length; i++)
            {
                query[i] = (short)(extreme ? (random.Next(2) == 0 ? -2047 : 2047) : random.Next(-2047, 2048));
            }

            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = (sbyte)(extreme ? (random.Next(2) == 0 ? -127 : 127) : random.Next(-127, 128));
            }

            var expected = new int[count];
            for (var r = 0; r < count; r++)
            {
                var sum = 0L;
                for (var d = 0; d < dimension; d++)
                {
                    sum += (long)query[d] * rows[(r * dimension) + d];
                }

                expected[r] = checked((int)sum);
            }

            var products = new int[count];
            DotProduct.ComputeScalar(query, rows, products);
            Assert.Equal(expected, products);
            DotProduct.Compute(query, rows, products);
            Assert.Equal(expected, products);
            if (Avx2.IsSupported)
            {
                Array.Clear(products);
                DotProduct.ComputeAvx2(query, rows, products);
                Assert.Equal(expected, products);
            }

            if (Sse41.IsSupported || AdvSimd.Arm64.IsSupported)
            {
                Array.Clear(products);
                DotProduct.Compute128(query, rows, products);
                Assert.Equal(expected, products);
            }
        }
    }

    [Fact]
    public void The_longest_vectors_do_not_overflow()
    {
        var query = Enumerable.Repeat((short)2047, Quantization.MaxDimension).ToArray();
        var rows = Enumerable.Repeat((sbyte)-127, Quantization.MaxDimension).ToArray();
        var products = new int[1];
        DotProduct.Compute(query, rows, products);
        Assert.Equal(-127 * 2047 * Quantization.MaxDimension, products[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(1536)]
    public void Cosines_survive_the_rounding(int dimension)
    {
        // Enough rows for both threads.
        var random = new Random(dimension);
        var count = (2 << 20) / dimension;
        var vectors = Enumerable.Range(0, Math.Min(count, 500)).Select(_ => Vector(random, dimension)).ToArray();
        var rows = new sbyte[count * dimension];
        var lengths = new float[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = Quantization.Quantize(vectors[i % vectors.Length], rows.AsSpan(i * dimension, dimension));
            Assert.Equal(lengths[i], Quantization.InverseLengthOf(rows.AsSpan(i * dimension, dimension)));
        }

        var query = Vector(random, dimension);
        var cosines = new VectorTable("test", dimension, rows, lengths).Scan(query)!;
        for (var i = 0; i < count; i++)
        {
            var expected = vectors[i % vectors.Length].Zip(query, (x, y) => (double)x * y).Sum();
            Assert.InRange(cosines[i], expected - 0.01, expected + 0.01);
        }
    }

    [Fact]
    public void A_vector_of_zeros_or_of_no_numbers_is_near_to_nothing()
    {
        var rows = new sbyte[8];
        Assert.Equal(0, Quantization.Quantize([0, 0, 0, 0], rows.AsSpan(0, 4)));
        Assert.Equal(0, Quantization.Quantize([1, float.NaN, float.PositiveInfinity, 0], rows.AsSpan(4, 4)));
        var table = new VectorTable("test", 4, rows, [0, 0]);
        Assert.Null(table.Scan([0f, 0, 0, 0]));
        Assert.Equal([0f, 0f], table.Scan([1f, 0, 0, 0])!);
        Assert.Contains("test", Assert.Throws<EmbedderException>(() => table.Scan([1f])).Message, StringComparison.Ordinal);
    }

    private static float[] Vector(Random random, int dimension)
    {
        var vector = Enumerable.Range(0, dimension).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x / length)];
    }
}
