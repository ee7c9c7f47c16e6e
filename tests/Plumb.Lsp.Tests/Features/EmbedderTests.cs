using Plumb.Lsp.Tests.Support;
using Plumb.Search;
using Plumb.Search.Embedding;

namespace Plumb.Lsp.Tests.Features;

/// <summary>An embedder that the server is given works beside the index.</summary>
public sealed class EmbedderTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();

    public EmbedderTests()
    {
        folder.Write("gone.py", "def drop_entry(key):\n    delete(key)\n");
        folder.Write("shine.py", "def shine():\n    lamp.on()\n");
    }

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Chunks_are_embedded_after_indexing_and_after_every_change()
    {
        using var embedder = new MeaningEmbedder();
        await using var client = Start(embedder);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["embedder"] == "meaning" && (string?)p["state"] == "ready");
        var found = await client.RequestAsync("plumb/search", new { query = "erase" });
        Assert.Equal("gone.py", (string?)found!["results"]![0]!["path"]);
        Assert.Contains(found["results"]![0]!["signals"]!.AsArray(), s => ((string)s!["name"]!).StartsWith("vector similarity", StringComparison.Ordinal));

        var status = await client.RequestAsync("plumb/status");
        Assert.Equal((2, (int)status!["chunks"]!), ((int)status["embedderDimension"]!, (int)status["vectorChunks"]!));
        Assert.True((long)status["vectorBytes"]! > 0);

        folder.Write("more.py", "def prune(x):\n    remove(x)\n");
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = new Uri(Path.Combine(folder.Path, "more.py")).AbsoluteUri, type = 1 } } });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["embedder"] == "meaning" && (int?)p["vectorChunks"] == 3 && (int?)p["chunks"] == 3);
        Assert.Equal(3, embedder.Passages);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task An_embedder_that_fails_is_told_and_words_answer()
    {
        using var embedder = new MeaningEmbedder { Fails = true };
        await using var client = Start(embedder);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => ((string?)p["embedder"])?.Contains("meaning failed: It is asleep.", StringComparison.Ordinal) == true);
        var found = await client.RequestAsync("plumb/search", new { query = "delete" });
        Assert.Equal("gone.py", (string?)found!["results"]![0]!["path"]);
        Assert.Equal("ready", (string?)(await client.RequestAsync("plumb/status"))!["state"]);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    private LspClient Start(MeaningEmbedder embedder) => LspClient.StartInProcess(Servers.Options() with
    {
        OpenIndex = options => WorkspaceIndex.Open(options with { DataHome = home.Path, Embedder = embedder }),
    });

    /// <summary>Knows two things: taking away, and light.</summary>
    private sealed class MeaningEmbedder : IEmbedder
    {
        private static readonly string[][] Meanings = [["delete", "erase", "remove"], ["lamp", "light"]];
        private int passages;

        public string Id => "meaning";

        public int Dimension => Meanings.Length;

        public int Passages => passages;

        public bool Fails { get; init; }

        public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation)
        {
            if (Fails)
            {
                throw new EmbedderException("It is asleep.");
            }

            Interlocked.Add(ref passages, kind == EmbeddingKind.Passage ? texts.Count : 0);
            return ValueTask.FromResult(texts.Select(t => Embed(t.Text)).ToArray());
        }

        public void Dispose()
        {
        }

        private static float[] Embed(string text)
        {
            var vector = Meanings.Select(m => (float)m.Count(word => text.Contains(word, StringComparison.Ordinal))).ToArray();
            var length = MathF.Sqrt(vector.Sum(x => x * x));
            return [.. vector.Select(x => length == 0 ? 0 : x / length)];
        }
    }
}
