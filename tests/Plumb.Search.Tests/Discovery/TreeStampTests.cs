using System.Globalization;
using Plumb.Search.Discovery;
using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Tests.Discovery;

/// <summary>Every change that a walk would find has to be found by the stamp, or there is no stamp.</summary>
public sealed class TreeStampTests
{
    // By then nothing that a test wrote was written this moment.
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);

    public static TheoryData<string> Changes => new(
        "another length", "another time", "a new file", "a file gone", "a file renamed", "a new folder", "a folder renamed", "a folder gone", "a file for a link",
        "a link elsewhere", "what a link leads to", "a file that only a link leads to", "a link that leads nowhere now", "the target of a link outside", ".gitignore", "a nested .gitignore of the same length", ".plumbignore",
        ".gitattributes", ".git/info/exclude", ".git/config", ".git/index", "a repository around it", "a repository inside", "the user's excludes", "the user's configuration",
        "a file swapped under the folder's old time", "a file made as long as an empty one is not", "a cache tag");

    [LinuxFact]
    public void A_tree_that_did_not_change_is_current()
    {
        using var tree = Sample();
        var stamp = Stamp(tree);
        Assert.True(IsCurrent(tree, stamp, out var report));
        Assert.Equal("report"u8.ToArray(), report);
        Assert.True(TreeStamp.IsCurrent(stamp, "key", tree.Root, 4, out _));

        // What is ignored may change.
        tree.Write("build/out.o", "other").Write("app.log", "and more than before");
        File.WriteAllText(tree.At("build/another.o"), "x");
        Assert.True(IsCurrent(tree, stamp, out _));
    }

    [LinuxTheory]
    [MemberData(nameof(Changes))]
    public void A_change_is_found(string change)
    {
        using var tree = Sample();
        var stamp = Stamp(tree);
        Assert.True(IsCurrent(tree, stamp, out _));
        Apply(tree, change);
        Assert.False(IsCurrent(tree, stamp, out _), change);

        // The next walk settles it.
        var next = Stamp(tree);
        Assert.True(IsCurrent(tree, next, out _), change);
    }

    [LinuxFact]
    public void A_stamp_counts_for_its_tree_and_its_key_alone()
    {
        using var tree = Sample();
        using var other = Sample();
        var stamp = Stamp(tree);
        Assert.False(TreeStamp.IsCurrent(stamp, "another key", tree.Root, 1, out _));
        Assert.False(TreeStamp.IsCurrent(stamp, "key", other.Root, 1, out _));
        Assert.False(TreeStamp.IsCurrent(stamp, "key", tree.At("nowhere"), 1, out _));
    }

    [LinuxFact]
    public void What_was_written_this_moment_gets_no_stamp()
    {
        using var tree = Sample();
        Assert.Null(Build(tree, DateTimeOffset.UtcNow));
    }

    // One thing at a time of a tree that is old but for it, by a clock that says so or runs behind.
    [LinuxTheory]
    [InlineData("src/a.cs")]
    [InlineData(".gitignore")]
    [InlineData("src/deep/.gitignore")]
    public void A_time_in_the_future_gets_no_stamp(string path)
    {
        using var tree = Sample();
        File.SetLastWriteTimeUtc(tree.At(path), DateTime.UtcNow + (2 * Later));
        Assert.Null(Build(tree, DateTimeOffset.UtcNow + Later));
        File.SetLastWriteTimeUtc(tree.At(path), DateTime.UtcNow - Later);
        Assert.NotNull(Build(tree, DateTimeOffset.UtcNow + Later));
    }

    [LinuxFact]
    public void Bytes_that_are_no_stamp_are_not_current()
    {
        using var tree = Sample();
        var stamp = Stamp(tree);
        for (var length = 0; length < stamp.Length; length++)
        {
            Assert.False(TreeStamp.IsCurrent(stamp[..length], "key", tree.Root, 1, out _));
        }

        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var broken = (byte[])stamp.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            // Whatever it says, it does not fail.
            _ = TreeStamp.IsCurrent(broken, "key", tree.Root, 2, out _);
        }
    }

    private static TemporaryTree Sample()
    {
        var tree = new TemporaryTree()
            .Write(".git/HEAD", "ref: refs/heads/main\n").Write(".git/config", "[core]\n\tbare = false\n").Write(".git/info/exclude", "# none\n").Write(".git/index", "DIRC")
            .Write(".gitignore", "*.log\nbuild/\nvault/\n").Write(".gitattributes", "*.gen linguist-generated\n").Write("src/deep/.gitignore", "x.md\n")
            .Write("src/a.cs", "class A;").Write("src/b.cs", "class B;").Write("src/deep/x.md").Write("src/deep/y.md").Write("docs/read.md").Write("empty.md", "")
            .Write("cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n").Write("cache/c.md")
            .Write("build/out.o").Write("vault/v.md").Write("app.log").Write("inner/i.md").Write("code.gen");
        File.WriteAllText(Path.Combine(tree.Home, "target.md"), "outside");
        return tree.Link("to-file", "src/a.cs").Link("to-folder", "vault").Link("out", Path.Combine(tree.Home, "target.md")).Link("dead", "nothing");
    }

    private static void Apply(TemporaryTree tree, string change)
    {
        var (file, folder) = (tree.At("src/a.cs"), tree.At("docs"));
        switch (change)
        {
            case "another length":
                File.WriteAllText(file, "class Another;");
                break;
            case "another time":
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow - Later);
                break;
            case "a new file":
                tree.Write("docs/new.md");
                break;
            case "a file gone":
                File.Delete(file);
                break;
            case "a file renamed":
                File.Move(file, tree.At("src/c.cs"));
                break;
            case "a new folder":
                Directory.CreateDirectory(tree.At("docs/new"));
                break;
            case "a folder renamed":
                Directory.Move(folder, tree.At("manual"));
                break;
            case "a folder gone":
                Directory.Delete(folder, recursive: true);
                break;
            case "a file for a link":
                File.Delete(file);
                tree.Link("src/a.cs", "b.cs");
                break;
            case "a link elsewhere":
                File.Delete(tree.At("to-file"));
                tree.Link("to-file", "src/b.cs");
                break;
            case "what a link leads to":
                Directory.Move(tree.At("vault"), tree.At("safe"));
                break;
            case "a file that only a link leads to":
                tree.Write("vault/new.md");
                break;
            case "a link that leads nowhere now":
                File.Delete(Path.Combine(tree.Home, "target.md"));
                break;
            case "the target of a link outside":
                File.WriteAllText(Path.Combine(tree.Home, "new.md"), "another file");
                File.Move(Path.Combine(tree.Home, "new.md"), Path.Combine(tree.Home, "target.md"), overwrite: true);
                break;
            case ".gitignore":
                tree.Write(".gitignore", "*.log\nbuild/\n*.cs\n");
                break;
            case "a nested .gitignore of the same length":
                var before = Directory.GetLastWriteTimeUtc(tree.At("src/deep"));
                tree.Write("src/deep/.gitignore", "y.md\n");
                Assert.Equal(before, Directory.GetLastWriteTimeUtc(tree.At("src/deep")));
                break;
            case ".plumbignore":
                tree.Write(".plumbignore", "*.md\n");
                break;
            case ".gitattributes":
                tree.Write(".gitattributes", "*.cs linguist-generated\n");
                break;
            case ".git/info/exclude" or ".git/config" or ".git/index":
                File.AppendAllText(tree.At(change), "# more\n");
                break;
            case "a repository around it":
                // There is one already: it is the one of the workspace that goes, and its rules with it.
                Directory.Delete(tree.At(".git"), recursive: true);
                break;
            case "a repository inside":
                tree.Write("inner/.git/HEAD", "ref: refs/heads/main\n");
                break;
            case "the user's excludes":
                Directory.CreateDirectory(Path.Combine(tree.Home, ".config", "git"));
                File.WriteAllText(Path.Combine(tree.Home, ".config", "git", "ignore"), "*.md\n");
                break;
            case "the user's configuration":
                File.WriteAllText(Path.Combine(tree.Home, ".gitconfig"), "[core]\n\tignorecase = true\n");
                break;
            case "a file swapped under the folder's old time":
                var time = Directory.GetLastWriteTimeUtc(tree.At("src"));
                File.Move(tree.At("src/b.cs"), tree.At("src/z.cs"));
                Directory.SetLastWriteTimeUtc(tree.At("src"), time);
                Assert.Equal(time, Directory.GetLastWriteTimeUtc(tree.At("src")));
                break;
            case "a file made as long as an empty one is not":
                File.WriteAllText(tree.At("empty.md"), "not empty");
                break;
            case "a cache tag":
                File.WriteAllText(tree.At("cache/CACHEDIR.TAG"), "Signature: of something else\n");
                break;
            default:
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"no change: {change}"));
        }
    }

    private static byte[] Stamp(TemporaryTree tree) => Build(tree, DateTimeOffset.UtcNow + Later) ?? throw new InvalidOperationException("there is no stamp");

    private static byte[]? Build(TemporaryTree tree, DateTimeOffset now)
    {
        var builder = new TreeStampBuilder(now);
        WorkspaceWalker.WalkNoting(tree.Root, new DiscoveryOptions { Environment = tree.Environment }, new TemporaryTree.Found(), builder, CancellationToken.None);
        return builder.Build("key", "report"u8);
    }

    private static bool IsCurrent(TemporaryTree tree, byte[] stamp, out byte[] report) => TreeStamp.IsCurrent(stamp, "key", tree.Root, 1, out report);
}
