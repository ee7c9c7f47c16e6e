namespace Plumb.Search.Discovery;

/// <summary>What git tracks in one checkout, asked for by paths of the walk. Read when it is first asked.</summary>
/// <param name="gitFolder">The checkout's own git folder.</param>
/// <param name="baseLength">Length of the path of the checkout's top (with its slash) in the paths that are asked for.</param>
/// <param name="inputs">Notes that the index was read.</param>
internal sealed class TrackedPaths(string gitFolder, int baseLength, Stamps.InputStamps? inputs = null)
{
    private readonly Lazy<GitIndex?> index = new(() => GitIndex.Read(gitFolder, inputs));

    public bool Has(ReadOnlySpan<char> path, bool isFolder) =>
        index.Value is { } tracked && (isFolder ? tracked.HasFolder(path[baseLength..]) : tracked.HasFile(path[baseLength..]));

    public bool IsSubmodule(ReadOnlySpan<char> path) => index.Value?.IsSubmodule(path[baseLength..]) == true;
}
