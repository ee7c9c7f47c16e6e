using Plumb.Search.Discovery;
using Plumb.Search.Tests.Discovery;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Indexing;

/// <summary>Runs that find by the tree's stamp that there is nothing to do, and those that must not.</summary>
public sealed class UnchangedTreeTests
{
    private static readonly (string, string)[] Files = [("a.md", "alpha"), ("sub/b.md", "beta"), ("sub/logo.png", "x"), ("empty.md", "")];

    [LinuxFact]
    public async Task A_second_run_does_not_walk_and_reports_the_same()
    {
        using var folder = new IndexedFolder(Files);
        using var index = OpenLater(folder);
        var first = await index.Update();
        Assert.Equal(2, first.Added);
        var heard = new Heard();
        var second = await index.UpdateAsync(rebuild: false, heard, CancellationToken.None);
        Assert.False(heard.WasWalked);
        Assert.Equal((2, 0, 0, 0, 2, first.Chunks), (second.Files, second.Added, second.Changed, second.Removed, second.Unchanged, second.Chunks));
        Assert.Equal(first.Skipped, second.Skipped);
        Assert.Equal([(SkipReason.Binary, 1), (SkipReason.Empty, 1)], second.Skipped.OrderBy(s => s.Key).Select(s => (s.Key, s.Value)));

        // Another process finds it too, and a rebuild reads all the same.
        using var other = OpenLater(folder);
        var third = new Heard();
        await other.UpdateAsync(rebuild: false, third, CancellationToken.None);
        Assert.False(third.WasWalked);
        Assert.Equal(2, (await other.UpdateAsync(rebuild: true, null, CancellationToken.None)).Changed);
    }

    [LinuxFact]
    public async Task After_a_change_the_next_run_walks_and_the_one_after_it_does_not()
    {
        using var folder = new IndexedFolder(Files);
        using var index = OpenLater(folder);
        await index.Update();
        folder.Write("sub/b.md", "gamma");
        File.Delete(Path.Combine(folder.Root, "a.md"));
        var run = await index.Update();
        Assert.Equal((0, 1, 1), (run.Added, run.Changed, run.Removed));
        Assert.Single(index.Hits("gamma"));
        Assert.Empty(index.Hits("alpha"));
        Assert.False(await Walks(index));
    }

    [LinuxFact]
    public async Task A_file_that_changes_within_the_clocks_tick_is_found()
    {
        using var folder = new IndexedFolder(Files);
        using var index = folder.Open();
        var path = Path.Combine(folder.Root, "a.md");
        await index.Update();

        // The very time and size that were seen a moment ago.
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "omega");
        File.SetLastWriteTimeUtc(path, time);
        Assert.True(await Walks(index));
        Assert.Single(index.Hits("omega"));
        Assert.Empty(index.Hits("alpha"));
    }

    [LinuxFact]
    public async Task What_another_process_wrote_meanwhile_has_no_stamp()
    {
        using var folder = new IndexedFolder(Files);
        using var first = OpenLater(folder);
        await first.Update();
        using var second = OpenLater(folder);
        folder.Write("a.md", "alphaone alphatwo");
        await second.UpdateFilesAsync(["a.md"], CancellationToken.None);

        // The tree is what that process saw; that the store holds all of it, only a walk tells.
        Assert.True(await Walks(first));
        Assert.Single(first.Hits("alphatwo"));
        Assert.False(await Walks(first));
        Assert.False(await Walks(second));
    }

    [LinuxFact]
    public async Task Settings_a_cleared_index_and_a_run_cut_short_are_no_unchanged_tree()
    {
        using var folder = new IndexedFolder([.. Files, ("plumb.json", "{ \"index\": { \"maxFiles\": 9 } }")]);
        using var index = OpenLater(folder);
        await index.Update();
        Assert.False(await Walks(index));
        index.Limits = new IndexLimits(MaxFiles: 1);
        folder.Write("plumb.json", "{}");
        Assert.True(await Walks(index));
        Assert.Equal(1, index.GetStatus().Files);
        index.Limits = new IndexLimits();
        Assert.True(await Walks(index));
        Assert.Equal(3, index.GetStatus().Files);
        Assert.False(await Walks(index));
        await index.ClearAsync(CancellationToken.None);
        Assert.True(await Walks(index));
        Assert.Equal(3, index.GetStatus().Files);
        Assert.False(await Walks(index));
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.StorePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO meta(key, value) VALUES ('running', '1')";
            command.ExecuteNonQuery();
        }

        Assert.True(await Walks(index));
        Assert.Equal("ready", index.GetStatus().State);
    }

    [Fact]
    public async Task An_answer_made_beside_the_look_is_of_the_tree_as_it_is()
    {
        using var folder = new IndexedFolder(Files);
        using var index = OpenLater(folder);

        // Never indexed, then unchanged, then changed, then gone.
        Assert.Equal("a.md", Assert.Single((await Ask("alpha")).Hits).Path);
        Assert.Equal("a.md", Assert.Single((await Ask("alpha")).Hits).Path);
        folder.Write("sub/c.md", "alpha alpha");
        Assert.Equal(["a.md", "sub/c.md"], (await Ask("alpha")).Hits.Select(h => h.Path).Order(StringComparer.Ordinal));
        File.Delete(Path.Combine(folder.Root, "a.md"));
        Assert.Equal("sub/c.md", Assert.Single((await Ask("alpha")).Hits).Path);
        folder.Write("plumb.json", "{ \"index\": { \"enabled\": false } }");
        await Assert.ThrowsAnyAsync<WorkspaceException>(() => Ask("alpha"));

        Task<SearchResponse> Ask(string query) => index.UpdateAndSearchAsync(query, 10, SearchMode.Lexical, null, CancellationToken.None);
    }

    // An hour later nothing was written this moment.
    private static WorkspaceIndex OpenLater(IndexedFolder folder) => WorkspaceIndex.Open(folder.Options with { Time = new LaterTime() });

    private static async Task<bool> Walks(WorkspaceIndex index)
    {
        var heard = new Heard();
        await index.UpdateAsync(rebuild: false, heard, CancellationToken.None);
        return heard.WasWalked;
    }

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(1);
    }

    private sealed class Heard : IProgress<IndexProgress>
    {
        public bool WasWalked { get; private set; }

        public void Report(IndexProgress value) => WasWalked |= value.Phase == "discovering";
    }
}
