using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>What the reference graph says of a file.</summary>
/// <param name="Share">0 where no other file mentions it, 1 for the most important one; on a scale of logarithms.</param>
/// <param name="MentionedBy">Other files that mention a name of it.</param>
internal readonly record struct FileStanding(double Share, int MentionedBy)
{
    /// <summary>The standing of each file; rank in units of what a file has on average, since few files have nearly all.</summary>
    public static FileStanding[] Of(StoredFile[] files, StoredFileRank[] ranks)
    {
        var standings = new FileStanding[files.Length];
        if (ranks.Length == 0)
        {
            return standings;
        }

        var byPath = ranks.ToDictionary(r => r.Path, StringComparer.Ordinal);
        var most = Math.Log(1 + (files.Length * (double)ranks.Max(r => r.Flow)));
        for (var i = 0; i < files.Length; i++)
        {
            if (most > 0 && byPath.TryGetValue(files[i].Path, out var rank))
            {
                standings[i] = new FileStanding(Math.Log(1 + (files.Length * (double)rank.Flow)) / most, rank.MentionedBy);
            }
        }

        return standings;
    }
}
