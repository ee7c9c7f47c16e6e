using Plumb.Search.Discovery;
using Plumb.Search.Indexing;
using Plumb.Search.Tests.Support;
using Plumb.Text.Configuration;

namespace Plumb.Search.Tests.Indexing;

public sealed class ChangeTests
{
    [Fact]
    public async Task Known_content_is_embedded_once_whatever_its_name_branch_or_worktree()
    {
        using var folder = new IndexedFolder(("a.md", "# Alpha\nfirst text\n"), ("b.md", "# Beta\nsecond text\n"), (".git/HEAD", "ref: refs/heads/main\n"), (".git/config", "[remote \"origin\"]\n\turl = https://example.org/team/one.git\n"));
        using var embedder = new CountingEmbedder("e", "first", "second", "third");
        using (var index = WorkspaceIndex.Open(folder.Options with { Embedder = embedder }))
        {
            await UpdateAndEmbed(index);
            var once = embedder.Passages.Count;
            Assert.True(once > 0);

            // Renamed, and to another folder.
            Directory.CreateDirectory(Path.Combine(folder.Root, "sub"));
            File.Move(Path.Combine(folder.Root, "a.md"), Path.Combine(folder.Root, "sub", "c.md"));
            await UpdateAndEmbed(index);
            Assert.Equal(once, embedder.Passages.Count);
            Assert.Equal("sub/c.md", Assert.Single(index.Hits("first")).Path);

            // Another branch, and back.
            folder.Write("b.md", "# Beta\nthird text\n");
            await UpdateAndEmbed(index);
            var twice = embedder.Passages.Count;
            Assert.True(twice > once);
            folder.Write("b.md", "# Beta\nsecond text\n");
            await UpdateAndEmbed(index);
            Assert.Equal(twice, embedder.Passages.Count);

            // Another checkout of the same repository.
            var other = Path.Combine(Path.GetDirectoryName(folder.Root)!, "other");
            Directory.CreateDirectory(Path.Combine(other, ".git"));
            foreach (var path in new[] { "b.md", ".git/HEAD", ".git/config" })
            {
                File.Copy(Path.Combine(folder.Root, path), Path.Combine(other, path));
            }

            File.WriteAllText(Path.Combine(other, "d.md"), "# Alpha\nfirst text\n");
            using var second = WorkspaceIndex.Open(folder.Options with { Root = other, Embedder = embedder });
            Assert.False(second.HasContent);
            await UpdateAndEmbed(second);
            Assert.Equal(twice, embedder.Passages.Count);
            Assert.Equal("d.md", Assert.Single(second.Hits("first")).Path);
            Assert.Equal(2, second.GetStatus().Files);
        }
    }

    [Fact]
    public async Task An_update_of_named_paths_looks_at_these_and_no_others()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"), ("sub/b.md", "beta"), ("sub/c.md", "gamma"), ("empty.md", ""));
        using var index = folder.Open();
        await index.Update();
        folder.Write("a.md", "alphaone alphatwo");
        folder.Write("sub/b.md", "betaone betatwo");
        folder.Write("sub/new.md", "delta");
        File.Delete(Path.Combine(folder.Root, "sub/c.md"));

        var first = await index.UpdateFilesAsync(["sub/b.md"], CancellationToken.None);
        Assert.Equal((0, 1, 0, 3), (first.Added, first.Changed, first.Removed, first.Files));
        Assert.Empty(index.Hits("alphatwo"));
        Assert.Single(index.Hits("betatwo"));
        Assert.Equal(1, index.GetStatus().Skipped[SkipReason.Empty]);

