using Plumb.Search.Embedding;
using Plumb.Training.Mining;

namespace Plumb.Training.Model;

/// <summary>The terms that get a row, and how every other term is read through them.</summary>
internal sealed class Vocabulary
{
    private const int MinRepositories = 3;

    private readonly int[] handles;

    private Vocabulary(IReadOnlyList<string> rows, int[] handles, float[] inverseFrequency)
    {
        Rows = rows;
        this.handles = handles;
        InverseFrequency = inverseFrequency;
    }

    public IReadOnlyList<string> Rows { get; }

    /// <summary>For each row ln(1 + passages / passages that hold it).</summary>
    public float[] InverseFrequency { get; }

    /// <summary>One or two rows for a term of the corpus; -1 where nothing of it is known.</summary>
    public int HandleOf(int term) => handles[term];

    /// <summary>Takes the terms that most repositories share: a term of one code base teaches nothing about the next.</summary>
    public static Vocabulary Build(Corpus corpus, int size)
    {
        var repositories = new Dictionary<int, HashSet<int>>();
        var documents = new int[corpus.Terms.Count];
        foreach (var pair in corpus.Pairs.Where(p => !corpus.HeldOut.Contains(p.Repository)))
        {
            foreach (var term in pair.Query.Concat(pair.Passage.Select(w => w.Term)).Distinct())
            {
                documents[term]++;
                if (!repositories.TryGetValue(term, out var set))
                {
                    repositories[term] = set = [];
                }

                set.Add(pair.Repository);
            }
        }

        var rows = repositories
            .Where(r => r.Value.Count >= MinRepositories && IsWord(corpus.Terms[r.Key]))
            .OrderByDescending(r => r.Value.Count * Math.Log(2 + documents[r.Key]))
            .ThenBy(r => corpus.Terms[r.Key], StringComparer.Ordinal)
            .Take(Math.Min(size, StaticTable.MaxRows))
            .Select(r => r.Key)
            .ToList();
        var numbers = rows.Select((term, row) => (corpus.Terms[term], row)).ToDictionary(p => p.Item1, p => p.row, StringComparer.Ordinal);
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        int Find(ReadOnlySpan<char> term) => lookup.TryGetValue(term, out var row) ? row : -1;
        var handles = new int[corpus.Terms.Count];
        Parallel.For(0, handles.Length, i => handles[i] = SubWords.Find(corpus.Terms[i], Find));
        var passages = (float)corpus.Pairs.Count;
        return new Vocabulary([.. rows.Select(r => corpus.Terms[r])], handles, [.. rows.Select(r => MathF.Log(1 + (passages / documents[r])))]);
    }

    private static bool IsWord(string term) => term.Length >= 2 && !char.IsAsciiDigit(term[0]);
}
