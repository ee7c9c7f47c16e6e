using Plumb.Search.Discovery;

namespace Plumb.Search.Tests.Discovery;

public sealed class WorkspaceWalkerTests : IDisposable
{
    private readonly TemporaryTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void Files_come_in_ordinal_order_with_size_and_time()
    {
        tree.Write("b/x.cs").Write("b.cs").Write("b-/y.cs").Write("a/z/q.cs").Write("B.cs");
        Assert.Equal(["B.cs", "a/z/q.cs", "b-/y.cs", "b.cs", "b/x.cs"], tree.Walk().Files);
    }

    [Fact]
    public void An_ignored_file_names_the_ignore_file_and_line()
    {
        tree.Write("sub/.gitignore", "# nothing\n*.log\n").Write("sub/a.log");
        var skipped = tree.Walk().Skipped["sub/a.log"];
        Assert.Equal(SkipReason.Ignored, skipped.Reason);
        Assert.Equal("sub/.gitignore:2: *.log", skipped.Detail);
    }

    [Fact]
    public void A_skipped_folder_is_one_row()
    {
        tree.Write(".gitignore", "out/\n").Write("out/a").Write("out/b/c").Write("node_modules/x/index.js");
        var found = tree.Walk();
        Assert.Equal(SkipReason.Ignored, found.ReasonOf("out/"));
        Assert.Equal(SkipReason.Ignored, found.ReasonOf("node_modules/"));
        Assert.Equal([".gitignore"], found.Files);
    }

    [Fact]
    public void Plumbignore_has_the_last_word()
    {
        tree.Write(".gitignore", "gen/\n*.txt\n").Write(".plumbignore", "!gen/\n!keep.txt\nsecret.cs\n!node_modules/\n")
            .Write("gen/a.cs").Write("gen/b.txt").Write("keep.txt").Write("drop.txt").Write("secret.cs").Write("node_modules/m.js");
        var found = tree.Walk();
        Assert.Equal([".gitignore", ".plumbignore", "gen/a.cs", "keep.txt", "node_modules/m.js"], found.Files);
        Assert.Equal(".plumbignore:3: secret.cs", found.Skipped["secret.cs"].Detail);
    }

    [GitFact]
    public void A_workspace_inside_a_repository_obeys_the_rules_above_it()
    {
        tree.Git("init", "-q");
        tree.Write(".gitignore", "*.log\n/sub/inner/skip.cs\n").Write("sub/.gitignore", "*.tmp\n")
            .Write("sub/inner/a.log").Write("sub/inner/a.tmp").Write("sub/inner/skip.cs").Write("sub/inner/a.cs").Write(".git/info/exclude", "sub/inner/ex*\n").Write("sub/inner/excluded.cs");
        Assert.Equal(["a.cs"], tree.Walk("sub/inner").Files);
    }

    [GitFact]
    public void A_repository_that_ignores_the_workspace_has_no_say_in_it()
    {
        tree.Git("init", "-q");
        tree.Write(".gitignore", "*\n").Write("project/a.cs").Write("project/.gitignore", "*.log\n").Write("project/b.log");
        Assert.Equal([".gitignore", "a.cs"], tree.Walk("project").Files);
    }

    [GitFact]
    public void Nested_repositories_have_their_own_rules()
    {
        tree.Git("init", "-q");
        tree.Write(".gitignore", "*.log\n").Write("dep/a.log").Write("dep/.gitignore", "*.tmp\n").Write("dep/a.tmp").Write("dep/a.cs");
        tree.GitIn("dep", "init", "-q");
        Assert.Equal([".gitignore", "dep/.gitignore", "dep/a.cs", "dep/a.log"], tree.Walk().Files);
    }

    [GitFact]
    public void Submodules_are_walked_with_their_own_excludes()
    {
        tree.Write("lib/a.cs");
        tree.GitIn("lib", "init", "-q");
        tree.GitIn("lib", "add", ".");
        tree.GitIn("lib", "commit", "-qm", "x");
        tree.Write("app/main.cs");
        tree.GitIn("app", "init", "-q");
        tree.GitIn("app", "submodule", "--quiet", "add", tree.At("lib"), "vendor/lib");
        tree.Write("app/.git/modules/vendor/lib/info/exclude", "*.local\n").Write("app/vendor/lib/x.local").Write("app/x.local");
        var found = tree.Walk("app");
        Assert.Equal([".gitmodules", "main.cs", "vendor/lib/a.cs", "x.local"], found.Files);
    }

