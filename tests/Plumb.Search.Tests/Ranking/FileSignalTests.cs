using Plumb.Search.Ranking;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Ranking;

/// <summary>What a file says for its chunks: its path, and how many of the best chunks are in it.</summary>
public class FileSignalTests
{
    private const string Path = "words in the path";
    private const string Company = "best chunks of the file";

    [Theory]
    [InlineData("parse command flags", "parse,command,flags", 1)]
    [InlineData("parse command flags", "command", 1 / 3.0)]
    [InlineData("parse command flags", "", 0)]
    [InlineData("how does the command parse its flags", "command", 1 / 3.0)]
    [InlineData("parseCommand", "parse", 1 / 3.0)]
    public void A_path_says_a_plain_share_of_the_query(string query, string path, double share)
    {
        var terms = path.Split(',').SelectMany(word => QueryAnalyzer.TermsOf(word)).ToHashSet(StringComparer.Ordinal);
        var words = new PathWords(QueryAnalyzer.Analyze(query).Terms);
        Assert.Equal(share, words.ShareOf(term => terms.Contains(term.Text)), 1e-9);
    }

    [Fact]
    public void No_path_says_a_query_without_words() => Assert.Equal(0, new PathWords([]).ShareOf(_ => true));

    [Fact]
    public async Task A_path_counts_where_its_word_is_the_commonest_of_the_workspace()
    {
        using var folder = new IndexedFolder(
            [.. Enumerable.Range(0, 12).Select(i => ($"src/part{i}.py", "# command of the program")), ("src/command.py", "# dispatch of a program"), ("src/queue.py", "# dispatch of a job")]);
        using var index = folder.Open();
        await index.Update();
        var hits = (await index.SearchAsync("dispatch command", 5, SearchMode.Lexical, CancellationToken.None)).Hits;
        Assert.Equal("src/command.py", hits[0].Path);
        Assert.Equal(hits[0].Score, Product(hits[0]), hits[0].Score * 1e-6);
        Assert.True(Of(hits[0], Path) > hits[0].Signals.Single(s => s.Name == "path: command").Value, "rarity makes little of a common word");
        Assert.DoesNotContain(hits[1].Signals, s => s.Name == Path);
    }

    [Fact]
    public async Task A_form_of_the_word_in_the_path_is_the_word()
    {
        using var folder = new IndexedFolder(("src/validation.py", "# validate validate every argument"), ("src/other.py", "# validate every argument"));
        using var index = folder.Open();
        await index.Update();
        var hits = (await index.SearchAsync("validate argument", 5, SearchMode.Lexical, CancellationToken.None)).Hits;
        Assert.Equal("src/validation.py", hits[0].Path);
        Assert.True(Of(hits[0], Path) > 0);
    }

    [Fact]
    public async Task A_file_that_holds_more_of_the_best_chunks_gets_more()
    {
        var body = string.Concat(Enumerable.Repeat("    Extend();\n", 40));
        var many = string.Join("\n\n", Enumerable.Range(0, 6).Select(i => $"void Renew{i}()\n{{\n    // The lease of a worker.\n{body}}}"));
        using var folder = new IndexedFolder(
            ("src/many.cs", $"class Keeper\n{{\n{many}\n}}\n"),
            ("src/one.cs", $"class Holder\n{{\nvoid Hold()\n{{\n    // The lease of a worker.\n{body}}}\n}}\n"),
            ("docs/lease.md", "# Keeping\n\nThe lease of a worker.\n"));
        using var index = folder.Open();
        await index.Update();
        var hits = (await index.SearchAsync("lease worker", 10, SearchMode.Lexical, CancellationToken.None)).Hits;
        var (most, least) = (hits.First(h => h.Path == "src/many.cs"), hits.First(h => h.Path == "src/one.cs"));
        Assert.True(Of(most, Company) > 2 * Of(least, Company));
        Assert.DoesNotContain(hits.First(h => h.Path == "docs/lease.md").Signals, s => s.Name is Company or Path);
    }

    [Fact]
    public async Task A_path_that_was_typed_needs_neither()
    {
        using var folder = new IndexedFolder(("src/queue/worker.py", "# the worker of the queue"), ("src/queue.py", "# worker"));
        using var index = folder.Open();
        await index.Update();
        var hits = (await index.SearchAsync("src/queue/worker.py", 5, SearchMode.Hybrid, CancellationToken.None)).Hits;
        Assert.Equal("src/queue/worker.py", hits[0].Path);
        Assert.DoesNotContain(hits.SelectMany(h => h.Signals), s => s.Name is Company or Path);
    }

    private static double Of(Hit hit, string name) => hit.Signals.Single(s => s.Name == name).Value;

    private static double Product(Hit hit) =>
        hit.Signals.Where(IsFactor).Aggregate(hit.Signals.Where(s => !IsFactor(s)).Sum(s => s.Value), (score, factor) => score * factor.Value);

    private static bool IsFactor(RankSignal signal) => signal.Name.StartsWith(RankSignal.Factor, StringComparison.Ordinal);
}
