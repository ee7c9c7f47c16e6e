namespace Plumb.Tokens.Tests;

public sealed class ModelCatalogueTests
{
    [Theory]
    [InlineData("gpt-4o", "o200k_base", 128_000)]
    [InlineData("openai/GPT-4o-mini", "o200k_base", 128_000)]
    [InlineData("gpt-4.1-nano", "o200k_base", 1_047_576)]
    [InlineData("gpt-5.1", "o200k_base", 400_000)]
    [InlineData("o3-mini", "o200k_base", 200_000)]
    [InlineData("gpt-oss-120b", "o200k_harmony", 131_072)]
    [InlineData("gpt-4", "cl100k_base", 8_192)]
    [InlineData("gpt-4-turbo-2024-04-09", "cl100k_base", 128_000)]
    [InlineData("gpt-35-turbo", "cl100k_base", 16_385)]
    public void Knows_the_encoding_and_the_window(string model, string encoding, int window)
    {
        var found = ModelCatalogue.Find(model)!;
        Assert.Equal((encoding, window, (string?)null), (found.Encoding!.Name, found.ContextWindow!.Value, found.Method));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("anthropic/claude-3-5-haiku")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("llama-3.3-70b")]
    public void Estimates_with_a_band_and_a_method_where_there_is_no_tokenizer(string model)
    {
        var count = ModelCatalogue.Find(model)!.Count("The quick brown fox jumps over the lazy dog, again and again and again.");
        Assert.False(count.Exact);
        Assert.NotNull(count.Method);
        Assert.True(count.Low <= count.Tokens && count.Tokens <= count.High);
        Assert.Null(TokenEncoding.FindForModel(model));
    }

    [Theory]
    [InlineData("gpt-4.7")]
    [InlineData("gpt-6")]
    [InlineData("")]
    [InlineData("my-finetune")]
    public void An_unknown_model_is_unknown(string model)
    {
        Assert.Null(ModelCatalogue.Find(model));
        Assert.Null(TokenEncoding.FindForModel(model));
    }

    [Fact]
    public void An_exact_count_has_no_band()
    {
        var count = ModelCatalogue.Find("gpt-4o")!.Count("hello world");
        Assert.Equal(new TokenCount(2, 2, 2, null), count);
    }
}
