using Plumb.Training.Sources;

namespace Plumb.Training.Tests;

public sealed class ManifestTests
{
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "MIT OR Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "CC0-1.0", "CC-BY-4.0", "PostgreSQL"];

    [Fact]
    public void Every_repository_is_pinned_and_permissive()
    {
        var repositories = Manifest.Read(Find()).Repositories;

        Assert.True(repositories.Count >= 150);
        Assert.True(repositories.Select(r => r.Language).Distinct().Count() >= 15);
        Assert.Contains(repositories, r => r.HeldOut);
        Assert.Equal(repositories.Count, repositories.Select(r => r.Url.ToUpperInvariant()).Distinct().Count());
        Assert.All(repositories, r =>
        {
            Assert.StartsWith("https://", r.Url, StringComparison.Ordinal);
            Assert.Matches("^[0-9a-f]{40}$", r.Commit);
            Assert.Contains(r.License, Permissive);
        });
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lsp.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "server", "Plumb.Training", "manifest.json");
    }
}