        var rest = await index.UpdateFilesAsync(["sub", "a.md"], CancellationToken.None);
        Assert.Equal((1, 1, 1, 3), (rest.Added, rest.Changed, rest.Removed, rest.Files));
        Assert.Single(index.Hits("delta"));
        Assert.Empty(index.Hits("gamma"));
    }

    [Fact]
    public async Task An_edit_of_an_ignore_file_is_obeyed_by_an_update_that_names_only_it()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"), ("sub/b.md", "beta"));
        using var index = folder.Open();
        await index.Update();
        folder.Write(".gitignore", "# none\n\nb.md\n");
        await index.UpdateFilesAsync([".gitignore"], CancellationToken.None);
        Assert.Empty(index.Hits("beta"));
        Assert.Equal((PathState.Skipped, SkipReason.Ignored, ".gitignore:3: b.md"), Seen(index.Explain("sub/b.md", CancellationToken.None)));
    }

    [Fact]
    public async Task Every_path_has_its_reason()
    {
        using var folder = new IndexedFolder(("a.py", "password = 'Tr0ub4dor99x'\n"), ("logo.png", "x"), ("node_modules/x/y.js", "let a"), ("big.md", new string('x', 3000)), ("plumb.json", "{ \"index\": { \"maxFileKilobytes\": 2, \"ignore\": [\"*.log\"] } }"), ("x.log", "log"));
        using var index = folder.Open();
        await index.Update();
        var indexed = index.Explain("a.py", CancellationToken.None);
        Assert.Equal((PathState.Indexed, 1, "python"), (indexed.State, indexed.Secrets, indexed.Language));
        Assert.Equal(SkipReason.Binary, index.Explain("logo.png", CancellationToken.None).Reason);
        Assert.Equal(("node_modules/", "a folder of installed or cached files, by its name"), (index.Explain("node_modules/x/y.js", CancellationToken.None).By, index.Explain("node_modules/x/y.js", CancellationToken.None).Detail));
        Assert.Equal(SkipReason.TooLarge, index.Explain("big.md", CancellationToken.None).Reason);
        Assert.Equal("index.ignore in plumb.json:1: *.log", index.Explain("x.log", CancellationToken.None).Detail);
        Assert.Equal(PathState.Absent, index.Explain("nowhere.md", CancellationToken.None).State);
        Assert.Equal(PathState.Outside, index.Explain("../x", CancellationToken.None).State);
        Assert.Equal(PathState.Folder, index.Explain(".", CancellationToken.None).State);
        folder.Write("late.md", "late");
        Assert.Equal(PathState.Pending, index.Explain("late.md", CancellationToken.None).State);
        folder.Write("a.py", "print('another length')\n");
        Assert.Equal(PathState.Changed, index.Explain(Path.Combine(folder.Root, "a.py"), CancellationToken.None).State);
    }

    [Fact]
    public async Task A_workspace_can_be_switched_off_limited_and_cleared()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"), ("b.md", "beta"), ("plumb.json", "{ \"index\": { \"maxFiles\": 2 } }"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal((2, 1), (index.GetStatus().Files, index.GetStatus().Skipped[SkipReason.OverLimit]));
        folder.Write("plumb.json", "{ \"index\": { \"enabled\": false } }");
        var off = await Assert.ThrowsAnyAsync<WorkspaceException>(() => index.Update());
        Assert.Contains("\"enabled\": false", off.Message, StringComparison.Ordinal);
        await index.ClearAsync(CancellationToken.None);
        Assert.Equal(("absent", 0), (index.GetStatus().State, index.GetStatus().Files));
        folder.Write("plumb.json", "{}");
        await index.Update();
        Assert.Equal(3, index.GetStatus().Files);
    }

    [Theory]
    [InlineData(0, 8, 8, 3_000_000)]
    [InlineData(128, 8, 4, 183_500)]
    [InlineData(256, 2, 2, 2_044_723)]
    [InlineData(4096, 8, 8, 3_000_000)]
    public void A_limit_of_memory_means_fewer_threads_and_smaller_pieces(int megabytes, int threads, int expected, int postings) =>
        Assert.Equal((expected, postings), MemoryLimit.Fit(megabytes, threads));

    [Fact]
    public async Task An_index_in_small_pieces_is_the_same()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 400).Select(i => ($"f{i}.md", $"number{i} " + string.Join(' ', Enumerable.Range(0, 1200).Select(n => $"word{(i * 31) + n}"))))]);
        using var index = folder.Open();
        index.Limits = new IndexLimits(MaxMemoryMegabytes: 128);
        await index.Update();
        Assert.Equal(400, index.GetStatus().Files);
        Assert.Equal("f311.md", index.Hits("number311")[0].Path);
        index.Limits = new IndexLimits(MaxFiles: 10);
        await index.Update();
        Assert.Equal((10, 390), (index.GetStatus().Files, index.GetStatus().Skipped[SkipReason.OverLimit]));
        index.Limits = new IndexLimits(MaxFileBytes: 100);
        await index.Update();
        Assert.Equal((0, SkipReason.TooLarge), (index.GetStatus().Files, index.Explain("f1.md", CancellationToken.None).Reason));
    }

    [Fact]
    public void An_estimate_writes_nothing()
    {
        using var folder = new IndexedFolder(("a.md", "alpha beta"), ("b.cs", "class B { void M() { } }"), ("c.png", "x"));
        var estimate = IndexEstimate.Of(folder.Options, CancellationToken.None);
        Assert.Equal((2, 1), (estimate.Files, estimate.Skipped[SkipReason.Binary]));
        Assert.True(estimate is { Bytes: 34, Chunks: >= 2, StoreBytes: > 0 });
        Assert.False(Directory.Exists(folder.DataHome));
    }

    [Fact]
    public void Settings_that_are_wrong_are_told_and_leave_the_default()
    {
        var (file, _) = ConfigurationFile.Parse("{ \"index\": { \"enabled\": 1, \"threads\": 0, \"ignore\": \"x\", \"maxFiles\": 10, \"maxMemoryMegabytes\": 1, \"speed\": 2 } }");
        var (settings, problems) = IndexSettings.Parse(file);
        Assert.Equal((true, 0, 10), (settings.Enabled, settings.Threads, settings.MaxFiles));
        Assert.Equal(["index.enabled", "index.threads", "index.ignore", "index.maxMemoryMegabytes", "index.speed"], problems.Select(p => p.Path));
    }

    private static async Task UpdateAndEmbed(WorkspaceIndex index)
    {
        await index.Update();
        Assert.Null((await index.EmbedAsync(null, CancellationToken.None)).Problem);
    }

    private static (PathState, SkipReason, string) Seen(PathExplanation e) => (e.State, e.Reason, e.Detail);
}
