using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>Joins passages of one file that overlap or all but touch.</summary>
internal static class PassageMerger
{
    // Lines between two passages that are shown along with them.
    private const int MergeGap = 2;

    /// <summary>Adds a passage, to one that is there where it can be: that one keeps its place.</summary>
    /// <param name="passages">Best first.</param>
    public static void Add(List<Passage> passages, Passage passage, TextDocument document)
    {
        passage = passage with { EndLine = Math.Min(passage.EndLine, DocumentLines.LastLine(document)) };
        for (var i = 0; i < passages.Count; i++)
        {
            var other = passages[i];
            if (!other.IsSelected && other.Path == passage.Path && passage.StartLine <= other.EndLine + MergeGap && other.StartLine <= passage.EndLine + MergeGap)
            {
                passages[i] = other with
                {
                    Best = other.Best ?? (other.StartLine, other.EndLine),
                    StartLine = Math.Min(other.StartLine, passage.StartLine),
                    EndLine = Math.Max(other.EndLine, passage.EndLine),
                    Symbol = other.Symbol.Length > 0 ? other.Symbol : passage.Symbol,
                    Matches = [.. other.Matches.Union(passage.Matches)],
                    Similarity = other.Similarity ?? passage.Similarity,
                };
                return;
            }
        }

        passages.Add(passage);
    }
}
