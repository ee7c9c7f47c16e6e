namespace Plumb.Search.Ranking;

/// <summary>What the scores of a file's chunks are multiplied by: its role, its name, the path that was asked for, and its standing.</summary>
internal sealed class FileFactors
{
    private readonly IndexSnapshot snapshot;
    private readonly AnalyzedQuery query;
    private readonly WordEvidence words;
    private readonly PathEvidence paths;

    public FileFactors(IndexSnapshot snapshot, AnalyzedQuery query, WordEvidence words, PathEvidence paths)
    {
        this.snapshot = snapshot;
        this.query = query;
        this.words = words;
        this.paths = paths;
    }

    /// <summary>All of them but the standing.</summary>
    public double Of(int file) => Role(file) * Name(file) * Path(file);

    /// <summary>The most that all of them can be, found out without a look at the name, which takes longest.</summary>
    public double MostOf(int file) =>
        Role(file) * Path(file) * Standing(file) * (words.IsInPath(file) ? 1 + RankingWeights.FileName(snapshot.RoleOf(file)) : 1) * 1.0001;

    public double Role(int file)
    {
        var role = snapshot.RoleOf(file);
        return query.Wanted.Contains(role) ? 1 : RankingWeights.Prior(role, query.Shape);
    }

    public double Name(int file) => 1 + (RankingWeights.FileName(snapshot.RoleOf(file)) * paths.ShareOfName(file));

    public double Path(int file) => paths.IsAskedFor(file) ? RankingWeights.ExactPath : 1;

    public double Standing(int file) => 1 + (RankingWeights.Mentions * snapshot.StandingOf(file).Share);
}
