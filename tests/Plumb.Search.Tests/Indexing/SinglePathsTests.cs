using Plumb.Search.Discovery;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Indexing;

/// <summary>Files that are brought up to date one by one, and the index that follows them.</summary>
public class SinglePathsTests
{
    private static readonly string[] Paths = ["a.md", "src/b.py", "src/c.py", "src/deep/d.py"];

    [Fact]
    public async Task A_single_file_is_taken_in_without_a_walk()
    {
        using var folder = new IndexedFolder(("src/a.py", "def ignite(): pass\n"), ("src/b.py", "def wait(): pass\n"));
        using var index = folder.Open();
        await index.Update();
        folder.Write("src/a.py", "def extinguish(): pass\n");
        folder.Write("src/b.py", "def unnoticed(): pass\n");
        var report = await index.UpdateFilesAsync(["src/a.py"], CancellationToken.None);
        Assert.Equal((0, 1, 0), (report.Added, report.Changed, report.Removed));
        Assert.Single(index.Hits("extinguish"));
        Assert.Empty(index.Hits("ignite"));

        // Nobody named the other one.
        Assert.Empty(index.Hits("unnoticed"));
        await index.Update();
        Assert.Single(index.Hits("unnoticed"));
    }

    [Fact]
    public async Task A_folder_stands_for_what_is_and_was_in_it()
    {
        using var folder = new IndexedFolder(("docs/a.md", "# Klaxonette\n"), ("docs/deep/b.md", "# Bombardon\n"), ("docsets.md", "# Harpsichord\n"));
        using var index = folder.Open();
        await index.Update();
        Directory.Move(Path.Combine(folder.Root, "docs"), Path.Combine(folder.Root, "papers"));
        var report = await index.UpdateFilesAsync(["docs", "papers/"], CancellationToken.None);
        Assert.Equal((2, 2), (report.Added, report.Removed));
        Assert.Equal("papers/deep/b.md", Assert.Single(index.Hits("Bombardon")).Path);
        Assert.Single(index.Hits("Harpsichord"));
        Assert.Equal("ready", index.GetStatus().State);
    }

    [Fact]
    public async Task What_is_skipped_is_listed_and_struck_from_the_list_again()
    {
        using var folder = new IndexedFolder((".gitignore", "secret.md\n"), ("a.md", "# Klaxonette\n"));
        using var index = folder.Open();
        await index.Update();
        folder.Write("b.png", "\u0000\u0001");
        folder.Write("secret.md", "# Klaxonette as well\n");
        await index.UpdateFilesAsync(["b.png", "secret.md", "a.md"], CancellationToken.None);
        Assert.Single(index.Hits("Klaxonette"));
        Assert.Equal(1, index.GetStatus().Skipped[SkipReason.Binary]);
        Assert.Equal(1, index.GetStatus().Skipped[SkipReason.Ignored]);
        File.Delete(Path.Combine(folder.Root, "b.png"));
        await index.UpdateFilesAsync(["b.png"], CancellationToken.None);
        Assert.False(index.GetStatus().Skipped.ContainsKey(SkipReason.Binary));
        Assert.Equal(1, index.GetStatus().Skipped[SkipReason.Ignored]);
    }

    [Fact]
    public async Task An_index_that_was_never_finished_is_brought_up_to_date_as_a_whole()
    {
        using var folder = new IndexedFolder(("a.md", "# Klaxonette\n"), ("b.md", "# Bombardon\n"));
        using var index = folder.Open();
        await index.UpdateFilesAsync(["a.md"], CancellationToken.None);
        Assert.Single(index.Hits("Bombardon"));
    }

    [Fact]
    public async Task An_ignore_file_among_the_paths_asks_for_a_look_at_all()
    {
        using var folder = new IndexedFolder(("a.md", "# Klaxonette\n"), ("b.md", "# Bombardon\n"));
        using var index = folder.Open();
        await index.Update();
        folder.Write(".plumbignore", "b.md\n");
        await index.UpdateFilesAsync([".plumbignore"], CancellationToken.None);
        Assert.Empty(index.Hits("Bombardon"));
    }

    /// <summary>Whatever is edited, one path after another, queries see what a new index of the same files shows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Following_edits_ends_where_a_new_index_begins(int seed)
    {
        var random = new Random(seed);
        using var folder = new IndexedFolder(("keep.md", "# Keep\n\nalpha beta\n"));
        using var index = folder.Open();
        await index.Update();
        for (var i = 0; i < 40; i++)
        {
            var path = Paths[random.Next(Paths.Length)];
            var kind = random.Next(5);
            if (kind == 0)
            {
                File.Delete(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Root, Path.GetDirectoryName(path)!)).FullName, Path.GetFileName(path)));
            }
            else
            {
                folder.Write(path, $"def word{kind}(alpha):\n    return beta + {new string('x', kind)}\n");
            }

            await index.UpdateFilesAsync([path], CancellationToken.None);
            if (random.Next(2) == 0)
            {
                index.Search("alpha word1", 10, CancellationToken.None);
            }
        }

        using var fresh = WorkspaceIndex.Open(folder.Options with { DataHome = Path.Combine(folder.DataHome, "fresh") });
        await fresh.Update();
        foreach (var query in new[] { "alpha", "word1 alpha", "word3", "beta xx" })
        {
            Assert.Equal(Describe(fresh, query), Describe(index, query));
        }
    }

    // But for the graph of mentions, which is made anew only when enough has changed.
    private static string Describe(WorkspaceIndex index, string query) => string.Join('\n', index.Search(query, 10, CancellationToken.None).Hits
        .Select(h => $"{h.Path}:{h.StartLine} " + string.Join(", ", h.Signals.Where(s => !s.Name.StartsWith(RankSignal.Factor, StringComparison.Ordinal)).Select(s => FormattableString.Invariant($"{s.Name} {s.Value:0.000}")).Order(StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal));
}
