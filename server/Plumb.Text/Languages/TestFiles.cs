namespace Plumb.Text;

/// <summary>Which files are tests, told from the path, as their makers do.</summary>
public static class TestFiles
{
    /// <param name="path">Posix, from the workspace root.</param>
    public static bool IsTest(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        var name = parts[^1];
        var stem = Path.GetFileNameWithoutExtension(name);
        return parts.SkipLast(1).Any(part => part is "test" or "tests" or "spec" or "specs" or "__tests__" or "testing" || part.EndsWith(".Tests", StringComparison.Ordinal) || part.EndsWith("-tests", StringComparison.Ordinal))
            || name.Contains("_test.", StringComparison.Ordinal) || name.Contains(".test.", StringComparison.Ordinal) || name.Contains(".spec.", StringComparison.Ordinal) || name.Contains("_spec.", StringComparison.Ordinal)
            || name.StartsWith("test_", StringComparison.Ordinal) || stem.EndsWith("Tests", StringComparison.Ordinal) || stem.EndsWith("Test", StringComparison.Ordinal);
    }
}
