using Microsoft.Data.Sqlite;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Storage;

public class StoreTests
{
    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_not_touched()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"));
        using (var index = folder.Open())
        {
            await index.Update();
        }

        Execute(folder.StorePath, "PRAGMA user_version=99");
        var error = Assert.ThrowsAny<WorkspaceException>(folder.Open);
        Assert.Contains("newer version of Plumb", error.Message, StringComparison.Ordinal);
        Assert.Contains("--rebuild", error.Message, StringComparison.Ordinal);

        using var replaced = WorkspaceIndex.Open(folder.Options with { ReplaceNewerStore = true });
        Assert.Contains("set aside", replaced.Notice, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.StorePath + ".aside"));
        Assert.False(replaced.HasContent);
    }

    [Theory]
    [InlineData("this is no database at all, and it is long enough to be looked at as one")]
    [InlineData("SQLite format 3\0 and then nonsense")]
    public async Task A_damaged_store_is_set_aside_and_made_anew(string content)
    {
        using var folder = new IndexedFolder(("a.md", "alpha"));
        using (var index = folder.Open())
        {
            await index.Update();
        }

        File.Delete(folder.StorePath + "-wal");
        File.WriteAllText(folder.StorePath, content.PadRight(8192, '!'));
        using var again = folder.Open();
        Assert.Contains("damaged", again.Notice, StringComparison.Ordinal);
        await again.Update();
        Assert.Single(again.Hits("alpha"));
    }

    [Fact]
    public async Task Damage_inside_a_store_is_told_and_the_next_opener_makes_it_anew()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 300).Select(i => ($"f{i}.md", $"common number{i} and {string.Join(' ', Enumerable.Range(i, 40).Select(n => "w" + n))}"))]);
        using (var index = folder.Open())
        {
            await index.Update();
        }

        using (var file = new FileStream(folder.StorePath, FileMode.Open, FileAccess.Write))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0x5A, (int)(file.Length - 4096)).ToArray());
        }

        using (var damaged = folder.Open())
        {
            var error = Assert.ThrowsAny<WorkspaceException>(() => damaged.Hits("common"));
            Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<WorkspaceException>(() => damaged.Update());
        }

        using var again = folder.Open();
        Assert.Contains("set aside", again.Notice, StringComparison.Ordinal);
        await again.Update(rebuild: true);
        Assert.NotEmpty(again.Hits("number17"));
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_one_clear_sentence()
    {
        using var folder = new IndexedFolder(("a.md", "alpha"));
        File.WriteAllText(folder.DataHome, "a file where the folder should be");
        var error = Assert.ThrowsAny<WorkspaceException>(folder.Open);
        Assert.Contains("PLUMB_HOME", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workspace_that_is_not_there_is_one_clear_sentence()
    {
        using var folder = new IndexedFolder();
        Assert.Contains("no folder", Assert.ThrowsAny<WorkspaceException>(() => WorkspaceIndex.Open(new WorkspaceOptions(folder.Root + "-not", folder.DataHome))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moved_checkout_finds_its_index_again()
    {
        using var folder = new IndexedFolder(("src/a.md", "alpha"));
        Directory.CreateDirectory(Path.Combine(folder.Root, ".git"));
        File.WriteAllText(Path.Combine(folder.Root, ".git", "config"), "[remote \"origin\"]\n\turl = https://someone:secret@example.org/team/thing.git\n");
        using (var index = folder.Open())
        {
            await index.Update();
        }

        var moved = folder.Root + "-moved";
        Directory.Move(folder.Root, moved);
        using var again = WorkspaceIndex.Open(new WorkspaceOptions(moved, folder.DataHome));
        Assert.True(again.HasContent);
        Assert.Equal(0, (await again.Update()).Added);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.DataHome, "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains("secret", StringComparison.Ordinal));
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
