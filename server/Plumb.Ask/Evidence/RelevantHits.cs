using Plumb.Search;

namespace Plumb.Ask.Evidence;

/// <summary>A hit and the words of the question that it has.</summary>
internal readonly record struct RelevantHit(Hit Hit, IReadOnlyList<WordMatch> Matches);

/// <summary>The hits that bear on a question, those for other words of it included, and the order in which they answer it.</summary>
internal sealed class RelevantHits
{
    /// <summary>A hit of a smaller share of the best one's score would only lengthen the answer.</summary>
    public const double WorthShowing = 0.25;

    // Words that a model thought of are worth a little less than those that were asked with.
    private const double OtherWordsWeight = 0.9;

    // What the asker looks at is a little more likely to be what is asked about.
    private const double OpenFileFactor = 1.15;

    // Of a question of so many words, a weak hit that has but one of them is clutter beside one that has more.
    private const int WordsOfLongQuestion = 3;
    private const double WeakHit = 0.6;

    private readonly List<RelevantHit> all;

    /// <param name="hits">What was found for the question, best first.</param>
    public RelevantHits(IEnumerable<Hit> hits, QuestionWords words) =>
        // What vectors found may say it in other words; anything else has to have one of the question's.
        all = [.. hits.Select(hit => new RelevantHit(hit, HitWords.MatchesOf(hit, words))).Where(found => found.Matches.Count > 0 || found.Hit.Similarity is not null)];

    public int Count => all.Count;

    /// <summary>Takes in what was found for other words, unless it is there already.</summary>
    /// <param name="hits">Best first.</param>
    /// <returns>True where there was something new.</returns>
    public bool AddFoundBy(QuestionWords otherWords, IEnumerable<Hit> hits)
    {
        var found = hits.Select(hit => new RelevantHit(hit, HitWords.MatchesOf(hit, otherWords))).Where(other => other.Matches.Count > 0 && !all.Exists(r => r.Hit.Path == other.Hit.Path && r.Hit.StartLine == other.Hit.StartLine)).ToList();
        var scale = found.Count == 0 || all.Count == 0 ? 1 : OtherWordsWeight * all[0].Hit.Score / found[0].Hit.Score;
        all.AddRange(found.Select(other => other with { Hit = other.Hit with { Score = other.Hit.Score * scale } }));
        return found.Count > 0;
    }

    /// <summary>Those that are worth showing, best first; there is at least one hit.</summary>
    public IReadOnlyList<RelevantHit> Order(Question question, QuestionWords words)
    {
        // An answer wants a passage that has all of the question rather than one that has a part of it many times.
        var best = all[0].Hit.Score;
        var ordered = all.OrderByDescending(found => found.Hit.Score * (found.Hit.Path == question.Focus?.Path ? OpenFileFactor : 1) * (0.5 + (0.5 * HitWords.Count(found.Matches) / Math.Max(1, words.Weighty.Count)))).ToList();
        if (words.Weighty.Count >= WordsOfLongQuestion && HitWords.Count(ordered[0].Matches) > 1)
        {
            ordered.RemoveAll(found => found.Hit.Score < best * WeakHit && found.Hit.Similarity is null && HitWords.Count(found.Matches) == 1);
        }

        ordered.RemoveAll(found => found.Hit.Score < best * WorthShowing);
        return ordered;
    }
}
