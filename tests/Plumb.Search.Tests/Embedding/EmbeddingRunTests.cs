using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Embedding;

/// <summary>Embedders that are handed in, and their runs beside the index.</summary>
public class EmbeddingRunTests
{
    private static readonly string[] Concepts = ["retry attempt again", "delete remove erase", "lamp light beacon"];

    [Fact]
    public async Task Every_chunk_is_embedded_once_and_never_again()
    {
        using var folder = Folder();
        using var embedder = new CountingEmbedder("counting", Concepts);
        using var index = Open(folder, embedder);
        await index.Update();
        Assert.Empty((await Search(index, "erase")).Hits);
        var seen = new Progress();
        var report = await index.EmbedAsync(seen, CancellationToken.None);
        Assert.Equal((6, 0, null), (report.Embedded, report.Reused, report.Problem));
        Assert.Equal(("embedding", 6, 6), (seen.Last.Phase, seen.Last.FilesDone, seen.Last.FilesTotal));
        Assert.Contains(embedder.Passages, p => p is { Path: "f1.py", Symbol: "work1" } && p.Text.Contains("delete", StringComparison.Ordinal));
        Assert.Equal("f1.py", (await Search(index, "erase")).Hits[0].Path);
        Assert.Equal(0, (await index.EmbedAsync(null, CancellationToken.None)).Embedded);

        // A file moves, another one goes to an older state and back, one is new: only what was never seen is embedded.
        File.Move(Path.Combine(folder.Root, "f1.py"), Path.Combine(folder.Root, "moved.py"));
        folder.Write("f2.py", "def work2():\n    beacon(2)\n");
        await index.Update();
        Assert.Equal(1, (await index.EmbedAsync(null, CancellationToken.None)).Embedded);
        folder.Write("f2.py", Text(2));
        folder.Write("new.py", "def fresh():\n    again(1)\n");
        await index.Update();
        Assert.Equal(1, (await index.EmbedAsync(null, CancellationToken.None)).Embedded);
        Assert.Equal(["f4.py", "moved.py"], (await Search(index, "erase")).Hits.Select(h => h.Path));
        await index.Update(rebuild: true);
        Assert.Equal(0, (await index.EmbedAsync(null, CancellationToken.None)).Embedded);
    }

    [Fact]
    public async Task A_run_that_is_cut_short_goes_on_where_it_was()
    {
        using var folder = Folder();
        using var embedder = new CountingEmbedder("counting", Concepts);
        using (var index = Open(folder, embedder))
        {
            await index.Update();
            using var stop = new CancellationTokenSource();
            var batches = 0;
            embedder.OnBatch = () =>
            {
                if (++batches == 3)
                {
                    stop.Cancel();
                }
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.EmbedAsync(null, stop.Token));
            Assert.Equal(4, embedder.Passages.Count);
            Assert.Empty((await Search(index, "erase")).Hits);
            Assert.Contains("until counting", index.GetStatus().Embedder, StringComparison.Ordinal);
        }

        embedder.OnBatch = () => { };
        using var again = Open(folder, embedder);
        var report = await again.EmbedAsync(null, CancellationToken.None);
        Assert.Equal((2, 4), (report.Embedded, report.Reused));
        Assert.NotEmpty((await Search(again, "erase")).Hits);
        Assert.Equal("counting", again.GetStatus().Embedder);
    }

