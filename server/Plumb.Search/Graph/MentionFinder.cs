using Plumb.Search.Indexing;
using Plumb.Search.Overlay;
using Plumb.Search.Ranking;
using Plumb.Search.Storage;
using Plumb.Search.Terms;

namespace Plumb.Search.Graph;

/// <summary>
/// Finds the chunks that mention a name. Postings say where its term is; the files as they are now say whether it is the
/// name itself and not a word of the same stem.
/// </summary>
internal sealed class MentionFinder
{
    private readonly CurrentText texts;
    private readonly IndexSnapshot snapshot;
    private readonly StoreReader reader;
    private readonly HashSet<string> spellings;

    private MentionFinder(CurrentText texts, IndexSnapshot snapshot, StoreReader reader, HashSet<string> spellings)
    {
        this.texts = texts;
        this.snapshot = snapshot;
        this.reader = reader;
        this.spellings = spellings;
    }

    /// <param name="texts">The files as they are now.</param>
    /// <param name="snapshot">The index.</param>
    /// <param name="reader">Its store.</param>
    /// <param name="spellings">The name; more than one where it is declared in different cases.</param>
    /// <param name="limit">Most chunks.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static (IReadOnlyList<MentionHit> Mentions, bool IsComplete) Find(
        CurrentText texts, IndexSnapshot snapshot, StoreReader reader, IEnumerable<string> spellings, int limit, CancellationToken cancellation)
    {
        var finder = new MentionFinder(texts, snapshot, reader, spellings.ToHashSet(StringComparer.Ordinal));
        var found = new List<(double Score, MentionHit Hit)>();
        foreach (var file in finder.Candidates())
        {
            cancellation.ThrowIfCancellationRequested();
            var weight = finder.WeightOf(file);
            found.AddRange(finder.Read(snapshot.Files[file]).Select(hit => (weight * Math.Sqrt(hit.Times), hit)));
        }

        var ordered = found.OrderByDescending(f => f.Score).ThenBy(f => f.Hit.Path, StringComparer.Ordinal).ThenBy(f => f.Hit.StartLine);
        return ([.. ordered.Take(limit).Select(f => f.Hit)], found.Count <= limit);
    }

    private List<int> Candidates()
    {
        var terms = spellings.Select(s => TermAnalyzer.TermsOf(s)).Where(t => t.Count > 0).Select(t => t[^1]).Distinct(StringComparer.Ordinal).ToList();
        var files = new HashSet<int>();
        foreach (var segment in snapshot.Segments)
        {
            files.UnionWith(terms
                .SelectMany(term => segment.ReadPostings(reader, term))
                .Where(e => e.Document < segment.Files.Length && segment.Files[e.Document] >= 0 && new Posting(e.Packed).Body > 0)
                .Select(e => segment.Files[e.Document]));
        }

        return [.. files];
    }

    private double WeightOf(int file) => GraphWeights.Of(snapshot.RoleOf(file)) * (1 + snapshot.StandingOf(file).Share);

    private IEnumerable<MentionHit> Read(StoredFile file)
    {
        if (texts.Read(file.Path).Document is not { } document)
        {
            yield break;
        }

        var scanned = ScannedFile.Of(document);
        var declared = document.Outline.Declarations.Select(d => d.NameSpan.Start).ToHashSet();
        var lines = document.Lines;
        foreach (var chunk in scanned.Shape.Chunks)
        {
            var start = lines.GetLineStart(chunk.StartLine);
            var (times, first) = Count(document.Text.AsSpan(start, lines.GetLineStart(chunk.EndLine) - start), start, declared);
            if (times > 0)
            {
                var line = lines.GetLineSpan(lines.GetLine(first));
                yield return new MentionHit(
                    file.Path, lines.GetLine(first) + 1, document.Text[line.Start..line.End].Trim(), scanned.Shape.PathOf(chunk.Symbol), chunk.StartLine + 1, chunk.EndLine, times);
            }
        }
    }

    private (int Times, int First) Count(ReadOnlySpan<char> text, int offset, HashSet<int> declared)
    {
        var lookup = spellings.GetAlternateLookup<ReadOnlySpan<char>>();
        var times = 0;
        var first = 0;
        var scanner = new IdentifierScanner(text);
        while (scanner.Next(out var identifier))
        {
            if (lookup.Contains(identifier) && !declared.Contains(offset + scanner.Start))
            {
                first = times++ == 0 ? offset + scanner.Start : first;
            }
        }

        return (times, first);
    }
}
