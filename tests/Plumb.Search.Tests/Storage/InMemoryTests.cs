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
}
