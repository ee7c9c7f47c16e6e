using Microsoft.Data.Sqlite;
using Plumb.Search.Storage;

namespace Plumb.Search.Tests.Storage;

public sealed class InMemoryTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("plumb-memory-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    // The first query of a store compares vectors while it reads them, and there a writer waits for readers to end.
    [Fact]
    public async Task The_first_queries_are_answered_while_changes_are_written()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "tree")).FullName;
        var noFolder = Path.Combine(root, "file");
        await File.WriteAllTextAsync(noFolder, "");
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"part{i}.md"), $"# Part {i} of round {round}\n\nThe lighthouse keeper writes beacon {i + round}.\n");
            }

            using var index = WorkspaceIndex.Open(new WorkspaceOptions(folder, noFolder) { InMemory = InMemoryUse.Always });
            Assert.True(index.IsInMemory);
            await index.UpdateAsync(rebuild: false, progress: null, CancellationToken.None);
            await File.WriteAllTextAsync(Path.Combine(folder, "part0.md"), $"# Changed in round {round}\n\nA foghorn.\n");
            using var start = new Barrier(2);
            var writing = Task.Run(() =>
            {
                start.SignalAndWait();
                return index.UpdateAsync(rebuild: false, progress: null, CancellationToken.None);
            });
            var hits = await Task.Run(() =>
            {
                start.SignalAndWait();
                return index.Search("lighthouse beacon", 5, CancellationToken.None).Hits;
            });
            await writing;
            Assert.NotEmpty(hits);
        }
    }

    // What SQLite says to a reader in memory that begins while something is committed.
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_reader_in_memory_that_came_during_a_commit_begins_again(int code)
    {
        using var store = Store.OpenInMemory(from: null, "for a test");
        var attempts = 0;
        var revision = store.Read(reader => ++attempts == 1 ? throw new SqliteException("database is locked", code) : reader.ReadRevision());
        Assert.Equal(2, attempts);
        Assert.Equal(0, revision);
    }

    [Fact]
    public void A_reader_in_memory_does_not_try_for_ever_nor_again_for_what_waiting_does_not_mend()
    {
        using var store = Store.OpenInMemory(from: null, "for a test");
        var attempts = 0;
        Assert.ThrowsAny<WorkspaceException>(() => store.Read<int>(_ => throw new SqliteException($"database is locked {++attempts}", 5)));
        Assert.InRange(attempts, 2, 1000);
        attempts = 0;
        Assert.ThrowsAny<WorkspaceException>(() => store.Read<int>(_ => throw new SqliteException($"disk I/O error {++attempts}", 10)));
        Assert.Equal(1, attempts);
    }
}
