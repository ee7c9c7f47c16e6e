namespace Plumb.Search.Tests.Support;

/// <summary>A workspace in a temporary folder, with its stores beside it; both go when the test ends.</summary>
internal sealed class IndexedFolder : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("plumb-test-").FullName;

    public IndexedFolder(params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(Root);
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
    }

    public string Root => Path.Combine(home, "work");

    public string DataHome => Path.Combine(home, "data");

    public WorkspaceOptions Options => new(Root, DataHome);

    public string Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public WorkspaceIndex Open() => WorkspaceIndex.Open(Options);

    public string StorePath => Directory.EnumerateFiles(DataHome, "index.db", SearchOption.AllDirectories).Single();

    public void Dispose()
    {
        try
        {
            Directory.Delete(home, recursive: true);
        }
        catch (IOException)
        {
            // A store that a failed test left open; the folder is temporary anyway.
        }
    }
}

internal static class IndexExtensions
{
    public static Task<IndexReport> Update(this WorkspaceIndex index, bool rebuild = false) => index.UpdateAsync(rebuild, null, CancellationToken.None);

    /// <summary>Hits by words alone: these tests ask what is in the index, not what is near.</summary>
    public static IReadOnlyList<Hit> Hits(this WorkspaceIndex index, string query, int limit = 10) =>
        index.SearchAsync(query, limit, SearchMode.Lexical, CancellationToken.None).AsTask().GetAwaiter().GetResult().Hits;
}
