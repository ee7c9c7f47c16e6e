using System.Diagnostics;
using Plumb.Search.Secrets;
using Plumb.Search.Tests.Support;
using Xunit.Abstractions;

namespace Plumb.Search.Tests.Secrets;

public sealed class SecretScannerTests(ITestOutputHelper output)
{
    // Where this repository holds secrets that were never real: the examples of a lint rule.
    private static readonly string[] Planted = ["docs/rules/S02.md", "server/Plumb.Prompts/Rules/S02Secret.cs"];

    [Fact]
    public void Planted_secrets_are_covered_whole()
    {
        var planted = new PlantedSecrets(20_101).All().ToList();
        var missed = planted.Where(p => Covered(p.Text, p.Path) is var masked && p.Secret.Split('\n').Any(line => masked.Contains(line, StringComparison.Ordinal))).ToList();
        var recall = 1 - (missed.Count / (double)planted.Count);
        foreach (var kind in planted.GroupBy(p => p.Kind))
        {
            output.WriteLine($"{kind.Key}: {kind.Count() - missed.Count(m => m.Kind == kind.Key)} of {kind.Count()} found");
        }

        output.WriteLine($"recall {recall:0.000}\n" + string.Join('\n', missed.Select(m => $"missed {m.Kind}: {m.Text}")));
        Assert.True(recall >= 0.95, $"recall {recall:0.000} of {planted.Count}:\n" + string.Join('\n', missed.Select(m => $"{m.Kind}: {m.Text}")));
    }

    [Fact]
    public void What_looks_like_a_secret_and_is_none_stays()
    {
        var lines = new PlantedSecrets(20_102).Clean().ToList();
        var alarms = lines.Where(line => SecretScanner.Find(line).Count > 0).ToList();
        output.WriteLine($"{alarms.Count} false alarms in {lines.Count} lines\n" + string.Join('\n', alarms));
        Assert.True(alarms.Count <= lines.Count / 100, $"{alarms.Count} of {lines.Count}:\n" + string.Join('\n', alarms));
    }

    [Fact]
    public void A_setting_of_an_env_file_that_anybody_may_read_stays()
    {
        foreach (var line in PlantedSecrets.CleanVariables())
        {
            Assert.True(SecretScanner.Find(line + "\n", "app/.env").Count == 0, line);
        }
    }

    [Fact]
    public void Random_values_are_hardly_ever_taken_for_words()
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var random = new Random(20_104);
        var values = Enumerable.Range(0, 20_000).Select(i => new string(random.GetItems<char>(Alphabet, 16 + (i % 4 * 8))) + "7").ToList();
        var missed = values.Where(value => SecretScanner.Find($"api_key = \"{value}\"").Count == 0).ToList();
        output.WriteLine($"{missed.Count} of {values.Count}: {string.Join(' ', missed.Take(20))}");
        Assert.True(missed.Count <= values.Count / 500, string.Join('\n', missed));
    }

    [Fact]
    public void This_repositorys_own_sources_hold_none()
    {
        var root = FindRepository();
        var files = new[] { "server", "clients/vscode/src", "docs", "scripts" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".ts" or ".mjs" or ".json" or ".csproj" or ".yml" or ".txt").ToList();
        var alarms = files.SelectMany(file => SecretScanner.Find(File.ReadAllText(file), file).Select(secret => (Path: Path.GetRelativePath(root, file).Replace('\\', '/'), secret.Kind, secret.Start))).ToList();
        output.WriteLine($"{alarms.Count} in {files.Count} files: {string.Join(", ", alarms)}");
        Assert.True(files.Count > 500, $"only {files.Count} files");
        Assert.Equal(Planted, alarms.Select(a => a.Path).Distinct().Order(StringComparer.Ordinal));
    }

    private static string FindRepository([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var root = here;
        while (!File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return root;
    }

    [Fact]
    public void Masks_keep_every_line_and_column()
    {
        foreach (var (_, path, text, _) in new PlantedSecrets(20_103).All())
        {
            var masked = SecretMask.Apply("α\r\n" + text + "\r\nß", path, out _);
            Assert.Equal(text.Length + 6, masked.Length);
            Assert.Equal(Breaks("α\r\n" + text + "\r\nß"), Breaks(masked));
        }
    }

    [Fact]
    public async Task No_part_of_a_secret_is_stored_found_shown_or_embedded()
    {
        var secret = "Zq7" + string.Concat(Enumerable.Repeat("Wv4Kp9", 5));
        using var folder = new IndexedFolder(("conf.yaml", $"database:\n  user: alice\n  client_secret: {secret}\n"), ("clean.cs", "class Clean { }"));
        using var embedder = new CountingEmbedder("e", "database", "clean");
        using var index = WorkspaceIndex.Open(folder.Options with { Embedder = embedder });
        await index.Update();
        await index.EmbedAsync(null, CancellationToken.None);
        Assert.Empty(index.Hits(secret));
        Assert.DoesNotContain(secret, Assert.Single(index.Hits("client_secret alice")).Snippet);
        Assert.All(embedder.Passages, p => Assert.DoesNotContain(secret, p.Text));
        Assert.DoesNotContain(secret, WorkspaceText.Read(folder.Root, "conf.yaml")!.Text);
        var masked = index.GetStatus().Secrets;
        Assert.Equal((1, 1), (masked.Files, masked.Kinds[SecretKind.NamedValue]));
        index.Dispose();
        var bytes = string.Concat(Directory.EnumerateFiles(folder.DataHome, "index.db*", SearchOption.AllDirectories).Select(f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f)))).ToLowerInvariant();
        Assert.DoesNotContain(secret[..8].ToLowerInvariant(), bytes);
    }

    [Fact]
    public async Task Counts_follow_the_files()
    {
        using var folder = new IndexedFolder(("a.py", "password = 'Tr0ub4dor99x'\n"), ("b.py", "password = 'Tr0ub4dor99x'\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal((2, 2), (index.GetStatus().Secrets.Files, index.GetStatus().Secrets.Count));
        folder.Write("a.py", "password = ask()  # now asked for\n");
        File.Delete(Path.Combine(folder.Root, "b.py"));
        await index.Update();
        Assert.Equal((0, 0), (index.GetStatus().Secrets.Files, index.GetStatus().Secrets.Count));
    }

    [Fact]
    public void Hostile_text_takes_time_in_proportion()
    {
        var clock = Stopwatch.StartNew();
        foreach (var piece in new[] { "token=", "key", "key:", "eyJa.", "://a:", "password: str ", "curl -u ", "curl \\\n", "kind: Secret\ndata:\n a: b\n", "authorization: ", "pat", "-us", "AKIA" })
        {
            SecretScanner.Find(string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)), ".env");
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    private static string Covered(string text, string path) => SecretMask.Apply(text, path, out _);

    private static List<int> Breaks(string text) => [.. text.Select((c, i) => (c, i)).Where(p => p.c is '\n' or '\r').Select(p => p.i)];
}
