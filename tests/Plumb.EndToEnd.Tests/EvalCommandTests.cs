using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

public sealed class EvalCommandTests : IDisposable
{
    private const string Questions = """
        questions:
          - question: seconds to wait before the next attempt
            expect: [{ path: src/beacon.py, symbol: BeaconKeeper.compute_backoff }]
            tags: [code]
          - question: failed beacon retried with exponential backoff
            expect: [{ path: README.md, symbol: Lantern > Retry policy }]
            tags: [docs]
          - question: which beacons went dark
            expect: [{ path: src/ledger.cs, lines: 3-7 }, { path: README.md }]
            tags: [code]
          - question: where is the quantum flux capacitor calibrated
            unanswerable: true

        """;

    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Questions_with_known_answers_are_measured()
    {
        Golden("golden.yml", "bar: { recall@10: 1, ndcg@10: 0.5, refusal: 1, false-refusal: 0 }\n" + Questions);
        var report = await fixture.RunJsonAsync("eval", "../golden.yml");
        Assert.Equal(3, report.GetProperty("answerable").GetInt32());
        Assert.Equal(1, report.GetProperty("metrics").GetProperty("recall@10").GetDouble());
        Assert.Equal(2, report.GetProperty("tags").GetProperty("code").GetProperty("questions").GetInt32());
        Assert.Equal(1, report.GetProperty("refusals").GetProperty("refusal").GetDouble());
        Assert.Equal(0, report.GetProperty("refusals").GetProperty("falseRefusal").GetDouble());
        Assert.All(report.GetProperty("bars").EnumerateArray(), bar => Assert.True(bar.GetProperty("met").GetBoolean()));
        Assert.Empty(report.GetProperty("problems").EnumerateArray());
        var latency = report.GetProperty("latencyMs");
        Assert.InRange(latency.GetProperty("p50").GetDouble(), double.Epsilon, latency.GetProperty("p99").GetDouble());

        var question = report.GetProperty("questions")[0];
        Assert.Equal(1, question.GetProperty("rank").GetInt32());
        Assert.Equal("src/beacon.py", question.GetProperty("hits")[0].GetProperty("path").GetString());
        Assert.True(question.GetProperty("hits")[0].GetProperty("answer").GetBoolean());
        Assert.Empty(question.GetProperty("missed").EnumerateArray());
    }

    [Fact]
    public async Task A_missed_bar_ends_with_1_and_says_by_how_much()
    {
        Golden("golden.yml", "bar: { precision@10: 0.9, mrr: 0.1 }\n" + Questions);
        var result = await fixture.RunAsync("eval", "../golden.yml", "--verbose");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bar precision@10 0.9: 0.133, missed: 0.767 below\n", result.Output);
        Assert.Matches(@"bar mrr 0\.1: [01]\.\d{3}, met\n", result.Output);
        Assert.Contains("   1  seconds to wait before the next attempt\n", result.Output);
        Assert.Contains("where is the quantum flux capacitor calibrated [refused]\n", result.Output);
        Assert.Equal("", result.Errors);
    }

    [Fact]
    public async Task An_upper_bar_must_not_be_exceeded()
    {
        Golden("golden.yml", "bar: { false-refusal: 0.4 }\nquestions:\n- { question: quantum flux capacitor, expect: [{ path: README.md }] }\n- { question: compute backoff, expect: [{ path: src/beacon.py }] }\n");
        var result = await fixture.RunAsync("eval", "../golden.yml");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bar false-refusal 0.4: 0.500, missed: 0.100 above\n", result.Output);
    }

    [Fact]
    public async Task A_run_is_compared_with_a_saved_one_question_by_question()
    {
        Golden("golden.yml", Questions);
        var saved = await fixture.RunAsync("eval", "../golden.yml", "--json");
        Golden("saved.json", saved.Output);

        var same = (await fixture.RunJsonAsync("eval", "../golden.yml", "--baseline", "../saved.json")).GetProperty("comparison");
        Assert.Equal(3, same.GetProperty("questions").GetInt32());
        Assert.All(same.GetProperty("metrics").EnumerateArray(), m => Assert.Equal((0, 1, false), (m.GetProperty("difference").GetDouble(), m.GetProperty("p").GetDouble(), m.GetProperty("significant").GetBoolean())));

        File.Delete(fixture.At("src/beacon.py"));
        var worse = await fixture.RunAsync("eval", "../golden.yml", "--baseline", "../saved.json");
        Assert.Contains("../saved.json → ", worse.Output);
        Assert.Contains("worse:\n    1 → -    seconds to wait before the next attempt\n", worse.Output);
        Assert.Contains("'seconds to wait before the next attempt' expects src/beacon.py, which is not there or is no text.", worse.Errors);

        var embedders = (await fixture.RunJsonAsync("eval", "--compare", "lexical", "embedder:built-in", "../golden.yml"));
        Assert.Equal("embedder:built-in", embedders.GetProperty("configuration").GetString());
        Assert.Equal("lexical", embedders.GetProperty("comparison").GetProperty("baseline").GetString());

        var both = (await fixture.RunJsonAsync("eval", "--compare", "../saved.json", "lexical", "../golden.yml")).GetProperty("comparison");
        Assert.Equal("seconds to wait before the next attempt", Assert.Single(both.GetProperty("worse").EnumerateArray()).GetProperty("question").GetString());
    }

