using System.Runtime.InteropServices;
using Plumb.Embedders.Onnx;
using Plumb.Embedders.Tests.Support;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Tests.Onnx;

public sealed class OnnxEmbedderTests : IDisposable
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nretry\npolicy\nstore\nquery\n:\n";

    // A row a token, no two alike, so that a wrong token, a wrong mask or a wrong order gives another vector.
    private static readonly float[][] Table = [.. Enumerable.Range(0, 9).Select(i => new float[] { 1 + i, i * i, 10 - (2 * i), i % 3 })];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mean_tokens", "Mean")]
    [InlineData("cls_token", "FirstToken")]
    [InlineData("max_tokens", "Max")]
    [InlineData("lasttoken", "LastToken")]
    [InlineData("mean_sqrt_len_tokens", "MeanSquareRoot")]
    public async Task Tokens_are_pooled_as_the_folder_says(string mode, string name)
    {
        Write(["attention_mask", "token_type_ids"]);
        folder.Write("1_Pooling/config.json", $$"""{"word_embedding_dimension":4,"pooling_mode_{{mode}}":true,"include_prompt":true}""");
        using var embedder = Open();
        Assert.Equal(4, embedder.Dimension);
        AssertNear(Pool(name, 2, 4, 5, 3), (await EmbedAsync(embedder, EmbeddingKind.Passage, "Retry policy"))[0]);
    }

    [Theory]
    [InlineData]
    [InlineData("attention_mask")]
    [InlineData("token_type_ids", "attention_mask")]
    public async Task A_batch_of_texts_of_all_lengths_gives_each_its_own_vector(params string[] inputs)
    {
        // Padding that leaked into a mean would make a text's vector depend on its neighbours. More than one run's worth.
        Write(inputs);
        using var embedder = Open();
        var texts = Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Repeat("store", 39 - i).Prepend("retry"))).ToArray();
        var together = await EmbedAsync(embedder, EmbeddingKind.Passage, texts);
        for (var i = 0; i < texts.Length; i++)
        {
            AssertNear((await EmbedAsync(embedder, EmbeddingKind.Passage, texts[i]))[0], together[i]);
            AssertNear(Pool("Mean", [2, 4, .. Enumerable.Repeat(6, 39 - i), 3]), together[i]);
        }
    }

    [Fact]
    public async Task Queries_and_passages_have_their_own_prompts()
    {
        Write(["attention_mask"]);
        folder.Write("config_sentence_transformers.json", """{"prompts":{"query":"query: ","document":""},"default_prompt_name":null}""");
        using var embedder = Open();
        AssertNear(Pool("Mean", 2, 7, 8, 4, 3), (await EmbedAsync(embedder, EmbeddingKind.Query, "retry"))[0]);
        AssertNear(Pool("Mean", 2, 4, 3), (await EmbedAsync(embedder, EmbeddingKind.Passage, "retry"))[0]);

        folder.Write("config_sentence_transformers.json", """{"prompts":{"query":"policy: "}}""");
        using var other = Open();
        Assert.NotEqual(embedder.Id, other.Id);
    }

    [Fact]
    public async Task A_long_text_is_cut_and_keeps_its_end_mark()
    {
        Write(["attention_mask"]);
        folder.Write("sentence_bert_config.json", """{"max_seq_length":5}""");
        using var embedder = Open();
        AssertNear(Pool("Mean", 2, 4, 5, 6, 3), (await EmbedAsync(embedder, EmbeddingKind.Passage, "retry policy store store policy"))[0]);
    }

    [Fact]
    public async Task A_model_that_pools_by_itself_is_believed()
    {
        Write(["attention_mask"], pooled: true);
        using var embedder = Open();
        AssertNear(Pool("Mean", 2, 4, 5, 3), (await EmbedAsync(embedder, EmbeddingKind.Passage, "retry policy"))[0]);
    }

    [Fact]
    public void A_model_with_other_inputs_is_refused()
    {
        Write(["pixel_values"]);
        Assert.Contains("pixel_values", Assert.Throws<EmbedderException>(Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_weightedmean_tokens":true}""")]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_mean_tokens":true,"include_prompt":false}""")]
    [InlineData("modules.json", """[{"type":"sentence_transformers.models.Transformer"},{"type":"sentence_transformers.models.Dense"}]""")]
    [InlineData("model.onnx", "no model at all")]
    public void What_would_give_wrong_vectors_is_refused_in_one_sentence(string file, string text)
    {
        Write(["attention_mask"]);
        folder.Write(file, text);
        var error = Assert.Throws<EmbedderException>(Open);
        Assert.Contains(folder.Root, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_cancelled_batch_ends()
    {
        Write(["attention_mask"]);
        using var embedder = Open();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedder.EmbedAsync([EmbeddingText.OfQuery("retry")], EmbeddingKind.Query, cancelled.Token).AsTask());
    }

    /// <summary>The library that the test project restored, named as a user would.</summary>
    internal static string? Environment(string name) => name == OnnxRuntimeLibrary.Variable
        ? Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier), OnnxRuntimeLibrary.FileName, SearchOption.AllDirectories).Single()
        : null;

    private static float[] Pool(string pooling, params int[] tokens)
    {
        var rows = tokens.Select(t => Table[t]).ToArray();
        var pooled = Enumerable.Range(0, 4).Select(i => pooling switch
        {
            "FirstToken" => rows[0][i],
            "LastToken" => rows[^1][i],
            "Max" => rows.Max(r => r[i]),
            _ => rows.Sum(r => r[i]),
        }).ToArray();
        var length = MathF.Sqrt(pooled.Sum(n => n * n));
        return [.. pooled.Select(n => n / length)];
    }

    private static async Task<float[][]> EmbedAsync(OnnxEmbedder embedder, EmbeddingKind kind, params string[] texts) =>
        await embedder.EmbedAsync([.. texts.Select(EmbeddingText.OfQuery)], kind, CancellationToken.None);

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private OnnxEmbedder Open() => OnnxEmbedder.Open(SentenceModelConfig.Read(SentenceModelConfig.FindModel(folder.Root)!), "test", folder.Root, Environment);

    private void Write(string[] inputs, bool pooled = false)
    {
        folder.Write("model.onnx", OnnxBytes.Model(Table, inputs, pooled));
        folder.Write("vocab.txt", Vocabulary);
    }
}
