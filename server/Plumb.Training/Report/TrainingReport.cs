using System.Globalization;
using System.Text;
using Encoder = Plumb.Training.Model.Encoder;
using Plumb.Training.Mining;
using Plumb.Training.Model;

namespace Plumb.Training.Report;

/// <summary>What was learned from, how well it generalises, and what it knows: a Markdown page.</summary>
internal static class TrainingReport
{
    private const int Neighbours = 6;

    private static readonly string[] Words =
    [
        "delete", "folder", "auth", "async", "retry", "cache", "queue", "thread", "lock", "crash", "timeout", "login", "password", "encrypt", "compress", "parse", "render", "route",
        "database", "transaction", "schema", "migrate", "log", "metric", "test", "mock", "config", "plugin", "event", "stream", "buffer", "socket", "request", "header", "cookie",
        "session", "token", "image", "color", "font", "mouse", "keyboard", "graph", "sort", "random", "date", "currency", "translate", "deploy", "memory",
    ];

    public sealed record Epoch(int Number, double Loss, IReadOnlyList<(string Name, int Queries, double Mrr)> HeldOut);

    /// <param name="file">Where the page goes.</param>
    /// <param name="licenses">The licence of each repository, by its URL.</param>
    public static void Write(string file, IReadOnlyDictionary<string, string> licenses, Corpus corpus, Encoder encoder, Settings settings, IReadOnlyList<Epoch> epochs)
    {
        var text = new StringBuilder("# Training report of the built-in embedding\n\nWritten by the trainer; see decision 0009 for why it is trained this way.\n\n");
        Line(text, $"{corpus.Pairs.Count(p => !corpus.HeldOut.Contains(p.Repository))} pairs to learn from, {corpus.Pairs.Count(p => corpus.HeldOut.Contains(p.Repository))} held out; {encoder.Vocabulary.Rows.Count} rows of {encoder.Dimension} numbers; {settings}.\n");
        Table(text, "source", corpus.Pairs.GroupBy(p => p.Source.ToString()));
        Table(text, "language", corpus.Pairs.GroupBy(p => p.Language));
        text.Append("## Held-out repositories\n\nMean reciprocal rank of the right passage among all of its repository's; nothing of these repositories was trained on.\n\n");
        Line(text, $"| repository | questions | {string.Join(" | ", epochs.Select(e => $"epoch {e.Number}"))} |\n|---|---|{string.Concat(epochs.Select(_ => "---|"))}");
        for (var i = 0; i < epochs[^1].HeldOut.Count; i++)
        {
            var (name, queries, _) = epochs[^1].HeldOut[i];
            Line(text, $"| {name} | {queries} | {string.Join(" | ", epochs.Select(e => e.HeldOut[i].Mrr.ToString("F3", CultureInfo.InvariantCulture)))} |");
        }

        Line(text, $"| **mean** | | {string.Join(" | ", epochs.Select(e => e.HeldOut.Average(h => h.Mrr).ToString("F3", CultureInfo.InvariantCulture)))} |");
        Line(text, $"| **loss** | | {string.Join(" | ", epochs.Select(e => e.Loss.ToString("F3", CultureInfo.InvariantCulture)))} |\n\n## Nearest neighbours\n");
        foreach (var word in Words)
        {
            Line(text, $"- {word}: {string.Join(", ", Nearest(encoder, word))}");
        }

        text.Append("\n## Sources\n\n| source | licence | pairs | |\n|---|---|---|---|\n");
        foreach (var group in corpus.Pairs.GroupBy(p => p.Repository).Where(g => licenses.ContainsKey(corpus.Repositories[g.Key])).OrderBy(g => g.Key))
        {
            var name = corpus.Repositories[group.Key];
            Line(text, $"| {name} | {licenses[name]} | {group.Count()} | {(corpus.HeldOut.Contains(group.Key) ? "held out" : string.Empty)} |");
        }

        // What is installed is many small packages, each under its own licence; only counts of words are learned from it.
        foreach (var kind in corpus.Pairs.Where(p => !licenses.ContainsKey(corpus.Repositories[p.Repository])).GroupBy(p => corpus.Repositories[p.Repository].Split(':')[0]).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Line(text, $"| installed: {kind.Key} ({kind.Select(p => p.Repository).Distinct().Count()}) | each package's own | {kind.Count()} | |");
        }

        File.WriteAllText(file, text.ToString());
    }

    private static IEnumerable<string> Nearest(Encoder encoder, string word)
    {
        Span<char> stem = word.ToCharArray();
        var term = stem[..Plumb.Search.Terms.Stemmer.Stem(stem)].ToString();
        var row = encoder.Vocabulary.Rows.ToList().IndexOf(term);
        if (row < 0)
        {
            return ["(no row)"];
        }

        var own = encoder.Embed([(row, 1)], isQuery: true);
        return Enumerable.Range(0, encoder.Vocabulary.Rows.Count)
            .Where(r => r != row && encoder.Vocabulary.InverseFrequency[r] < 9)
            .Select(r => (r, Matrix.Dot(own, encoder.Embed([(r, 1)], isQuery: false))))
            .OrderByDescending(p => p.Item2)
            .Take(Neighbours)
            .Select(p => encoder.Vocabulary.Rows[p.r]);
    }

    private static void Table(StringBuilder text, string head, IEnumerable<IGrouping<string, Pair>> groups)
    {
        Line(text, $"| {head} | pairs |\n|---|---|");
        foreach (var group in groups.OrderByDescending(g => g.Count()))
        {
            Line(text, $"| {group.Key} | {group.Count()} |");
        }

        text.Append('\n');
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
