using System.Text.Json;
using Plumb.Embedders.Model2Vec;
using Plumb.Embedders.Tests.Support;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Tests.Model2Vec;

public sealed class StaticEmbedderTests : IDisposable
{
    // Whole hardware vectors of each type, and a rest.
    private const int Dimension = 83;

    private static readonly string[] Words = ["[PAD]", "[UNK]", "retry", "policy", "store", "##s"];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("F64")]
    [InlineData("F32")]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("I8")]
    public async Task A_vector_is_the_mean_of_its_tokens_rows(string type)
    {
        Write(type, Row);
        using var embedder = Open();
        Assert.Equal(Dimension, embedder.Dimension);
        AssertNear(Mean(type, (2, 1), (3, 1), (4, 1), (5, 1)), await EmbedAsync(embedder, "Retry policy stores"));
    }

    [Fact]
    public async Task Unknown_words_and_special_tokens_count_for_nothing()
    {
        Write("F32", Row);
        using var embedder = Open();
        Assert.Equal(await EmbedAsync(embedder, "retry"), await EmbedAsync(embedder, "xyzzy retry 東京"));
        Assert.Equal(new float[Dimension], await EmbedAsync(embedder, "xyzzy"));
        Assert.Equal(new float[Dimension], await EmbedAsync(embedder, ""));
    }

    [Fact]
    public async Task Weights_belong_to_tokens_and_the_mapping_names_their_rows()
    {
        // retry and policy share the row 1; weights are those of the tokens, not of the rows.
        Write("F32", Row, rows: 3,
            ("mapping", "I64", [6], SafetensorsBytes.Numbers("I64", [0, 0, 1, 1, 2, 0])),
            ("weights", "F32", [6], SafetensorsBytes.Numbers("F32", [1, 1, 0.5f, 2, 3, 1])));
        using var embedder = Open();
        AssertNear(Mean("F32", (1, 0.5f), (1, 2), (2, 3)), await EmbedAsync(embedder, "retry policy store"));
    }

    [Fact]
    public async Task The_layout_of_sentence_transformers_is_read_too()
    {
        Write("F32", Row);
        File.Delete(folder.At("model.safetensors"));
        File.Move(folder.At("config.json"), folder.At("config_sentence_transformers.json"));
        folder.Write("0_StaticEmbedding/model.safetensors", SafetensorsBytes.Of(("embedding.weight", "F32", [Words.Length, Dimension], Rows("F32", Row, Words.Length))));
        File.Move(folder.At("tokenizer.json"), folder.At("0_StaticEmbedding/tokenizer.json"));
        using var embedder = Open();
        AssertNear(Mean("F32", (2, 1)), await EmbedAsync(embedder, "retry"));
    }

    [Fact]
    public async Task At_most_512_tokens_count()
    {
        Write("F32", Row);
        using var embedder = Open();

        // Five words of 96 tokens and one of 32: exactly the most.
        var full = string.Join(' ', [.. Enumerable.Repeat("retry" + new string('s', 95), 5), "retry" + new string('s', 31)]);
        AssertNear(await EmbedAsync(embedder, full), await EmbedAsync(embedder, full + " policy policy"));
        Assert.NotEqual(await EmbedAsync(embedder, full[..^1]), await EmbedAsync(embedder, full[..^1] + " policy"));

        // And at most as many characters as 512 tokens of the median length, 5, have.
        var spaces = "retry" + new string(' ', 512 * 5);
        Assert.Equal(await EmbedAsync(embedder, "retry"), await EmbedAsync(embedder, spaces + "policy"));
    }

    [Fact]
    public void Other_files_make_another_id()
    {
        Write("F32", Row);
        string first;
        using (var embedder = Open())
        {
            first = embedder.Id;
        }

        Write("F32", (row, column) => Row(row, column) + (row == 4 ? 1 : 0));
        using var changed = Open();
        Assert.NotEqual(first, changed.Id);
    }

    [Fact]
    public async Task A_disposed_model_tells_so_instead_of_crashing()
    {
        Write("F32", Row);
        var embedder = Open();
        embedder.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => EmbedAsync(embedder, "retry"));
    }

    [Theory]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[6,83],"data_offsets":[0,1993]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[6,83],"data_offsets":[-4,1988]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[6,83],"data_offsets":[1992,0]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[6,82],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[498],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[0,83],"data_offsets":[0,0]}}""")]
    [InlineData("""{"embeddings":{"dtype":"F32","shape":[1,498],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":{"dtype":"Q4","shape":[6,83],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":{"dtype":"I32","shape":[6,83],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":{"shape":[6,83],"data_offsets":[0,1992]}}""")]
    [InlineData("""{"embeddings":7}""")]
    [InlineData("""{"other":{"dtype":"F32","shape":[6,83],"data_offsets":[0,1992]}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_hostile_header_is_refused_in_one_sentence(string header) =>
        AssertRefused(SafetensorsBytes.WithHeader(header, Rows("F32", Row, Words.Length)));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(100_000_001UL)]
    [InlineData(600UL)]
    [InlineData(1UL)]
    public void A_header_of_a_hostile_length_is_refused(ulong length) =>
        AssertRefused(SafetensorsBytes.WithHeader("{}", new byte[200], length));

    [Fact]
    public void A_file_that_is_cut_is_refused()
    {
        Write("F32", Row);
        var whole = File.ReadAllBytes(folder.At("model.safetensors"));
        foreach (var length in new[] { 0, 7, 9, 100, whole.Length - 1 })
        {
            AssertRefused(whole[..length]);
        }
    }

    [Theory]
    [InlineData("0 0 1 1 9 0")]
    [InlineData("0 0 1 1 -1 0")]
    [InlineData("0 0 1")]
    public void A_mapping_that_does_not_fit_is_refused(string mapping)
    {
        var numbers = mapping.Split(' ').Select(float.Parse).ToArray();
        Write("F32", Row, rows: 3, ("mapping", "I64", [numbers.Length], SafetensorsBytes.Numbers("I64", numbers)));
        Assert.Throws<EmbedderException>(Open);
    }

    private static float Row(int row, int column) => ((row * 7) + (column * 3)) % 11 - 4;

    private static byte[] Rows(string type, Func<int, int, float> value, int rows) =>
        SafetensorsBytes.Numbers(type, Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, Dimension).Select(column => value(row, column))));

    private static float[] Mean(string type, params (int Row, float Weight)[] rows)
    {
        var sum = Enumerable.Range(0, Dimension).Select(column => rows.Sum(r => Row(r.Row, column) * r.Weight)).ToArray();
        var length = MathF.Sqrt(sum.Sum(n => n * n));
        Assert.True(length > 0, type);
        return [.. sum.Select(n => n / length)];
    }

    private static async Task<float[]> EmbedAsync(StaticEmbedder embedder, string text) =>
        (await embedder.EmbedAsync([EmbeddingText.OfQuery(text)], EmbeddingKind.Query, CancellationToken.None))[0];

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    private StaticEmbedder Open() => StaticEmbedder.Open(StaticModelFiles.Find(folder.Root)!, "test");

    private void Write(string type, Func<int, int, float> value, int? rows = null, params (string Name, string Type, int[] Shape, byte[] Data)[] more)
    {
        folder.Write("model.safetensors", SafetensorsBytes.Of([("embeddings", type, [rows ?? Words.Length, Dimension], Rows(type, value, rows ?? Words.Length)), .. more]));
        folder.Write("config.json", """{"normalize":true}""");
        var vocabulary = string.Join(',', Words.Select((word, id) => $"{JsonSerializer.Serialize(word)}:{id}"));
        folder.Write("tokenizer.json", $$$"""
            {"added_tokens":[],"normalizer":{"type":"BertNormalizer","lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
             "model":{"type":"WordPiece","unk_token":"[UNK]","vocab":{ {{{vocabulary}}} } }}
            """);
    }

    private void AssertRefused(byte[] bytes)
    {
        Write("F32", Row);
        var path = folder.Write("model.safetensors", bytes);
        var error = Assert.Throws<EmbedderException>(Open);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
