using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;
using Plumb.Search.Embedding;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Which embedder the editor chooses, and what happens when it cannot be used.</summary>
public sealed class EmbedderChoiceTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();
    private readonly List<string?> asked = [];

    public EmbedderChoiceTests() => folder.Write("lamp.md", "# Lamp\n\nThe lamp is lit at dusk.\n");

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("""{"embedder":"my-model"}""", "my-model")]
    [InlineData("""{"plumb":{"embedder":"my-model"}}""", "my-model")]
    [InlineData("""{"plumb.embedder":"my-model"}""", "my-model")]
    [InlineData("""{"embedder":7}""", null)]
    [InlineData("""{}""", null)]
    public async Task The_initialization_options_choose(string options, string? chosen)
    {
        await using var client = Start(new EmbedderOpening(null, null));
        await client.InitializeAsync(Servers.PlainClient, folder.Path, JsonNode.Parse(options));
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Equal([chosen], asked);
        Assert.Null((await client.RequestAsync("plumb/status"))!["embedderProblem"]);
    }

    [Fact]
    public async Task What_the_editor_mixes_with_the_folders_own_settings_chooses_nothing()
    {
        await using var client = Start(new EmbedderOpening(null, null));
        client.OnRequest = (method, _) => method == "workspace/configuration" ? JsonNode.Parse("""[{"embedder":"endpoint"}]""") : null;
        await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Equal([null], asked);
    }

    [Fact]
    public async Task A_choice_that_cannot_be_used_is_told_and_search_goes_on()
    {
        await using var client = Start(new EmbedderOpening(null, "There is no such model."));
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        var message = await client.WaitForAsync("window/showMessage");
        Assert.Equal((2, "Plumb uses its built-in embedder. There is no such model."), ((int)message["type"]!, (string?)message["message"]));
        var ready = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Equal("There is no such model.", (string?)ready["embedderProblem"]);
        Assert.NotEmpty((await client.RequestAsync("plumb/search", new { query = "lamp" }))!["results"]!.AsArray());
    }

    [Fact]
    public async Task The_chosen_embedder_embeds_the_folder_and_is_disposed_of_at_the_end()
    {
        var embedder = new OneVector();
        await using (var client = Start(new EmbedderOpening(embedder, null)))
        {
            await client.InitializeAsync(Servers.PlainClient, folder.Path);
            await client.WaitForAsync("plumb/statusChanged", p => (string?)p["embedder"] == "one-vector");
            Assert.Equal(0, await client.ShutdownAsync());
        }

        Assert.True(await embedder.Disposed.Task.WaitAsync(LspClient.Patience));
    }

    private LspClient Start(EmbedderOpening opening) => LspClient.StartInProcess(Servers.Options(home.Path) with
    {
        OpenEmbedder = (root, setting, _) =>
        {
            Assert.Equal(folder.Path, root);
            asked.Add(setting);
            return Task.FromResult(opening);
        },
    });

    private sealed class OneVector : IEmbedder
    {
        public TaskCompletionSource<bool> Disposed { get; } = new();

        public string Id => "one-vector";

        public int Dimension => 2;

        public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation) =>
            ValueTask.FromResult(texts.Select(_ => new[] { 0.6f, 0.8f }).ToArray());

        public void Dispose() => Disposed.TrySetResult(true);
    }
}
