using Plumb.Search.Discovery;

namespace Plumb.Search.Tests.Discovery;

/// <summary>git itself says which files of random trees random ignore files leave.</summary>
public sealed class GitOracleTests
{
    private static readonly string[] Names = ["a", "b", "ab", "a.c", "b.c", "a.b.c", "foo", "foo.txt", "Foo", "x y", "#h", "!n", "a]", "b-", "tmp~", "ä", "é.c", "sp ", "back"];

    private static readonly string[] Pieces =
    [
        "a", "b", "ab", "foo", "x", "*", "**", "?", ".c", ".txt", "[ab]", "[!a]", "[^b]", "[a-c]", "[[:alpha:]]", "[[:upper:]]", "[]a]", "[a\\]]", "\\a", "\\*", "#", "!", "]", "-", "ä", " ", "\\ ", "~", "[", "\\",
    ];

    private static readonly string[] Fixed =
    [
        "*", "!*/", "!*.c", "*.c", "/a", "a/", "/a/*", "!/a/b", "**/foo", "foo/**", "a/**/b", "/**", "**", "**/", "!a/", "\\#h", "\\!n", "# comment", "", "   ", "sp\\ ", "sp ", "a/b", "/", "//", "!", "!/", "a//b", "./a", "a/.", "**/a/", "/foo/*", "!/foo/a.c", "*/b", "*.b.c", ".*", "a**", "a**/b", "b/**/", "*b*", "foo*", "*~", "[", "a[", "\\", "Foo/", "/[!a]*/",
    ];

    [GitTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_trees_keep_the_files_that_git_keeps(int batch)
    {
        // More rounds: PLUMB_ORACLE_ROUNDS=100 dotnet test --filter GitOracle
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("PLUMB_ORACLE_ROUNDS"), out var given) ? given : 6;
        for (var i = 0; i < rounds; i++)
        {
            CheckOne((batch * 1000) + i);
        }
    }

    private static void CheckOne(int seed)
    {
        var random = new Random(seed);
        using var tree = new TemporaryTree();
        tree.Git("init", "-q", "--template=");
        var ignoreCase = random.Next(6) == 0;
        if (ignoreCase)
        {
            tree.Git("config", "core.ignoreCase", "true");
        }

        var ignoreFiles = new List<string>();
        Fill(tree, random, "", 0, ignoreFiles);
        if (random.Next(3) == 0)
        {
            ignoreFiles.Add(Ignore(tree, random, ".git/info/exclude"));
        }

        if (random.Next(3) == 0)
        {
            Directory.CreateDirectory(Path.Combine(tree.Home, ".config/git"));
            File.WriteAllText(Path.Combine(tree.Home, ".config/git/ignore"), RandomRules(random));
            ignoreFiles.Add("home: " + File.ReadAllText(Path.Combine(tree.Home, ".config/git/ignore")));
        }

        if (!ignoreCase && random.Next(3) == 0)
        {
            // Some of the ignored files are tracked all the same.
            foreach (var file in Directory.EnumerateFiles(tree.Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(tree.Root, f)).Where(f => !f.StartsWith(".git/", StringComparison.Ordinal) && random.Next(6) == 0).ToList())
            {
                tree.Git("--literal-pathspecs", "add", "-f", "--", file);
                ignoreFiles.Add("tracked: " + file);
            }
        }

        var expected = tree.Git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
        var found = tree.Walk();
        var actual = found.Files.Concat(found.Skipped.Values.Where(s => s.Reason != SkipReason.Ignored).Select(s => s.Path)).Order(StringComparer.Ordinal).ToList();
        var missing = expected.Except(actual).ToList();
        var extra = actual.Except(expected).ToList();
        Assert.True(
            missing.Count == 0 && extra.Count == 0,
            $"seed {seed} (ignoreCase {ignoreCase}): missing [{string.Join(", ", missing)}], extra [{string.Join(", ", extra)}]\n{string.Join("\n---\n", ignoreFiles)}\n"
                + string.Join("\n", found.Skipped.Values.Where(s => missing.Any(m => m.StartsWith(s.Path, StringComparison.Ordinal)))));

        Assert.Equal(found.Order.Order(StringComparer.Ordinal), found.Order);
    }

    private static void Fill(TemporaryTree tree, Random random, string folder, int depth, List<string> ignoreFiles)
    {
        if (random.Next(depth == 0 ? 1 : 3) == 0)
        {
            ignoreFiles.Add(Ignore(tree, random, folder + ".gitignore"));
        }

        foreach (var name in Names)
        {
            var roll = random.Next(10);
            if (roll < 3)
            {
                tree.Write(folder + name);
            }
            else if (roll < 5 && depth < 3)
            {
                Fill(tree, random, folder + name + "/", depth + 1, ignoreFiles);
            }
        }
    }

    private static string Ignore(TemporaryTree tree, Random random, string path)
    {
        var rules = RandomRules(random);
        tree.Write(path, rules);
        return path + ":\n" + rules;
    }

    private static string RandomRules(Random random)
    {
        var lines = new List<string>();
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            if (random.Next(2) == 0)
            {
                lines.Add(Fixed[random.Next(Fixed.Length)]);
                continue;
            }

            var line = random.Next(4) == 0 ? "!" : "";
            line += random.Next(4) == 0 ? "/" : "";
            for (var parts = random.Next(1, 4); parts > 0; parts--)
            {
                for (var pieces = random.Next(1, 4); pieces > 0; pieces--)
                {
                    line += Pieces[random.Next(Pieces.Length)];
                }

                line += parts > 1 ? "/" : "";
            }

            line += random.Next(4) == 0 ? "/" : "";
            lines.Add(line);
        }

        return (random.Next(8) == 0 ? "\uFEFF" : "") + string.Join(random.Next(6) == 0 ? "\r\n" : "\n", lines) + (random.Next(3) == 0 ? "" : "\n");
    }
}
