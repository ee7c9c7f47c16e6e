namespace Plumb.Search.Ranking;

/// <summary>What part a file plays in its repository, told from its path.</summary>
internal enum FileRole
{
    Source,
    Test,
    Example,
    Documentation,
    Data,
    Changelog,

    /// <summary>Kept for old callers or copied from elsewhere: compatibility shims, vendored code.</summary>
    Legacy,
}

internal static class FileRoles
{
    private static readonly HashSet<string> TestFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "__tests__", "testing", "testdata", "test-data", "test_data", "spec", "specs", "fixtures", "__fixtures__",
        "__mocks__", "mocks", "snapshots", "__snapshots__", "e2e", "unittest", "unittests", "integration-tests", "integration_tests",
    };

    private static readonly HashSet<string> ExampleFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "example", "examples", "sample", "samples", "demo", "demos", "playground", "bench", "benches", "benchmark", "benchmarks", "tutorial", "tutorials",
    };

    private static readonly HashSet<string> LegacyFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "vendor", "vendored", "third_party", "third-party", "thirdparty", "external", "deps", "compat", "legacy", "deprecated", "polyfill", "polyfills",
    };

    public static FileRole Of(string path, string languageId, bool isDocs, bool isData)
    {
        var slash = path.LastIndexOf('/');
        var name = path.AsSpan(slash + 1);
        foreach (var range in path.AsSpan(0, Math.Max(0, slash)).Split('/'))
        {
            // A leading underscore keeps some tools out of a folder; it says nothing about what is in it.
            var folder = path.AsSpan()[range].TrimStart('_');
            if (Has(TestFolders, path.AsSpan()[range]) || Has(TestFolders, folder) || IsTestFolder(folder))
            {
                return FileRole.Test;
            }

            if (Has(ExampleFolders, folder))
            {
                return FileRole.Example;
            }

            if (Has(LegacyFolders, folder))
            {
                return FileRole.Legacy;
            }
        }

        if (name.StartsWith("CHANGE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("HISTORY", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("LICEN", StringComparison.OrdinalIgnoreCase) || name.StartsWith("RELEASE_NOTES", StringComparison.OrdinalIgnoreCase))
        {
            return isDocs ? FileRole.Changelog : FileRole.Source;
        }

        if (IsTestName(name))
        {
            return FileRole.Test;
        }

        return isDocs ? FileRole.Documentation : isData ? FileRole.Data : FileRole.Source;
    }

    // "Plumb.Tests", "storage-test", "unit_tests": the part after the joiner tells.
    private static bool IsTestFolder(ReadOnlySpan<char> folder)
    {
        var joiner = folder.LastIndexOfAny("._-");
        return joiner > 0 && folder[(joiner + 1)..] is var last
            && (last.Equals("tests", StringComparison.OrdinalIgnoreCase) || last.Equals("test", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsTestName(ReadOnlySpan<char> name)
    {
        var dot = name.IndexOf('.');
        var stem = dot < 0 ? name : name[..dot];
        var rest = dot < 0 ? default : name[dot..];
        return rest.StartsWith(".test.", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith(".spec.", StringComparison.OrdinalIgnoreCase)
            || stem.EndsWith("_test", StringComparison.OrdinalIgnoreCase)
            || stem.EndsWith("_tests", StringComparison.OrdinalIgnoreCase)
            || stem.EndsWith("_spec", StringComparison.OrdinalIgnoreCase)
            || stem.StartsWith("test_", StringComparison.OrdinalIgnoreCase)
            || (stem.Length > 5 && (stem.EndsWith("Tests", StringComparison.Ordinal) || stem.EndsWith("Test", StringComparison.Ordinal)))
            || (stem.Length > 5 && stem.EndsWith("Spec", StringComparison.Ordinal))
            || stem.Equals("conftest", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(HashSet<string> set, ReadOnlySpan<char> name) => set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
}
