using System.Diagnostics.CodeAnalysis;

namespace Plumb.Search.Ranking;

/// <summary>
/// Chunks that hold the same text: in another place it tells nothing new, so that the best placed is shown and names the others.
/// </summary>
internal sealed class Copies(IndexSnapshot snapshot)
{
    private readonly Dictionary<ulong, List<(int File, int Chunk)>> shown = [];

    /// <summary>Shows a chunk, unless its text is shown already: then it is named there.</summary>
    /// <param name="candidate">The chunk.</param>
    /// <param name="others">Gets the places of its copies as they come.</param>
    /// <returns>False where it is a copy itself.</returns>
    public bool TryShow(in Candidate candidate, [NotNullWhen(true)] out List<(int File, int Chunk)>? others)
    {
        if (TryName(candidate))
        {
            others = null;
            return false;
        }

        others = [];
        if (FingerprintOf(candidate) is var print && print != 0)
        {
            shown.Add(print, others);
        }

        return true;
    }

    /// <summary>Names a chunk beside the one that shows its text.</summary>
    /// <returns>False where none does.</returns>
    public bool TryName(in Candidate candidate)
    {
        var print = FingerprintOf(candidate);
        if (print == 0 || !shown.TryGetValue(print, out var others))
        {
            return false;
        }

        others.Add(candidate.PlaceIn(snapshot));
        return true;
    }

    // 0 where none was kept.
    private ulong FingerprintOf(in Candidate candidate)
    {
        var prints = snapshot.Segments[candidate.Segment].Fingerprints;
        return candidate.Document < prints.Length ? prints[candidate.Document] : 0;
    }
}
