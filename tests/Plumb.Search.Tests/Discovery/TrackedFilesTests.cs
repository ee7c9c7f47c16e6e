using Plumb.Search.Discovery;

namespace Plumb.Search.Tests.Discovery;

/// <summary>What git tracks is indexed though a rule ignores it.</summary>
public sealed class TrackedFilesTests : IDisposable
{
    private readonly TemporaryTree tree = new();

    public void Dispose() => tree.Dispose();

    [GitTheory]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("4")]
    [InlineData("split")]
    [InlineData("sha256")]
    public void Every_form_of_gits_index_is_read(string form)
    {
        if (form == "sha256")
        {
            tree.Git("init", "-q", "--object-format=sha256");
        }
        else
        {
            tree.Git("init", "-q");
        }

        tree.Write(".gitignore", "*.log\nout/\nout2/\n").Write("kept.log").Write("dropped.log").Write("out/kept.cs").Write("out/dropped.cs").Write("out/deep/kept.cs").Write("out/other/dropped.cs").Write("out2/x.cs");
        for (var i = 0; i < 40; i++)
        {
            tree.Write($"src/module{i}/file.cs");
        }

        tree.Git("add", ".");
        tree.Git("add", "-f", "kept.log", "out/kept.cs", "out/deep/kept.cs");
        switch (form)
        {
            case "3":
                tree.Git("commit", "-qm", "x");
                tree.Git("update-index", "--skip-worktree", "kept.log");
                break;
            case "4":
                tree.Git("update-index", "--index-version", "4");
                break;
            case "split":
                tree.Git("update-index", "--split-index");
                tree.Write("late.log").Write("src/late.cs");
                tree.Git("add", "-f", "late.log", "src/late.cs");
                tree.Write("kept.log", "another content");
                tree.Git("add", "-f", "kept.log");
                break;
            default:
                break;
        }

        var found = tree.Walk();
        Assert.Equal(["kept.log", "out/deep/kept.cs", "out/kept.cs"], found.Files.Where(f => f is not "late.log" && (f.EndsWith(".log", StringComparison.Ordinal) || f.StartsWith("out", StringComparison.Ordinal))));
        Assert.Equal(form == "split", found.Files.Contains("late.log"));
        Assert.Equal(40, found.Files.Count(f => f.StartsWith("src/module", StringComparison.Ordinal)));
        Assert.Equal(".gitignore:1: *.log", found.Skipped["dropped.log"].Detail);
        Assert.Equal(".gitignore:2: out/", found.Skipped["out/dropped.cs"].Detail);
        Assert.Equal(".gitignore:2: out/", found.Skipped["out/other/"].Detail);
        Assert.Equal(SkipReason.Ignored, found.ReasonOf("out2/"));
        Assert.Equal(["kept.log"], tree.WalkPaths("kept.log", "dropped.log").Files);
    }

    [GitFact]
    public void Our_own_rules_are_above_what_git_tracks()
    {
        tree.Git("init", "-q");
        tree.Write(".gitignore", "*.log\n").Write(".plumbignore", "b.log\n").Write("a.log").Write("b.log").Write("node_modules/x.js");
        tree.Git("add", "-f", ".");
        var found = tree.Walk();
        Assert.Equal([".gitignore", ".plumbignore", "a.log"], found.Files);
        Assert.Equal(".plumbignore:1: b.log", found.Skipped["b.log"].Detail);
        Assert.Equal(SkipReason.Ignored, found.ReasonOf("node_modules/"));
        Assert.DoesNotContain(tree.Walk(options: new DiscoveryOptions { Ignore = ["*.log"] }).Files, f => f.EndsWith(".log", StringComparison.Ordinal));
    }

    [GitFact]
    public void A_workspace_inside_a_repository_asks_the_repositorys_index()
    {
        tree.Git("init", "-q");
        tree.Write(".gitignore", "*.log\n").Write("sub/inner/a.log").Write("sub/inner/b.log");
        tree.Git("add", "-f", "sub/inner/a.log");
        Assert.Equal(["a.log"], tree.Walk("sub/inner").Files);
    }

    [GitFact]
    public void A_submodule_below_an_ignored_path_is_walked_by_its_own_rules()
    {
        tree.Write("lib/a.cs").Write("lib/b.cs");
        tree.GitIn("lib", "init", "-q");
        tree.GitIn("lib", "add", "a.cs");
        tree.GitIn("lib", "commit", "-qm", "x");
        tree.Write("app/.gitignore", "vendor/\n").Write("app/vendor/other/x.cs");
        tree.GitIn("app", "init", "-q");
        tree.GitIn("app", "submodule", "--quiet", "add", "-f", tree.At("lib"), "vendor/lib");
        tree.Write("app/vendor/lib/b.cs");
        Assert.Equal([".gitignore", ".gitmodules", "vendor/lib/a.cs", "vendor/lib/b.cs"], tree.Walk("app").Files);

        tree.GitIn("app", "commit", "-qm", "x");
        tree.GitIn("", "clone", "-q", tree.At("app"), "clone");
        var found = tree.Walk("clone");
        Assert.Equal(SkipReason.NestedRepository, found.ReasonOf("vendor/lib/"));
        Assert.Contains("git submodule update", found.Skipped["vendor/lib/"].Detail, StringComparison.Ordinal);
        tree.GitIn("clone", "submodule", "--quiet", "update", "--init");
        Assert.Contains("vendor/lib/a.cs", tree.Walk("clone").Files);
    }

    [GitFact]
    public void A_changed_index_is_read_again()
    {
        tree.Git("init", "-q");
        tree.Write(".gitignore", "*.log\n").Write("a.log");
        tree.Git("add", ".");
        Assert.Equal([".gitignore"], tree.Walk().Files);
        tree.Git("add", "-f", "a.log");
        Assert.Equal([".gitignore", "a.log"], tree.Walk().Files);
        tree.Git("rm", "-q", "--cached", "a.log");
        Assert.Equal([".gitignore"], tree.Walk().Files);
    }

    [GitFact]
    public void An_index_of_random_bytes_is_no_index_and_nothing_fails()
    {
        tree.Git("init", "-q");
        for (var i = 0; i < 30; i++)
        {
            tree.Write($"folder{i % 5}/file{i}.cs");
        }

        tree.Git("add", ".");
        var random = new Random(1);
        foreach (var version in (string[])["2", "4"])
        {
            tree.Git("update-index", "--index-version", version);
            var good = File.ReadAllBytes(tree.At(".git/index"));
            Assert.True(GitIndex.Parse(good)!.HasFile("folder3/file3.cs"));
            for (var round = 0; round < 2000; round++)
            {
                var bad = good.ToArray();
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                }

                GitIndex.Parse(random.Next(3) == 0 ? bad[..random.Next(bad.Length)] : bad)?.HasFolder("folder1");
            }
        }

        File.WriteAllText(tree.At(".git/index"), "nonsense");
        tree.Write(".gitignore", "folder1/\n");
        Assert.Equal(SkipReason.Ignored, tree.Walk().ReasonOf("folder1/"));
    }
}