    [Fact]
    public async Task A_golden_file_in_the_workspace_is_no_answer_to_its_own_questions()
    {
        fixture.Write("golden.yml", Questions);
        var result = await fixture.RunAsync("eval", "golden.yml", "--json");
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.DoesNotContain(report.GetProperty("questions").EnumerateArray().SelectMany(q => q.GetProperty("hits").EnumerateArray()), hit => hit.GetProperty("path").GetString() == "golden.yml");
        Assert.Equal(1, report.GetProperty("refusals").GetProperty("refusal").GetDouble());
        Assert.Contains(".plumbignore", result.Errors);
    }

    [Fact]
    public async Task Proposed_questions_can_be_measured()
    {
        var proposed = await fixture.RunAsync("eval", "--propose", "5", "-o", "../proposed.yml");
        Assert.Equal((0, ""), (proposed.ExitCode, proposed.Output));
        Assert.Contains("to edit in '../proposed.yml'", proposed.Errors);
        var report = await fixture.RunJsonAsync("eval", "../proposed.yml");
        Assert.Contains(report.GetProperty("questions").EnumerateArray(), q => q.GetProperty("question").GetString() == "Seconds to wait before the next attempt");
        Assert.Empty(report.GetProperty("problems").EnumerateArray());

        var again = await fixture.RunAsync("eval", "--propose", "5", "-o", "../proposed.yml");
        Assert.Equal((2, "plumb: '../proposed.yml' exists already: questions that somebody edited are not written over.\n"), (again.ExitCode, again.Errors));
    }

    [Theory]
    [InlineData("There is no golden file", "eval")]
    [InlineData("'none.yml' does not exist.", "eval", "none.yml")]
    [InlineData("bad.yml:1:1: unknown key 'quest'", "eval", "../bad.yml")]
    [InlineData("'README.md' is no result of 'plumb eval --json'", "eval", "../good.yml", "--baseline", "README.md")]
    [InlineData("'semantical' is neither a configuration (", "eval", "--compare", "lexical", "semantical", "../good.yml")]
    [InlineData("none-such", "eval", "--compare", "lexical", "embedder:none-such", "../good.yml")]
    [InlineData("--compare and --baseline exclude each other.", "eval", "../good.yml", "--baseline", "a", "--compare", "lexical", "lexical")]
    [InlineData("--propose is 0, it has to be between 1 and 1000.", "eval", "--propose", "0")]
    [InlineData("--output goes with --propose.", "eval", "../good.yml", "--output", "a")]
    public async Task A_wrong_call_is_told_in_a_sentence(string expected, params string[] arguments)
    {
        Golden("good.yml", Questions);
        Golden("bad.yml", "quest: 1\n");
        var result = await fixture.RunAsync(arguments);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, Assert.Single(result.ErrorLines));
    }

    /// <summary>Written beside the workspace, not into it.</summary>
    private void Golden(string name, string text) => fixture.Write("../" + name, text);
}

/// <summary>This repository's own questions: what the search reaches on them is held.</summary>
public sealed class GoldenSetTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task The_questions_about_this_repository_reach_their_bar()
    {
        var root = Root();
        var result = await fixture.RunAsync("eval", "--workspace", root, Path.Combine(root, "tests", "golden", "plumb.yml"), "--json");
        Assert.True(result.ExitCode is 0 or 1, result.Errors);
        var report = JsonDocument.Parse(result.Output).RootElement;
        var bars = report.GetProperty("bars").EnumerateArray().ToList();
        Assert.NotEmpty(bars);
        Assert.All(bars, bar => Assert.True(bar.GetProperty("met").GetBoolean(), bar.GetRawText()));

        // Labels that went stale are told there.
        Assert.Empty(report.GetProperty("problems").EnumerateArray());
    }

    private static string Root([CallerFilePath] string here = "")
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Lsp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? Path.GetFullPath("../../..", here);
    }
}
