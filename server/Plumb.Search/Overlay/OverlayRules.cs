using System.Collections.Concurrent;
using Plumb.Search.Discovery;

namespace Plumb.Search.Overlay;

/// <summary>
/// Whether a text that the index does not know yet, a new file, would be indexed: the ignore rules hold for it as they will
/// once it is saved. Verdicts are kept until the tree is looked at again.
/// </summary>
internal sealed class OverlayRules(string root, Func<DiscoveryOptions> options)
{
    private readonly ConcurrentDictionary<string, bool> verdicts = new(StringComparer.Ordinal);

    public bool IsIndexable(OverlayFile file) => verdicts.GetOrAdd(file.Path, _ => Judge(file));

    public void Forget() => verdicts.Clear();

    private bool Judge(OverlayFile file)
    {
        try
        {
            return WorkspaceWalker.Judge(root, options(), file.Path, file.Text.Length, CancellationToken.None) is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A root that cannot be read now: nothing says that the text is unwanted.
            return true;
        }
    }
}