    [GitFact]
    public void A_linked_worktree_reads_the_common_excludes_and_is_skipped_inside_its_repository()
    {
        tree.Write("repo/a.cs");
        tree.GitIn("repo", "init", "-q");
        tree.GitIn("repo", "add", ".");
        tree.GitIn("repo", "commit", "-qm", "x");
        tree.GitIn("repo", "worktree", "add", "-q", "../beside");
        tree.GitIn("repo", "worktree", "add", "-q", "trees/inside");
        tree.Write("repo/.git/info/exclude", "*.local\n").Write("beside/x.local");
        Assert.Equal(["a.cs"], tree.Walk("beside").Files);
        var found = tree.Walk("repo");
        Assert.Equal(["a.cs"], found.Files);
        Assert.Equal(SkipReason.NestedRepository, found.ReasonOf("trees/inside/"));
    }

    [GitFact]
    public void A_bare_repository_is_skipped()
    {
        tree.Write("a.cs");
        tree.Git("init", "-q", "--bare", "store.git");
        Assert.Equal(SkipReason.NestedRepository, tree.Walk().ReasonOf("store.git/"));
    }

    [GitFact]
    public void The_users_excludes_come_from_git_config()
    {
        tree.Git("init", "-q");
        File.WriteAllText(Path.Combine(tree.Home, ".gitconfig"), "[user]\n\tname = x\n[core]\n\texcludesFile = ~/my ignore ; comment\n");
        File.WriteAllText(Path.Combine(tree.Home, "my ignore"), "*.swp\n");
        tree.Write("a.swp").Write("a.cs");
        Assert.Equal(["a.cs"], tree.Walk().Files);
    }

    [Fact]
    public void Caches_and_virtual_environments_are_told_by_what_they_hold()
    {
        tree.Write("target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n").Write("target/debug/x.rs")
            .Write("env/pyvenv.cfg").Write("env/lib/a.py").Write("notes/CACHEDIR.TAG", "no signature\n").Write("notes/a.md");
        var found = tree.Walk();
        Assert.Equal(SkipReason.Ignored, found.ReasonOf("target/"));
        Assert.Equal(SkipReason.Ignored, found.ReasonOf("env/"));
        Assert.Contains("notes/a.md", found.Files);
    }

    [UnixFact]
    public void Links_are_followed_inside_the_workspace_once_and_never_in_a_loop()
    {
        tree.Write(".gitignore", "hidden/\n").Write("real/a.cs").Write("hidden/h.cs").Write("../outside/o.cs")
            .Link("file.cs", "real/a.cs").Link("folder", "real").Link("real/up", "..").Link("self", "self")
            .Link("out", "../outside").Link("gone", "nothing").Link("seen", "hidden").Link("seen2", "hidden").Link("abs", tree.At("real/a.cs"));
        var found = tree.Walk();
        Assert.Equal([".gitignore", "real/a.cs", "seen/h.cs"], found.Files);
        Assert.Equal(SkipReason.SymlinkDuplicate, found.ReasonOf("file.cs"));
        Assert.Equal(SkipReason.SymlinkDuplicate, found.ReasonOf("folder"));
        Assert.Equal(SkipReason.SymlinkDuplicate, found.ReasonOf("abs"));
        Assert.Equal(SkipReason.SymlinkDuplicate, found.ReasonOf("seen2"));
        Assert.Equal(SkipReason.SymlinkLoop, found.ReasonOf("real/up"));
        Assert.Equal(SkipReason.SymlinkLoop, found.ReasonOf("self"));
        Assert.Equal(SkipReason.SymlinkOutsideRoot, found.ReasonOf("out"));
        Assert.Equal(SkipReason.Unreadable, found.ReasonOf("gone"));
    }

    [UnixFact]
    public void A_loop_through_a_followed_folder_ends()
    {
        tree.Write(".gitignore", "hidden/\n").Write("hidden/deep/h.cs").Link("hidden/deep/back", "..").Link("hidden/again", "../hidden/deep").Link("way", "hidden");
        var found = tree.Walk();
        Assert.Equal([".gitignore", "way/deep/h.cs"], found.Files.Order(StringComparer.Ordinal));
        Assert.Equal(SkipReason.SymlinkLoop, found.ReasonOf("way/deep/back"));
    }

    [UnixFact]
    public void A_root_that_is_a_link_is_walked()
    {
        tree.Write("real/a.cs").Write("real/b/c.cs").Link("real/d.cs", "b/c.cs").Link("entrance", "real");
        var found = tree.Walk("entrance");
        Assert.Equal(["a.cs", "b/c.cs"], found.Files);
        Assert.Equal(SkipReason.SymlinkDuplicate, found.ReasonOf("d.cs"));
    }

