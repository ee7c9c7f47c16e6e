using Plumb.Search.Ranking;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Ranking;

public class ScoreTests
{
    [Theory]
    [InlineData("how does the retry policy wait", SearchMode.Hybrid)]
    [InlineData("retry policy", SearchMode.Lexical)]
    [InlineData("RetryPolicy", SearchMode.Hybrid)]
    public async Task The_signals_of_a_hit_make_its_score(string query, SearchMode mode)
    {
        using var folder = new IndexedFolder(
            ("src/retry.cs", "/// <summary>The policy waits.</summary>\nclass RetryPolicy\n{\n    void Wait() { }\n}\n"),
            ("src/other.cs", "class Other\n{\n    // A policy of its own.\n    void Run() { }\n}\n"),
            ("docs/retry.md", "# Retry\n\nThe policy waits between attempts.\n"),
            ("tests/retry_test.cs", "class RetryPolicyTests\n{\n    void Waits() { }\n}\n"));
        using var index = folder.Open();
        await index.Update();
        var response = await index.SearchAsync(query, 10, mode, CancellationToken.None);
        Assert.True(response.Hits.Count >= 2);
        foreach (var hit in response.Hits)
        {
            var (factors, addends) = (hit.Signals.Where(IsFactor), hit.Signals.Where(s => !IsFactor(s)));
            Assert.Equal(hit.Score, factors.Aggregate(addends.Sum(s => s.Value), (score, factor) => score * factor.Value), hit.Score * 1e-6);
        }
    }

    [Fact]
    public async Task A_chunk_that_has_the_whole_query_is_above_one_that_repeats_a_part()
    {
        using var folder = new IndexedFolder(
            ("part.txt", "lease lease renewal renewal worker worker x y z w"),
            ("whole.txt", "lease renewal worker deadline a b c d e f"),
            ("other.txt", "deadline a b c d e f g h i"));
        using var index = folder.Open();
        await index.Update();
        var hits = (await index.SearchAsync("lease renewal worker deadline", 4, SearchMode.Lexical, CancellationToken.None)).Hits;
        Assert.Equal("whole.txt", hits[0].Path);

        // What it has of three words of four counts less than in a query for those three alone.
        var part = hits.Single(h => h.Path == "part.txt");
        var alone = (await index.SearchAsync("lease renewal worker", 4, SearchMode.Lexical, CancellationToken.None)).Hits.Single(h => h.Path == "part.txt");
        Assert.True(Of(part, "lease") < Of(alone, "lease"));
        static double Of(Hit hit, string word) => hit.Signals.Single(s => s.Word == word && s.Field == "body").Value;
    }

    [Theory]
    [InlineData("what happens when the queue is full", 4 / 7.0)]
    [InlineData("queue overflow policy", 0)]
    [InlineData("WhatIsFull", 0)]
    [InlineData("src/what/the.cs", 0)]
    public void Phrasing_is_the_share_of_words_that_only_put_the_question(string query, double share) =>
        Assert.Equal(share, QueryAnalyzer.Analyze(query).Phrasing, 1e-9);

    [Fact]
    public async Task Vectors_say_more_to_a_question_than_to_keywords()
    {
        using var folder = new IndexedFolder(
            ("a.cs", "class Queue\n{\n    void Enqueue() { }\n}\n"),
            ("b.cs", "class Scheduler\n{\n    void Start() { }\n}\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.True(Share("how is it that the queue was used") > Share("queue"));

        // The words are the same one, so that the rest of the score is what the vectors gave.
        double Share(string query)
        {
            var hit = index.Search(query, 1, CancellationToken.None).Hits[0];
            return hit.Signals.Single(s => s.Name.StartsWith("vector similarity", StringComparison.Ordinal)).Value / hit.Signals.Where(s => s.Word is not null).Sum(s => s.Value);
        }
    }

    private static bool IsFactor(RankSignal signal) => signal.Name.StartsWith(RankSignal.Factor, StringComparison.Ordinal);
}
