namespace Plumb.Search.Indexing;

/// <summary>
/// Where stores lie: <c>HOME/stores/IDENTITY/CHECKOUT/index.db</c>. The identity is the repository's; every checkout of
/// it on this machine (a clone, a worktree) has a folder of its own, which remembers the checkout's path.
/// </summary>
internal static class StoreLocation
{
    private const string RootFile = "root.txt";

    public static string DataHome(string? given)
    {
        var home = given is { Length: > 0 } ? given : Environment.GetEnvironmentVariable("PLUMB_HOME");
        if (string.IsNullOrEmpty(home))
        {
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "plumb");
        }

        return Path.GetFullPath(home);
    }

    /// <summary>The folder of a checkout's store, whether it is there or not.</summary>
    public static string PathOf(string root, string dataHome) =>
        Path.Combine(dataHome, "stores", RepositoryIdentity.Of(root).Key, RepositoryIdentity.Hash(root, 8));

    /// <summary>The folder of a checkout's store, made when it is not there.</summary>
    /// <exception cref="WorkspaceException">It cannot be made.</exception>
    public static string FolderFor(string root, string dataHome)
    {
        var folder = PathOf(root, dataHome);
        var family = Path.GetDirectoryName(folder)!;
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(family);
                Adopt(family, folder);
                Directory.CreateDirectory(folder);
            }

            var rootFile = Path.Combine(folder, RootFile);
            if (!File.Exists(rootFile) || File.ReadAllText(rootFile) != root)
            {
                File.WriteAllText(rootFile, root);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreNotWritableException($"Plumb cannot write its index below {dataHome} ({e.Message.TrimEnd('.')}): make that folder writable, or set PLUMB_HOME to one that is.", e);
        }
    }

    /// <summary>
    /// The newest store of another checkout of the same repository (a clone, a worktree): most of what it holds is in this
    /// one too, and need not be scanned or embedded again. Null where there is none.
    /// </summary>
    public static string? FindSibling(string folder, string fileName)
    {
        try
        {
            return Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!).Where(sibling => sibling != folder).Select(sibling => Path.Combine(sibling, fileName))
                .Where(File.Exists).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A checkout of the same repository whose folder is gone was moved: its index comes along.
    private static void Adopt(string family, string folder)
    {
        foreach (var sibling in Directory.EnumerateDirectories(family).Order(StringComparer.Ordinal))
        {
            var rootFile = Path.Combine(sibling, RootFile);
            if (File.Exists(rootFile) && !Directory.Exists(File.ReadAllText(rootFile)))
            {
                try
                {
                    Directory.Move(sibling, folder);
                    return;
                }
                catch (IOException)
                {
                    // Another process adopted it first, or still holds it: index anew.
                }
            }
        }
    }
}