    [UnixFact]
    public void Pipes_are_skipped_and_not_waited_for()
    {
        tree.Write("a.cs");
        Assert.NotNull(TemporaryTree.Run("mkfifo", [tree.At("pipe"), tree.At(".gitignore")], "/", null));
        var found = tree.Walk();
        Assert.Equal(SkipReason.SpecialFile, found.ReasonOf("pipe"));
        Assert.Equal(SkipReason.SpecialFile, found.ReasonOf(".gitignore"));
    }

    [UnixFact]
    public void Hostile_names_are_reported()
    {
        tree.Write("line\nbreak.cs").Write("esc\u001b[31m.cs").Write("fine ü 漢字 😀.cs");
        Assert.NotNull(TemporaryTree.Run("bash", ["-c", "printf x > $'bad\\xff.cs'; mkdir $'dir\\xfe'; printf x > $'dir\\xfe/a.cs'"], tree.Root, null));
        var found = tree.Walk();
        Assert.Equal(["fine ü 漢字 😀.cs"], found.Files);
        Assert.Equal(4, found.Skipped.Values.Count(s => s.Reason == SkipReason.HostileName));
    }

    [UnixFact(permissions: true)]
    public void A_folder_that_cannot_be_read_is_reported()
    {
        tree.Write("closed/a.cs").Write("b.cs");
        File.SetUnixFileMode(tree.At("closed"), UnixFileMode.None);
        var found = tree.Walk();
        File.SetUnixFileMode(tree.At("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(SkipReason.Unreadable, found.ReasonOf("closed/"));
        Assert.Equal(["b.cs"], found.Files);
    }

    [Fact]
    public void What_the_name_or_the_size_says_needs_no_reading()
    {
        tree.Write("Cargo.lock").Write("logo.PNG").Write("lib.min.js").Write("empty.cs", "").Write("big.cs", new string('x', 200)).Write("doc.txt");
        var found = tree.Walk(options: new DiscoveryOptions(MaxFileBytes: 100));
        Assert.Equal(["doc.txt"], found.Files);
        Assert.Equal(SkipReason.LockFile, found.ReasonOf("Cargo.lock"));
        Assert.Equal(SkipReason.Binary, found.ReasonOf("logo.PNG"));
        Assert.Equal(SkipReason.Minified, found.ReasonOf("lib.min.js"));
        Assert.Equal(SkipReason.Empty, found.ReasonOf("empty.cs"));
        Assert.Equal("200 bytes, the limit is 100", found.Skipped["big.cs"].Detail);
    }

    [Fact]
    public void Gitattributes_say_what_is_generated()
    {
        tree.Write(".gitattributes", "*.gen.ts linguist-generated\nkept.gen.ts -linguist-generated\n/api/** linguist-generated=true\n*.cs text=auto\n")
            .Write("a.gen.ts").Write("kept.gen.ts").Write("api/x/y.ts").Write("a.cs");
        var found = tree.Walk();
        Assert.Equal([".gitattributes", "a.cs", "kept.gen.ts"], found.Files);
        Assert.Equal(".gitattributes:1: *.gen.ts linguist-generated", found.Skipped["a.gen.ts"].Detail);
    }

    [Fact]
    public void Single_paths_get_the_verdicts_of_a_whole_walk()
    {
        tree.Write(".gitignore", "out/\n*.log\n").Write("out/a.cs").Write("a.log").Write("src/a.cs").Write("src/b/c.cs").Write("src/b/d.log").Write("z.cs");
        var found = tree.WalkPaths("out/a.cs", "a.log", "src/b", "z.cs", "missing.cs", "src/missing/too.cs");
        Assert.Equal(["src/b/c.cs", "z.cs"], found.Files);
        Assert.Equal(["a.log", "out/", "src/b/d.log"], found.Skipped.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_root_that_is_no_folder_is_an_error()
    {
        Assert.Throws<DirectoryNotFoundException>(() => tree.Walk("nothing"));
    }

    [Fact]
    public void A_hostile_glob_ends()
    {
        tree.Write(".gitignore", string.Concat(Enumerable.Repeat("**/*a", 40)) + "b\n" + string.Concat(Enumerable.Repeat("*a", 40)) + "b\n")
            .Write("a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac");
        Assert.Equal(2, tree.Walk().Files.Count);
    }
}
