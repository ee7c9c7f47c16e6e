using System.Text;
using Plumb.Ask;
using Plumb.Ask.Answers;
using Plumb.Ask.Citations;
using Plumb.Ask.Feedback;
using Plumb.Search.Evaluation;
using Plumb.Text;

namespace Plumb.Cli.Evaluation;

/// <summary>Golden questions out of judged answers.</summary>
/// <param name="Questions">Of praised answers: what they cited is what is expected.</param>
/// <param name="Open">Questions that somebody has to answer first.</param>
internal sealed record FeedbackGolden(IReadOnlyList<GoldenQuestion> Questions, IReadOnlyList<OpenQuestion> Open)
{
    private const string Tag = "feedback";

    /// <param name="judged">The newest first: of a question that was judged more than once, the last verdict counts.</param>
    /// <param name="workspace">Identity of the workspace whose files may be expected.</param>
    /// <param name="read">Reads a file as it is now: lines that moved are expected where they stand now.</param>
    public static FeedbackGolden Make(IEnumerable<AnswerFeedback> judged, string workspace, Func<string, TextDocument?> read)
    {
        var (questions, open) = (new List<GoldenQuestion>(), new List<OpenQuestion>());
        foreach (var feedback in judged.DistinctBy(f => f.Question, StringComparer.Ordinal).Reverse())
        {
            if (!feedback.IsGood)
            {
                open.Add(new OpenQuestion(feedback.Question, "the answer was wrong", feedback.Comment, PlacesOf(feedback, workspace)));
            }
            else if (feedback.Citations.Count == 0)
            {
                if (Refusal.IsOne(feedback.Answer))
                {
                    questions.Add(new GoldenQuestion(feedback.Question, [], true, [Tag]));
                }
                else
                {
                    open.Add(new OpenQuestion(feedback.Question, "the answer was good but cited nothing", feedback.Comment, []));
                }
            }
            else if (Expected(feedback, workspace, read) is { Count: > 0 } expected)
            {
                questions.Add(new GoldenQuestion(feedback.Question, expected, false, [Tag]));
            }
            else
            {
                open.Add(new OpenQuestion(feedback.Question, "the cited lines changed since", feedback.Comment, PlacesOf(feedback, workspace)));
            }
        }

        return new FeedbackGolden(questions, open);
    }

    public string Write()
    {
        var text = new StringBuilder();
        text.Append("# Questions of answers that were judged in the editor. Look them over, then: plumb eval FILE\n");
        text.Append(GoldenWriter.WriteBody(Questions));
        if (Open.Count > 0)
        {
            text.Append("\n# These need an answer: write where it is, and take the # away.\n");
            foreach (var question in Open)
            {
                text.Append("#\n# ").Append(Reason(question)).Append('\n');
                text.Append("#  - question: ").Append(GoldenWriter.Quote(question.Question)).Append("\n#    expect:\n#      - path: \n");
            }
        }

        return text.ToString();
    }

    private static string Reason(OpenQuestion question)
    {
        var comment = question.Comment.Length > 0 ? $": {question.Comment.ReplaceLineEndings(" ")}" : "";
        return question.Reason + comment + (question.Places.Count > 0 ? $" (it cited {string.Join(", ", question.Places)})" : "");
    }

    private static List<string> PlacesOf(AnswerFeedback feedback, string workspace) =>
        [.. feedback.Citations.Where(c => c.Workspace == workspace).Select(c => $"{c.Path}:{new LineRange(c.StartLine, c.EndLine)}").Distinct(StringComparer.Ordinal)];

    private static List<Expectation> Expected(AnswerFeedback feedback, string workspace, Func<string, TextDocument?> read)
    {
        var found = new List<Expectation>();
        foreach (var citation in feedback.Citations.Where(c => c.Workspace == workspace))
        {
            var check = Staleness.Check(read, [new Citation(citation.Path, citation.StartLine, citation.EndLine, "", citation.ContentHash)])[0];
            var expected = check.StartLine > 0 ? new Expectation(citation.Path, new LineRange(check.StartLine, check.EndLine)) : null;
            if (expected is not null && !found.Contains(expected))
            {
                found.Add(expected);
            }
        }

        return found;
    }
}

/// <summary>A question whose answer nobody has told yet.</summary>
/// <param name="Reason">Why it has none.</param>
/// <param name="Places">What the judged answer cited.</param>
internal sealed record OpenQuestion(string Question, string Reason, string Comment, IReadOnlyList<string> Places);
