using Plumb.Search.Discovery;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Indexing;

public class IndexingTests
{
    [Fact]
    public async Task Only_what_changed_is_touched()
    {
        using var folder = new IndexedFolder(("a.md", "alpha words"), ("b.md", "beta words"), ("c.md", "gamma words"));
        using var index = folder.Open();
        var first = await index.Update();
        Assert.Equal((3, 3, 0, 0), (first.Files, first.Added, first.Changed, first.Removed));

        folder.Write("b.md", "delta words, and longer than before");
        File.Delete(Path.Combine(folder.Root, "c.md"));
        folder.Write("d/e.md", "epsilon words");
        var second = await index.Update();

        Assert.Equal((3, 1, 1, 1, 1), (second.Files, second.Added, second.Changed, second.Removed, second.Unchanged));
        Assert.Equal(["a.md"], index.Hits("alpha").Select(h => h.Path));
        Assert.Empty(index.Hits("beta"));
        Assert.Empty(index.Hits("gamma"));
        Assert.Equal(["b.md"], index.Hits("delta").Select(h => h.Path));
        Assert.Equal(["d/e.md"], index.Hits("epsilon").Select(h => h.Path));
    }

    [Fact]
    public async Task A_change_within_the_clocks_tick_and_of_the_same_size_is_seen()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"));
        using var index = folder.Open();
        await index.Update();
        var time = File.GetLastWriteTimeUtc(Path.Combine(folder.Root, "a.md"));
        folder.Write("a.md", "omega");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.md"), time);
        await index.Update();
        Assert.Single(index.Hits("omega"));
        Assert.Empty(index.Hits("alpha"));
    }

    [Fact]
    public async Task A_touched_file_with_the_same_content_is_not_indexed_again()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"));
        using var index = folder.Open();
        await index.Update();
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.md"), DateTime.UtcNow.AddHours(-2));
        var report = await index.Update();
        Assert.Equal((0, 0, 1), (report.Added, report.Changed, report.Unchanged));
    }

    [Fact]
    public async Task Many_small_edits_leave_few_segments_and_right_answers()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 30).Select(i => ($"f{i}.md", $"number{i} start"))]);
        using var index = folder.Open();
        await index.Update();
        for (var round = 0; round < 40; round++)
        {
            folder.Write($"f{round % 30}.md", $"number{round % 30} round{round} " + new string('x', round + 1));
            await index.Update();
        }

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal($"f{i}.md", Assert.Single(index.Hits($"number{i}")).Path);
        }

        Assert.Equal("f9.md", Assert.Single(index.Hits("round39")).Path);
        Assert.Empty(index.Hits("round5"));
    }

    [Fact]
    public async Task Files_that_are_not_indexed_keep_their_reason()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"), ("empty.md", ""), (".gitignore", "secret.md\n"), ("secret.md", "hidden"), ("package-lock.json", "{}"));
        File.WriteAllBytes(Path.Combine(folder.Root, "data.dat"), [1, 0, 2, 0, 255, 0, 0, 7]);
        foreach (var file in Directory.EnumerateFiles(folder.Root))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        using var index = folder.Open();
        await index.Update();

        var status = index.GetStatus();
        Assert.Equal(1, status.Skipped[SkipReason.Empty]);
        Assert.Equal(1, status.Skipped[SkipReason.Ignored]);
        Assert.Equal(1, status.Skipped[SkipReason.Binary]);
        Assert.Equal(1, status.Skipped[SkipReason.LockFile]);
        Assert.Contains(status.SkippedExamples, s => s.Path == "secret.md" && s.Detail.Contains(".gitignore", StringComparison.Ordinal));
        Assert.Equal("ready", status.State);

        // Known skips are not read again, and stay told.
        Assert.Equal(0, (await index.Update()).Bytes);
        Assert.Equal(1, index.GetStatus().Skipped[SkipReason.Binary]);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_result_with_its_reason()
    {
        using var folder = new IndexedFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "folder"));
        foreach (var path in new[] { "gone.md", "folder" })
        {
            var source = Plumb.Search.Indexing.SourceFile.Read(folder.Root, path, null);
            Assert.Null(source.Document);
            Assert.Equal(SkipReason.Unreadable, source.Reason);
            Assert.NotEmpty(source.Detail);
        }
    }

    [Fact]
    public async Task A_pdf_without_text_is_not_read_again_and_again()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"), ("scan.pdf", "%PDF-1.4 nothing here"));
        foreach (var file in Directory.EnumerateFiles(folder.Root))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        using var index = folder.Open();
        await index.Update();
        Assert.Equal(0, (await index.Update()).Bytes);
        Assert.Equal(1, index.GetStatus().Skipped[SkipReason.Unreadable]);
    }

    [Fact]
    public async Task A_full_disk_or_another_failure_to_write_is_told_as_what_it_is()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 50).Select(i => ($"f{i}.md", $"common number{i}"))]);
        using var index = folder.Open();

        // A trigger stands in for the disk: it fails the writer in the middle of its transaction.
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.StorePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER full BEFORE INSERT ON file BEGIN SELECT RAISE(ABORT, 'no room left'); END";
            command.ExecuteNonQuery();
        }

        var error = await Assert.ThrowsAnyAsync<WorkspaceException>(() => index.Update());
        Assert.Contains("no room left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_it_committed_and_the_next_one_ends_it()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 400).Select(i => ($"f{i}.md", $"common word number{i}"))]);
        using var index = folder.Open();
        using var stop = new CancellationTokenSource();
        var progress = new Inline<IndexProgress>(p =>
        {
            if (p.Phase == "indexing" && p.FilesDone > 0)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.UpdateAsync(false, progress, stop.Token));
        Assert.Equal("partial", index.GetStatus().State);
        Assert.False(index.HasContent);

        var report = await index.Update();
        Assert.Equal(400, report.Files);
        Assert.Equal("ready", index.GetStatus().State);
    }

    [Fact]
    public async Task Two_openers_of_one_workspace_agree()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 200).Select(i => ($"f{i}.md", $"common number{i}"))]);
        using var one = folder.Open();
        using var two = folder.Open();
        var reports = await Task.WhenAll(one.Update(), two.Update());
        Assert.All(reports, r => Assert.Equal(200, r.Files));
        Assert.Equal(200, reports.Sum(r => r.Added));
        folder.Write("f7.md", "changed content here");
        await two.Update();
        Assert.Equal("f7.md", Assert.Single(one.Hits("changed")).Path);
    }

    [Fact]
    public async Task Rebuild_makes_everything_anew()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"), ("b.md", "beta"));
        using var index = folder.Open();
        await index.Update();
        var report = await index.Update(rebuild: true);
        Assert.Equal((2, 2, 2), (report.Files, report.Changed, report.Chunks));
        Assert.Single(index.Hits("beta"));
    }

    private sealed class Inline<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
