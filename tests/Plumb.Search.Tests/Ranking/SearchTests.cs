using Plumb.Search.Ranking;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Ranking;

public class SearchTests
{
    [Fact]
    public async Task A_source_file_is_ranked_above_its_tests_unless_tests_are_asked_for()
    {
        using var folder = new IndexedFolder(
            ("src/retry.txt", "retry policy waits between attempts"),
            ("tests/retry_test.txt", "retry policy waits between attempts, retry policy again"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal("src/retry.txt", index.Hits("retry policy")[0].Path);
        Assert.Equal("tests/retry_test.txt", index.Hits("tests of the retry policy")[0].Path);
    }

    [Fact]
    public async Task A_hit_says_what_made_its_score()
    {
        using var folder = new IndexedFolder(("src/retry_policy.txt", "the policy waits"), ("src/other.txt", "waits for nothing"));
        using var index = folder.Open();
        await index.Update();
        var hit = index.Hits("retry policy")[0];
        Assert.Equal("src/retry_policy.txt", hit.Path);
        Assert.Contains(hit.Signals, s => s.Name == "path: retry");
        Assert.Contains(hit.Signals, s => s.Name == "body: policy");
        Assert.Contains(hit.Signals, s => s.Name == "× file name" && s.Value > 1);
    }

    [Fact]
    public async Task Words_that_are_nowhere_give_nothing()
    {
        using var folder = new IndexedFolder(("a.txt", "alpha beta"));
        using var index = folder.Open();
        await index.Update();
        Assert.Empty(index.Hits("zeppelin"));
        Assert.Empty(index.Hits(string.Empty));
        Assert.Empty(index.Hits("!!! ???"));
        Assert.Empty(index.Search("alpha", 0, CancellationToken.None).Hits);
    }

    [Fact]
    public async Task A_hit_shows_the_file_as_it_is_now()
    {
        using var folder = new IndexedFolder(("a.txt", "alpha beta"), ("b.txt", "alpha gamma"));
        using var index = folder.Open();
        await index.Update();
        folder.Write("a.txt", "\n\nalpha delta");
        File.Delete(Path.Combine(folder.Root, "b.txt"));
        var hit = Assert.Single(index.Hits("alpha"));
        Assert.Equal(("a.txt", 3, 3, "alpha delta"), (hit.Path, hit.StartLine, hit.EndLine, hit.Snippet));
    }

    [Fact]
    public async Task A_word_with_variants_is_found_in_small_segments_of_any_size()
    {
        using var folder = new IndexedFolder(("a.txt", "one lantern connection"));
        using var index = folder.Open();
        await index.Update();
        for (var i = 0; i < 40; i++)
        {
            folder.Write($"b{i}.txt", $"many lanterns were connected, {i}");
        }

        await index.Update();
        Assert.Equal(41, index.Hits("lantern connections", 100).Count);
    }

    [Fact]
    public async Task What_is_shown_of_a_long_hit_begins_with_words()
    {
        var before = string.Concat(Enumerable.Range(0, 12).Select(i => $"    berth[{i}] = {i};\n"));
        using var folder = new IndexedFolder(("pier.c", $"void pier(void)\n{{\n{before}    {{\n        berth[12] = 0;\n    }}\n\n    light_lantern(1);\n{string.Concat(Enumerable.Range(0, 8).Select(i => $"    step({i});\n"))}    hang_lantern(2);\n}}\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.StartsWith("    light_lantern(1);\n", Assert.Single(index.Hits("lantern")).Snippet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_does_not_fill_the_list()
    {
        var paragraph = string.Concat(Enumerable.Repeat("the scheduler runs the queue of the scheduler\n", 25));
        using var folder = new IndexedFolder(
            ("big.txt", string.Join('\n', Enumerable.Repeat(paragraph, 20))),
            ("one.txt", "the scheduler is explained here"),
            ("two.txt", "a word on the scheduler"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal(3, index.Hits("scheduler", 6).Select(h => h.Path).Distinct().Count());
    }

    [Fact]
    public async Task Searches_run_beside_an_update()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 300).Select(i => ($"f{i}.txt", $"common number{i}"))]);
        using var index = folder.Open();
        await index.Update();
        var update = index.Update(rebuild: true);
        var searches = Enumerable.Range(0, 50).Select(i => Task.Run(() => index.Hits($"number{i} common")));
        var results = await Task.WhenAll(searches);
        await update;
        Assert.All(results, hits => Assert.True(hits.Count <= 10));
        Assert.Equal("f17.txt", index.Hits("number17")[0].Path);
    }

    [Theory]
    [InlineData("getTokenDocument", "getTokenDocument", 1001)]
    [InlineData("getTokenDocument", "gettokendocument", 1000)]
    [InlineData("getTokenDocument", "nothing", 0)]
    public void Names_are_matched(string name, string query, int score) => Assert.Equal(score, SymbolMatcher.Score(name, query));

    [Theory]
    [InlineData("getTok", "getTokenDocument", "gtd")]
    [InlineData("gtd", "getTokenDocument", "kenDoc")]
    [InlineData("kenDoc", "getTokenDocument", "gtkd")]
    public void Nearer_matches_score_higher(string better, string name, string worse) =>
        Assert.True(SymbolMatcher.Score(name, better) > SymbolMatcher.Score(name, worse));

    [Theory]
    [InlineData("src/a.py", FileRole.Source)]
    [InlineData("tests/a.py", FileRole.Test)]
    [InlineData("pkg/a_test.go", FileRole.Test)]
    [InlineData("web/a.spec.ts", FileRole.Test)]
    [InlineData("Plumb.Search.Tests/X.cs", FileRole.Test)]
    [InlineData("src/latest.py", FileRole.Source)]
    [InlineData("src/contest.py", FileRole.Source)]
    [InlineData("examples/a.py", FileRole.Example)]
    [InlineData("vendor/x/a.go", FileRole.Legacy)]
    public void Roles_are_told_from_paths(string path, object role) => Assert.Equal((FileRole)role, FileRoles.Of(path, "any", isDocs: false, isData: false));
}
