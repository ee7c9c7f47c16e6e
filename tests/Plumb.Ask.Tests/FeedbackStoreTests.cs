using Plumb.Ask.Feedback;
using Plumb.Ask.Ledger;
using Plumb.Ask.Models;

namespace Plumb.Ask.Tests;

public sealed class FeedbackStoreTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("plumb-feedback-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public void Judgements_are_listed_by_workspace_the_newest_first()
    {
        var store = new FeedbackStore(home);
        Assert.Equal(1, store.Save(Of("one", "w1")));
        Assert.Equal(1, store.Save(Of("two", "w2")));
        Assert.Equal(2, store.Save(Of("three", "w1", new JudgedCitation("w2", "a.py", 1, 2, "h"))));
        Assert.Equal(["three", "one"], store.List("w1").Select(f => f.Question));
        Assert.Equal(["three", "two"], store.List("w2").Select(f => f.Question));
        Assert.Equal(3, new FeedbackStore(home).List(null).Count);
        Assert.Equal(new JudgedCitation("w2", "a.py", 1, 2, "h"), Assert.Single(store.List("w1")[0].Citations));
    }

    [Fact]
    public void A_secret_in_a_question_is_not_kept()
    {
        var key = "ghp_" + string.Concat(Enumerable.Repeat("a1B2c3D4e5", 4))[..36];
        var store = new FeedbackStore(home);
        store.Save(Of($"why is {key} refused?", "w") with { Comment = key });
        var kept = store.List("w")[0];
        Assert.Contains(OutboundGate.Mark, kept.Question);
        Assert.DoesNotContain(key, kept.Question + kept.Comment);
    }

    [Fact]
    public void Nothing_is_made_by_looking()
    {
        Assert.Empty(new FeedbackStore(home).List(null));
        Assert.Empty(Directory.EnumerateFiles(home));
    }

    [Fact]
    public void A_file_that_is_no_database_is_told()
    {
        File.WriteAllText(Path.Combine(home, FeedbackStore.FileName), new string('x', 4096));
        Assert.Contains("feedback file", Assert.Throws<LedgerException>(() => new FeedbackStore(home).Save(Of("q", "w"))).Message);
    }

    private static AnswerFeedback Of(string question, string workspace, params JudgedCitation[] citations) =>
        new(DateTimeOffset.UnixEpoch, workspace, question, "answer", true, "", citations);
}
