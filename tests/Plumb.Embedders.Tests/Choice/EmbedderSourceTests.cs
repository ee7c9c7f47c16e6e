using System.Text.Json;
using Plumb.Embedders.Choice;
using Plumb.Embedders.Tests.Onnx;
using Plumb.Embedders.Tests.Support;
using Plumb.Embedders.Tests.Tokenizers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Tests.Choice;

public sealed class EmbedderSourceTests : IDisposable
{
    private readonly Folder home = new();
    private readonly Dictionary<string, string> environment = [];

    public void Dispose() => home.Dispose();

    [Fact]
    public void Nothing_said_means_the_built_in_one() => Assert.Equal(EmbedderKind.BuiltIn, Source().Choose().Kind);

    [Fact]
    public void The_editor_comes_before_the_environment_and_that_before_the_settings()
    {
        Source().Settings.Write("from-settings");
        Assert.Equal("from-settings", Source().Choose().Value);
        environment["PLUMB_EMBEDDER"] = "from-environment";
        Assert.Equal("from-environment", Source().Choose().Value);
        Assert.Equal("from-editor", Source().Choose("from-editor").Value);
        Assert.Equal(EmbedderKind.BuiltIn, Source().Choose("built-in").Kind);
        Assert.Equal("from-environment", Source().Choose("  ").Value);
    }

