using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.EndToEnd.Tests;

/// <summary><c>plumb eval --answers</c>, without a model and with one on loopback that answers and judges.</summary>
public sealed class EvalAnswersTests : IDisposable
{
    private const string Questions = """
        questions:
          - question: how is the backoff computed?
            expect: [{ path: src/beacon.py, symbol: compute_backoff }]
            facts: ["0.5 * 2", [attempt, try]]
            tags: [code]
            labels: [{ answer: It doubles., verdict: good }, { answer: It is constant., verdict: bad }]
          - question: how often is a failed beacon retried?
            expect: [{ path: README.md, lines: 7 }]
            facts: [three times]
          - question: how do I book a flight to the moon with kubernetes?
            unanswerable: true

        """;

    private readonly Fixture fixture = new Fixture().WriteProject();
    private readonly string golden;

    public EvalAnswersTests() => golden = Path.Combine(fixture.Root, "..", "golden.yml");

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Without_a_model_the_passages_are_measured()
    {
        await File.WriteAllTextAsync(golden, "answerBar: { citations: 1, facts: 0.9, cited: 1, abstention: 1, false-abstention: 0 }\n" + Questions);
        var page = Path.Combine(fixture.Root, "..", "report.html");
        var report = await fixture.RunJsonAsync("eval", "--answers", golden, "--html", page);
        var metrics = report.GetProperty("metrics");
        Assert.Equal(("answers", "extractive"), (report.GetProperty("kind").GetString(), report.GetProperty("configuration").GetString()));
        Assert.All(["citations", "cited", "facts", "abstention"], name => Assert.Equal(1, metrics.GetProperty(name).GetDouble()));
        Assert.Equal(5, report.GetProperty("bars").GetArrayLength());
        Assert.False(report.TryGetProperty("judge", out _));

        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("<svg", html);
        Assert.Contains("prefers-color-scheme: dark", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("src=", html);
        Assert.DoesNotContain("<link", html);

        var text = await fixture.RunAsync("eval", "--answers", golden, "--verbose");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("bar facts 0.9: 1.000, met", text.Output);
    }

    [Fact]
    public async Task A_missed_bar_ends_with_one()
    {
        await File.WriteAllTextAsync(golden, "answerBar: { facts: 1 }\n" + Questions.Replace("[three times]", "[four times]", StringComparison.Ordinal));
        var missed = await fixture.RunAsync("eval", "--answers", golden, "--verbose");
        Assert.Equal(1, missed.ExitCode);
        Assert.Contains("does not say: four times", missed.Output);
        Assert.Contains("bar facts 1: 0.500, missed: 0.500 below", missed.Output);
    }

    [Fact]
    public async Task A_model_answers_and_judges_and_two_configurations_stand_side_by_side()
    {
        // It answers by what it is asked, invents a citation, and judges by one word.
        await using var model = Scripted(body => body.Contains("You judge answers", StringComparison.Ordinal)
            ? new Response(body.Contains("constant", StringComparison.Ordinal) ? """{"reason":"Wrong.","correct":0,"complete":2,"grounded":0,"verdict":"bad"}""" : """{"reason":"Right.","correct":2,"complete":2,"grounded":2,"verdict":"good"}""")
            : new Response(body.Contains("Question: how is the backoff", StringComparison.Ordinal) ? "It is 0.5 * 2 ** attempt (`src/beacon.py:7-9`, `src/other.py:1`)." : "NOT_FOUND"));
        fixture.Environment["PLUMB_MODEL"] = "test-model";
        fixture.Environment["PLUMB_ENDPOINT"] = model.Endpoint.ToString();
        await File.WriteAllTextAsync(golden, "answerBar: { kappa: 0.9, judge: 0.5 }\n" + Questions);
        var page = Path.Combine(fixture.Root, "..", "report.html");
        var report = await fixture.RunJsonAsync("eval", "--answers", golden, "--compare", "extractive", "model", "--html", page);
        Assert.Equal(("model", $"test-model at {model.Endpoint}"), (report.GetProperty("configuration").GetString(), report.GetProperty("judge").GetString()));
        var metrics = report.GetProperty("metrics");
        Assert.Equal(0.5, metrics.GetProperty("citations").GetDouble());
        Assert.Equal(0.5, metrics.GetProperty("false-abstention").GetDouble());
        Assert.Equal(1, metrics.GetProperty("judge").GetDouble());
        Assert.Equal(1, report.GetProperty("agreement").GetProperty("kappa").GetDouble());
        Assert.Equal(2, report.GetProperty("agreement").GetProperty("labels").GetInt32());
        Assert.All(report.GetProperty("bars").EnumerateArray(), bar => Assert.True(bar.GetProperty("met").GetBoolean()));

        var comparison = report.GetProperty("comparison");
        Assert.Equal("extractive", comparison.GetProperty("baseline").GetString());
        var facts = comparison.GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("metric").GetString() == "facts");
        Assert.Equal((1, 0.5), (facts.GetProperty("baseline").GetDouble(), facts.GetProperty("now").GetDouble()));
        Assert.Contains("extractive → model", await File.ReadAllTextAsync(page));

        var saved = Path.Combine(fixture.Root, "..", "saved.json");
        await File.WriteAllTextAsync(saved, report.GetRawText());
        var again = await fixture.RunJsonAsync("eval", "--answers", golden, "--configuration", "extractive", "--no-judge", "--baseline", saved);
        Assert.Equal(saved, again.GetProperty("comparison").GetProperty("baseline").GetString());
    }

    [Fact]
    public async Task Wrong_arguments_are_told_in_one_sentence()
    {
        await File.WriteAllTextAsync(golden, Questions);
        foreach (string[] arguments in new string[][]
        {
            ["eval", "--answers"], ["eval", golden, "--html", "x.html"], ["eval", "--answers", golden, "--configuration", "model"], ["eval", "--answers", golden, "--configuration", "nothing"],
            ["eval", "--answers", golden, "--judge", "m"], ["eval", "--answers", golden, "--judge", "m@nobody"], ["eval", "--answers", golden, "--compare", "extractive", "nowhere.json"], ["eval", "--answers", golden, "--baseline", golden],
        })
        {
            var result = await fixture.RunAsync(arguments);
            Assert.True((result.ExitCode, result.ErrorLines.Count) == (2, 1), string.Join(' ', arguments) + ": " + result.Errors);
        }
    }
}