    [Fact]
    public async Task An_embedder_that_fails_leaves_the_built_in_one_to_answer_and_says_so()
    {
        using var folder = Folder();
        using var embedder = new CountingEmbedder("counting", Concepts) { FailsAfter = 3 };
        using var index = WorkspaceIndex.Open(folder.Options with { Embedder = embedder, BuiltIn = new ConceptEmbedder("own", "lamp glow", "x y") });
        await index.Update();
        var report = await index.EmbedAsync(null, CancellationToken.None);
        Assert.Equal("counting is asleep.", report.Problem);
        var status = index.GetStatus();
        Assert.StartsWith("own; counting failed", status.Embedder, StringComparison.Ordinal);
        Assert.Equal("counting is asleep.", status.EmbedderProblem);
        Assert.Contains((await Search(index, "glow")).Hits, h => h.Path is "f2.py" or "f5.py");

        embedder.FailsAfter = int.MaxValue;
        Assert.Null((await index.EmbedAsync(null, CancellationToken.None)).Problem);
        Assert.Null(index.GetStatus().EmbedderProblem);
        Assert.Null((await Search(index, "erase")).Notice);

        embedder.FailsOnQueries = true;
        var response = await Search(index, "glow again");
        Assert.Contains("counting is asleep. This answer was made with the built-in embedder.", response.Notice, StringComparison.Ordinal);
        Assert.Contains(response.Hits, h => h.Path is "f2.py" or "f5.py");
        Assert.Contains("counting failed", index.GetStatus().Embedder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_built_in_embedder_words_answer_where_the_chosen_one_fails()
    {
        using var folder = Folder();
        using var embedder = new CountingEmbedder("counting", Concepts);
        using var index = Open(folder, embedder);
        await index.Update();
        await index.EmbedAsync(null, CancellationToken.None);
        embedder.FailsOnQueries = true;
        var response = await Search(index, "delete");
        Assert.Contains("by words alone", response.Notice, StringComparison.Ordinal);
        Assert.Equal("f1.py", response.Hits[0].Path);
    }

    [Fact]
    public async Task The_same_query_is_embedded_once()
    {
        using var folder = Folder();
        using var embedder = new CountingEmbedder("counting", Concepts);
        using var index = Open(folder, embedder);
        await index.Update();
        await index.EmbedAsync(null, CancellationToken.None);
        await Search(index, "erase");
        await Search(index, "erase");
        Assert.Equal(1, embedder.Queries);
    }

    [Fact]
    public async Task Another_embedder_or_dimension_starts_anew_and_what_it_replaces_is_forgotten_at_the_end()
    {
        using var folder = Folder();
        using var first = new CountingEmbedder("first", Concepts);
        using (var index = Open(folder, first))
        {
            await index.Update();
            await index.EmbedAsync(null, CancellationToken.None);
        }

        using var wider = new CountingEmbedder("first", [.. Concepts, "one more"]) { FailsAfter = 3 };
        using (var index = Open(folder, wider))
        {
            Assert.NotNull((await index.EmbedAsync(null, CancellationToken.None)).Problem);
            Assert.Equal([3], index.GetStatus().Vectors.Select(v => v.Dimension));
            wider.FailsAfter = int.MaxValue;
            await index.EmbedAsync(null, CancellationToken.None);
            Assert.Equal([4], index.GetStatus().Vectors.Select(v => v.Dimension));
            Assert.NotEmpty((await Search(index, "erase")).Hits);
        }

        // Back to the first: the cache knows all.
        using var back = Open(folder, first);
        var report = await back.EmbedAsync(null, CancellationToken.None);
        Assert.Equal((0, 6), (report.Embedded, report.Reused));
    }

    private static IndexedFolder Folder() => new([.. Enumerable.Range(0, 6).Select(i => ($"f{i}.py", Text(i)))]);

    private static string Text(int i) => $"def work{i}():\n    {Concepts[i % 3].Split(' ')[0]}({i})\n";

    private static WorkspaceIndex Open(IndexedFolder folder, CountingEmbedder embedder) => WorkspaceIndex.Open(folder.Options with { Embedder = embedder, BuiltIn = null, Threads = 1 });

    private static Task<SearchResponse> Search(WorkspaceIndex index, string query) => index.SearchAsync(query, 10, SearchMode.Hybrid, CancellationToken.None).AsTask();

    private sealed class Progress : IProgress<IndexProgress>
    {
        public IndexProgress Last { get; private set; }

        public void Report(IndexProgress value) => Last = value;
    }
}
