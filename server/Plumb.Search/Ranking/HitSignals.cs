using System.Globalization;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>Tells which signals made the score of a hit, and how much of it each made.</summary>
internal sealed class HitSignals
{
    private readonly IndexSnapshot snapshot;
    private readonly WordEvidence words;
    private readonly ScoreFusion fusion;
    private readonly FileFactors factors;

    public HitSignals(IndexSnapshot snapshot, WordEvidence words, ScoreFusion fusion, FileFactors factors)
    {
        this.snapshot = snapshot;
        this.words = words;
        this.fusion = fusion;
        this.factors = factors;
    }

    /// <summary>The words, then what else is added, then the factors; those that change nothing are left out.</summary>
    /// <param name="candidate">The chunk.</param>
    /// <param name="share">What hits of its file that come before it leave of its score, 0 to 1.</param>
    public List<RankSignal> Of(in Candidate candidate, double share)
    {
        var file = candidate.File;
        var segment = snapshot.Segments[candidate.Segment];
        var slot = segment.Base + candidate.Document;
        var signals = WordsOf(candidate, segment);
        AddAddend(signals, "file evidence", fusion.WordWeight(file) * fusion.FileEvidence(file));
        if (fusion.CosineOf(slot) is { } cosine)
        {
            AddAddend(signals, string.Create(CultureInfo.InvariantCulture, $"vector similarity {cosine:0.00}"), fusion.VectorWeight(file) * fusion.Nearness(slot, segment.Lengths[candidate.Document]));
            AddAddend(signals, "vectors of the file", fusion.VectorWeight(file) * fusion.FileNearness(file));
        }

        AddAddend(signals, "words in the path", candidate.Path);
        AddAddend(signals, "best chunks of the file", candidate.Company);
        AddFactor(signals, "file name", factors.Name(file));
        AddFactor(signals, "the path asked for", factors.Path(file));
        AddFactor(signals, snapshot.RoleOf(file).ToString().ToLowerInvariant() + " file", factors.Role(file));
        AddFactor(signals, snapshot.StandingOf(file).MentionedBy is 1 ? "mentioned by 1 file" : string.Create(CultureInfo.InvariantCulture, $"mentioned by {snapshot.StandingOf(file).MentionedBy} files"), factors.Standing(file));
        AddFactor(signals, "more from this file", share);
        return signals;
    }

    // One for each word of the query and place where it is, most important first.
    private List<RankSignal> WordsOf(in Candidate candidate, SegmentView segment)
    {
        var coordination = words.CoordinationOf(segment.Base + candidate.Document);
        var signals = new List<RankSignal>();
        foreach (var found in words.Found)
        {
            if (found.Find(segment, candidate.Document) is { } match)
            {
                var where = FieldOf(found.Term, match);
                var gain = words.GainOf(found, match, segment) * coordination * (found.Term.IsDefinition ? 1 : fusion.WordWeight(candidate.File));
                signals.Add(new RankSignal($"{where}: {found.Term.Word}", gain, where, found.Term.Word));
            }
        }

        return [.. signals.GroupBy(s => s.Name).Select(g => g.First() with { Value = g.Sum(s => s.Value) }).OrderByDescending(s => s.Value)];
    }

    private static string FieldOf(QueryTerm term, in TermMatch match) =>
        term.IsDefinition ? "declares"
        : match.Posting.Symbol >= SymbolLevel.Declared ? "name"
        : match.Posting.Doc > 0 ? "doc"
        : match.Posting.Body > 0 ? "body"
        : match.Posting.Symbol == SymbolLevel.Context ? "enclosing"
        : "path";

    private static void AddAddend(List<RankSignal> signals, string name, double value)
    {
        if (value > 0)
        {
            signals.Add(new RankSignal(name, value));
        }
    }

    private static void AddFactor(List<RankSignal> signals, string name, double factor)
    {
        if (Math.Abs(factor - 1) > 1e-9)
        {
            signals.Add(new RankSignal(RankSignal.Factor + name, factor));
        }
    }
}
