using Plumb.Search.Embedding;

namespace Plumb.Search.Tests.Embedding;

/// <summary>The table that ships with the product.</summary>
public sealed class StaticEmbedderTests
{
    private static readonly StaticEmbedder Embedder = StaticEmbedder.BuiltIn!;

    [Fact]
    public void The_table_is_small_and_knows_its_size()
    {
        Assert.InRange(Embedder.Dimension, 64, 256);
        Assert.InRange((long)Embedder.Table.Rows * Embedder.Dimension, 1_000_000, 8_000_000);
        Assert.StartsWith("plumb-static-", Embedder.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete the directory", "remove folder", "render font glyph")]
    [InlineData("login with a password", "authenticate user credentials", "matrix determinant")]
    [InlineData("try again after a failure", "retry attempt backoff", "parse yaml document")]
    [InlineData("waiting line", "queue", "color")]
    [InlineData("compression", "gzip deflate stream", "calendar month")]
    public void Words_that_mean_alike_are_near(string query, string near, string far) =>
        Assert.True(Similarity(query, near) > Similarity(query, far) + 0.05f, $"{Similarity(query, near)} and {Similarity(query, far)}");

    [Theory]
    [InlineData("logfilewriter")]
    [InlineData("threadpoolqueue")]
    public void An_unknown_identifier_is_read_by_its_parts(string identifier) =>
        Assert.Contains(Embed(identifier), number => number != 0);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("qzxjv")]
    [InlineData("Wie lösche ich ein Verzeichnis?")]
    [InlineData("ファイルを削除する")]
    [InlineData("как удалить каталог")]
    [InlineData("\uD800 \uDC00 \0 😀")]
    public void Anything_can_be_embedded(string text)
    {
        var length = MathF.Sqrt(Embed(text).Sum(x => x * x));

        Assert.True(length is 0 or (> 0.999f and < 1.001f));
    }

    [Fact]
    public void The_same_text_gives_the_same_vector_from_any_thread()
    {
        var expected = Embed("how are messages retried");

        Assert.All(Enumerable.Range(0, 64).AsParallel().Select(_ => Embed("how are messages retried")), v => Assert.Equal(expected, v));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void A_broken_table_is_refused(int length)
    {
        var file = Path.Combine(Path.GetTempPath(), $"plumb-table-{Guid.NewGuid():N}.bin");
        var bytes = new byte[length];
        StaticTable.Magic.CopyTo(bytes.Length >= 8 ? bytes : new byte[8]);
        File.WriteAllBytes(file, bytes);
        try
        {
            Assert.Throws<InvalidDataException>(() => StaticEmbedder.OpenFile(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static float[] Embed(string query) => Embedder.EmbedQuery(query, _ => 1);

    private static float Similarity(string query, string passage)
    {
        var vector = Embedder.EmbedAsync([new EmbeddingText(string.Empty, string.Empty, passage)], EmbeddingKind.Passage, default).AsTask().GetAwaiter().GetResult()[0];
        return Embed(query).Zip(vector, (x, y) => x * y).Sum();
    }
}
