using System.Runtime.CompilerServices;

namespace Plumb.Text.Tests;

/// <summary>Texts for the fuzz tests: the sources of the tests of this folder, which hold every language's fixtures.</summary>
internal static class Fixtures
{
    private static readonly Lazy<string[]> Texts = new(() => Read());

    public static IReadOnlyList<string> All => Texts.Value;

    private static string[] Read([CallerFilePath] string path = "") =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*OutlineTests.cs").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file).Split("\"\"\"\"\"").Where((_, i) => i % 2 == 1))];
}