    [Theory]
    [InlineData("./model")]
    [InlineData("model/x")]
    [InlineData("..")]
    [InlineData("https://example.org/v1")]
    [InlineData("no good name")]
    public async Task A_relative_path_or_an_address_is_refused_in_one_sentence(string value)
    {
        environment["PLUMB_EMBEDDER"] = value;
        var opened = await Source().TryOpenAsync(null, CancellationToken.None);
        Assert.Null(opened.Embedder);
        Assert.Contains(value, opened.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_name_is_never_a_folder_of_the_workspace()
    {
        Assert.Equal(EmbedderKind.Installed, EmbedderChoice.Parse("potion-base-8M", "x", home.Root).Kind);
        Assert.Equal(new EmbedderChoice(EmbedderKind.Path, home.At("m"), "x"), EmbedderChoice.Parse("./m", "x", home.Root));
    }

    [Fact]
    public async Task A_model_that_is_not_here_says_how_to_get_it()
    {
        environment["PLUMB_EMBEDDER"] = "potion-base-8m";
        Assert.Contains("'plumb model pull potion-base-8M'", (await Source().TryOpenAsync(null, CancellationToken.None)).Problem, StringComparison.Ordinal);
        environment["PLUMB_EMBEDDER"] = "whatever";
        Assert.Contains("'plumb model list'", (await Source().TryOpenAsync(null, CancellationToken.None)).Problem, StringComparison.Ordinal);
        environment["PLUMB_EMBEDDER"] = home.Root;
        Assert.Contains("holds no model", (await Source().TryOpenAsync(null, CancellationToken.None)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_static_model_is_opened_by_name_and_by_path()
    {
        WriteStatic("models/mine");
        environment["PLUMB_EMBEDDER"] = "mine";
        using var byName = (await Source().TryOpenAsync(null, CancellationToken.None)).Embedder!;
        Assert.StartsWith("model2vec:mine@", byName.Id, StringComparison.Ordinal);
        using var byPath = (await Source().TryOpenAsync(home.At("models/mine"), CancellationToken.None)).Embedder!;
        Assert.Equal(byName.Id, byPath.Id);
    }

    [Fact]
    public async Task An_onnx_model_is_opened_by_name()
    {
        home.Write("models/tiny/model.onnx", OnnxBytes.Model([[1, 2], [3, 4], [5, 6], [7, 8]], ["attention_mask"]));
        home.Write("models/tiny/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
        environment["PLUMB_EMBEDDER"] = "tiny";
        environment["PLUMB_ONNXRUNTIME"] = OnnxEmbedderTests.Environment("PLUMB_ONNXRUNTIME")!;
        using var tiny = (await Source().TryOpenAsync(null, CancellationToken.None)).Embedder!;
        Assert.StartsWith("onnx:tiny@", tiny.Id, StringComparison.Ordinal);
        Assert.Equal(2, tiny.Dimension);
    }

    [Fact]
    public async Task A_choice_is_kept_only_when_it_works_and_other_settings_stay()
    {
        home.Write("settings.json", """{"other":{"a":[1,2]},"embedder":{"use":"built-in"}}""");
        var source = Source();
        await Assert.ThrowsAsync<EmbedderException>(() => source.UseAsync(EmbedderChoice.Parse("mine", "the command line"), null, CancellationToken.None));
        Assert.Equal("built-in", source.Settings.Read().Use);

        WriteStatic("models/mine");
        await source.UseAsync(EmbedderChoice.Parse("mine", "the command line"), null, CancellationToken.None);
        Assert.Equal("mine", source.Choose().Value);
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(source.Settings.Path)).RootElement.GetProperty("other").GetProperty("a")[1].GetInt32());
    }

    [Fact]
    public async Task An_endpoint_is_measured_when_it_is_chosen_and_not_asked_at_the_next_start()
    {
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.AnswerAsync(stream, 200, """{"data":[{"index":0,"embedding":[3,4]}]}"""));
        environment["PLUMB_EMBEDDER_API_KEY"] = "secret-key";
        var kept = await Source().UseAsync(EmbedderChoice.Parse("endpoint", "the command line"), new EndpointOptions(server.Address + "/v1", "m"), CancellationToken.None);
        Assert.Equal(2, kept!.Measured);
        Assert.Equal("Bearer secret-key", server.Requests.First().Header("Authorization"));
        Assert.DoesNotContain("secret-key", File.ReadAllText(Source().Settings.Path), StringComparison.Ordinal);

        var asked = server.Requests.Count;
        using var opened = (await Source().TryOpenAsync(null, CancellationToken.None)).Embedder!;
        Assert.Equal((2, asked), (opened.Dimension, server.Requests.Count));
    }

    [Fact]
    public async Task An_address_alone_switches_nothing_on()
    {
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.AnswerAsync(stream, 200, ""));
        environment["PLUMB_EMBEDDER_ENDPOINT"] = server.Address;
        environment["PLUMB_EMBEDDER_MODEL"] = "m";
        Assert.Equal(new OpenedEmbedder(null, null), await Source().TryOpenAsync(null, CancellationToken.None));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("PLUMB_EMBEDDER_ENDPOINT", "", "PLUMB_EMBEDDER_ENDPOINT is not set")]
    [InlineData("PLUMB_EMBEDDER_MODEL", "", "PLUMB_EMBEDDER_MODEL is not set")]
    [InlineData("PLUMB_EMBEDDER_ENDPOINT", "ftp://x", "no http or https URL")]
    [InlineData("PLUMB_EMBEDDER_ENDPOINT", "https://me:pw@x/v1", "PLUMB_EMBEDDER_API_KEY")]
    [InlineData("PLUMB_EMBEDDER_DIMENSIONS", "many", "whole number")]
    [InlineData("PLUMB_EMBEDDER_TIMEOUT", "-1", "whole number")]
    public async Task An_endpoint_that_is_configured_wrongly_is_told_in_one_sentence(string variable, string value, string told)
    {
        environment["PLUMB_EMBEDDER"] = "endpoint";
        environment["PLUMB_EMBEDDER_ENDPOINT"] = "http://127.0.0.1:9/v1";
        environment["PLUMB_EMBEDDER_MODEL"] = "m";
        environment[variable] = value;
        Assert.Contains(told, (await Source().TryOpenAsync(null, CancellationToken.None)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"embedder":{"use":7}}""")]
    [InlineData("""{"embedder":{"use":"endpoint","endpoint":{"url":"http://127.0.0.1:9"}}}""")]
    public async Task Settings_that_are_damaged_are_told_of(string json)
    {
        var path = home.Write("settings.json", json);
        Assert.StartsWith(path, (await Source().TryOpenAsync(null, CancellationToken.None)).Problem, StringComparison.Ordinal);
    }

    private EmbedderSource Source() => new(home.Root, text => text, environment.GetValueOrDefault);

    private void WriteStatic(string folder)
    {
        home.Write($"{folder}/config.json", "{}");
        home.Write($"{folder}/tokenizer.json", TokenizerFixture.Json("wordpiece"));
        home.Write($"{folder}/model.safetensors", SafetensorsBytes.Of(("embeddings", "F32", [400, 2], SafetensorsBytes.Numbers("F32", Enumerable.Repeat(1f, 800)))));
    }
}
