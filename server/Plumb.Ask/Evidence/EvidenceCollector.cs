using Plumb.Search.Workspaces;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Ask.Evidence;

/// <summary>The best passages for a question, packed within a budget of tokens.</summary>
internal sealed class EvidenceCollector
{
    private const int Candidates = 24;
    private const int MostGuesses = 2;

    private readonly DocumentCache documents;
    private readonly PassagePacker packer;
    private readonly int maxLines;

    /// <param name="read">Reads a file as it is now, in the editor or on disk.</param>
    /// <param name="encoding">Counts the budget.</param>
    /// <param name="maxLines">A passage is cut down to the lines that matter most beyond this length.</param>
    public EvidenceCollector(Func<string, TextDocument?> read, TokenEncoding encoding, int maxLines)
    {
        documents = new DocumentCache(read);
        packer = new PassagePacker(documents, encoding, maxLines);
        this.maxLines = maxLines;
    }

    /// <summary>The passages, and what the refusal should say where the workspace is not expected to answer.</summary>
    /// <param name="others">Other words for what is asked, likely identifiers; they find, but decide nothing about a refusal by themselves.</param>
    /// <param name="budget">Most tokens of evidence.</param>
    public CollectedEvidence Collect(IWorkspaceReader index, Question question, QuestionWords words, string others, int budget, CancellationToken cancellation)
    {
        var response = QuestionEcho.Without(index.Search(question.Text, Candidates, cancellation), question.Text, words, RelevantHits.WorthShowing, documents.Read);
        var asked = response.Words.Where(w => !QuestionWords.IsPhrasing(w.Word, w.IsKnown)).ToList();
        var isExpected = Answerability.IsExpected(asked, response.Hits.Select(HitWords.Of));
        var unknown = asked.Where(w => !w.IsKnown).Select(w => w.Word).ToList();
        var relevant = new RelevantHits(response.Hits, words);
        var selected = question.Focus is { } focus ? Selection(focus) : null;
        if (others.Length > 0)
        {
            isExpected |= relevant.AddFoundBy(QuestionWords.Of(others, ""), index.Search(others, Candidates, cancellation).Hits);
        }

        // What is about something else is so however it asks for the structure of it.
        var map = selected is null && StructureEvidence.IsAskedFor(question.Text) && asked.TrueForAll(w => w.IsKnown || StructureEvidence.IsStructureWord(w.Word)) ? StructureEvidence.Collect(index, question.Text, cancellation) : [];
        if (relevant.Count == 0 && selected is null && map.Count == 0)
        {
            return new CollectedEvidence([], false, unknown, 0);
        }

        isExpected |= map.Count > 0 || selected is not null;
        var coverage = Answerability.CoverageOf(asked, response.Hits.Take(PassagePacker.MaxPassages).Select(HitWords.Of));
        if (relevant.Count == 0)
        {
            return new CollectedEvidence(selected is null ? packer.PackMap(map, [], budget) : packer.Pack([selected], budget), isExpected, unknown, coverage);
        }

        var passages = PassagesOf(relevant.Order(question, words), selected, cancellation);
        if (map.Count == 0)
        {
            return new CollectedEvidence(packer.Pack(passages, budget), isExpected, unknown, coverage);
        }

        // "Main" and "parts" say how it is asked: what has nothing else of the question is no part of its answer.
        // Nor is what has only the name of the folder that it is about.
        passages.RemoveAll(p => p.Matches.All(m => m.Where == "path" || StructureEvidence.IsStructureWord(m.Word)));
        var packed = packer.Pack(passages, budget - StructureEvidence.BudgetOf(budget)).ConvertAll(p => p with { IsOnMap = map.Any(head => PassagePacker.Holds(p, head)) });
        return new CollectedEvidence([.. packed, .. packer.PackMap(map, packed, budget - packed.Sum(p => p.Tokens))], isExpected, unknown, coverage);
    }

    /// <summary>The lines that are selected in the open file; null where none are, or they are not there.</summary>
    private Passage? Selection(AskFocus focus)
    {
        if (focus.StartLine is not { } start || documents.Read(focus.Path) is not { } document)
        {
            return null;
        }

        start = Math.Clamp(start, 1, DocumentLines.LastLine(document));
        var end = Math.Clamp(focus.EndLine ?? start, start, DocumentLines.LastLine(document));
        return new Passage(focus.Path, start, end, "", document.Language, double.MaxValue, [], [], 0) { IsSelected = true };
    }

    /// <summary>What of the files the hits show, the selection first, the rest best first; without lines yet.</summary>
    private List<Passage> PassagesOf(IReadOnlyList<RelevantHit> hits, Passage? selected, CancellationToken cancellation)
    {
        var passages = new List<Passage>();
        if (selected is not null)
        {
            passages.Add(selected);
        }

        foreach (var (hit, matches) in hits)
        {
            cancellation.ThrowIfCancellationRequested();
            if (documents.Read(hit.Path) is not { } document)
            {
                continue;
            }

            var (start, end, symbol) = HitLines.Of(document, hit, matches, maxLines);
            PassageMerger.Add(passages, new Passage(hit.Path, start, end, symbol, document.Language, hit.Score, [], matches, 0) { Similarity = hit.Similarity }, document);
        }

        // What has none of the words is a guess: a few are worth a look, more are clutter.
        var guesses = passages.Where(p => p.Matches.Count == 0 && !p.IsSelected).Skip(passages.Exists(p => p.Matches.Count > 0) ? MostGuesses : PassagePacker.MaxPassages).ToHashSet();
        passages.RemoveAll(guesses.Contains);
        return passages;
    }
}
