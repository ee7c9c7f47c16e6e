using Plumb.Search.Embedding;
using Plumb.Search.Ranking;

namespace Plumb.Search.Overlay;

/// <summary>Lays unsaved texts over a snapshot of the index, and leaves out folders that another index answers for.</summary>
internal static class OverlayView
{
    /// <param name="stored">What the store holds.</param>
    /// <param name="overlay">What is open.</param>
    /// <param name="elsewhere">Posix paths of folders, each with a slash at its end, that are not answered for.</param>
    /// <param name="rules">Decides about texts that the store does not know.</param>
    /// <param name="builtIn">The index's embedder of terms.</param>
    public static IndexSnapshot Lay(IndexSnapshot stored, WorkspaceOverlay overlay, IReadOnlyCollection<string> elsewhere, OverlayRules rules, ITermEmbedder? builtIn)
    {
        var hidden = new HashSet<int>();
        var shown = new List<OverlaySegment>();
        if (elsewhere.Count > 0)
        {
            for (var i = 0; i < stored.Files.Length; i++)
            {
                if (IsElsewhere(stored.Files[i].Path, elsewhere))
                {
                    hidden.Add(i);
                }
            }
        }

        foreach (var file in overlay.Files.Where(f => !IsElsewhere(f.Path, elsewhere)).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            var known = stored.FindFile(file.Path);
            if (known >= 0 ? file.Source.Hash.AsSpan().SequenceEqual(stored.Files[known].Hash) : !rules.IsIndexable(file))
            {
                // Nothing was typed yet; or the file would not be indexed if it were saved.
                continue;
            }

            if (known >= 0)
            {
                hidden.Add(known);
            }

            if (file.Segment(builtIn) is { } segment)
            {
                shown.Add(segment);
            }
        }

        return hidden.Count == 0 && shown.Count == 0 ? stored : stored.With(hidden, shown);
    }

    private static bool IsElsewhere(string path, IReadOnlyCollection<string> elsewhere)
    {
        foreach (var folder in elsewhere)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
