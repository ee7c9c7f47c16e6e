using Plumb.Ask.Citations;
using Plumb.Ask.Feedback;
using Plumb.Cli.Evaluation;
using Plumb.Search.Evaluation;
using Plumb.Text;

namespace Plumb.Cli.Tests.Evaluation;

/// <summary>Judged answers become a golden file that can be read.</summary>
public sealed class FeedbackGoldenTests
{
    private const string Then = "def first():\n    return 1\n";
    private const string Now = "# new\ndef first():\n    return 1\n";

    private static readonly Func<string, TextDocument?> Read = path => path == "a.py" ? Document(Now) : null;

    [Fact]
    public void Praised_answers_expect_what_they_cited_where_it_stands_now()
    {
        var golden = FeedbackGolden.Make([Judged("how: does \"first\" work?", true, Cited("a.py", 1, 2))], "w", Read);
        var read = GoldenFile.Parse("golden.yml", golden.Write());
        var question = Assert.Single(read.Questions);
        Assert.Equal("how: does \"first\" work?", question.Text);
        Assert.Equal(new Expectation("a.py", new LineRange(2, 3)), Assert.Single(question.Expectations));
        Assert.Equal(["feedback"], question.Tags);
    }

    [Fact]
    public void What_has_no_answer_is_listed_as_a_comment()
    {
        var golden = FeedbackGolden.Make(
            [
                Judged("wrong?", false, Cited("a.py", 1, 2)) with { Comment = "not\nthis one" },
                Judged("gone?", true, Cited("b.py", 1, 2)),
                Judged("uncited?", true),
                Judged("refused?", true) with { Answer = "Not found in this workspace: no passage is about \"moon\".\n" },
            ],
            "w",
            Read);
        var text = golden.Write();
        var read = GoldenFile.Parse("golden.yml", text);
        Assert.Equal(["refused?"], read.Questions.Select(q => q.Text));
        Assert.True(read.Questions[0].IsUnanswerable);
        Assert.Equal(["uncited?", "gone?", "wrong?"], golden.Open.Select(o => o.Question));
        Assert.Contains("# the answer was wrong: not this one (it cited a.py:1-2)\n#  - question: \"wrong?\"", text);
    }

    [Fact]
    public void The_last_verdict_on_a_question_counts()
    {
        var golden = FeedbackGolden.Make([Judged("q", false), Judged("q", true, Cited("a.py", 1, 2))], "w", Read);
        Assert.Empty(golden.Questions);
        Assert.Equal("q", Assert.Single(golden.Open).Question);
    }

    [Fact]
    public void Places_of_another_workspace_are_not_expected()
    {
        var golden = FeedbackGolden.Make([Judged("q", true, Cited("a.py", 1, 2) with { Workspace = "other" })], "w", Read);
        Assert.Empty(golden.Questions);
    }

    private static AnswerFeedback Judged(string question, bool good, params JudgedCitation[] citations) => new(DateTimeOffset.UnixEpoch, "w", question, "text", good, "", citations);

    private static JudgedCitation Cited(string path, int start, int end) => new("w", path, start, end, Staleness.HashOf(_ => Document(Then), path, start, end));

    private static TextDocument Document(string text) => new("a.py", LanguageTable.FindForFile("a.py")!, 0, text);
}
