using System.Text.Json;
using Plumb.Cli.Evaluation;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Tests.Evaluation;

public sealed class GoldenFileTests
{
    [Fact]
    public void A_golden_file_is_read_whole()
    {
        var set = GoldenFile.Parse("g.yml", """
            k: 5                       # a comment
            bar: { ndcg@10: 0.6, recall@5: 0.8, refusal: 1, false-refusal: 0.1 }
            repository: { url: "https://example.org/a.git", commit: 0123abc }
            questions:
              - question: what happens when the waiting line is full
                expect:
                  - path: ./src/queue.ts
                    lines: 10-42
                    symbol: Queue.add
                  - { path: docs/a.md, lines: 7 }
                tags: [behaviour, queue]
              - question: how do I book a flight to the moon
                unanswerable: true
            """);
        Assert.Equal(5, set.K);
        Assert.Equal([new Bar("ndcg@10", 0.6), new Bar("recall@5", 0.8), new Bar("refusal", 1), new Bar("false-refusal", 0.1)], set.Bars);
        Assert.Equal(new GoldenRepository("https://example.org/a.git", "0123abc"), set.Repository);
        var question = set.Questions[0];
        Assert.Equal("what happens when the waiting line is full", question.Text);
        Assert.Equal([new Expectation("src/queue.ts", new LineRange(10, 42), "Queue.add"), new Expectation("docs/a.md", new LineRange(7, 7))], question.Expectations);
        Assert.Equal(["behaviour", "queue"], question.Tags);
        Assert.True(set.Questions[1].IsUnanswerable);
        Assert.Equal(10, GoldenFile.Parse("g.yml", "questions:\n- { question: a, unanswerable: true }").K);
    }

    [Fact]
    public void What_answers_have_to_say_is_read()
    {
        var set = GoldenFile.Parse("g.yml", """
            answerBar: { facts: 0.9, abstention: 1, kappa: 0.6 }
            questions:
              - question: how long is the pause
                expect: [{ path: a.py }]
                facts: [doubles, [2 seconds, two seconds]]
                reference: It doubles each time.
                labels: [{ answer: It doubles., verdict: good }, { answer: It halves., verdict: bad }]
              - { question: b, unanswerable: true }
            """);
        Assert.Equal([new AnswerBar("facts", 0.9), new AnswerBar("abstention", 1), new AnswerBar("kappa", 0.6)], set.AnswerBars);
        var question = set.Questions[0];
        Assert.Equal(["doubles", "2 seconds | two seconds"], question.Facts.Select(fact => fact.ToString()));
        Assert.Equal("It doubles each time.", question.Reference);
        Assert.Equal([new LabelledAnswer("It doubles.", true), new LabelledAnswer("It halves.", false)], question.Labels);
    }

    [Theory]
    [InlineData("", "g.yml is empty.")]
    [InlineData("questions:\n- {question: a", "g.yml:")]
    [InlineData("k: 1\n\tquestions: []", "g.yml:1:4: the YAML cannot be read: ")]
    [InlineData("- a", "g.yml:1:1: a golden file is a mapping with k, bar, answerBar, repository, questions, not a list.")]
    [InlineData("k: 3", "g.yml:1:1: there are no questions.")]
    [InlineData("questions: []", "g.yml:1:12: there are no questions.")]
    [InlineData("questions:\n- question: a\n  expects: []", "g.yml:3:3: unknown key 'expects'; a question has question, expect, unanswerable, tags, facts, reference, labels.")]
    [InlineData("question: a\nquestions: []", "g.yml:1:1: unknown key 'question'; a golden file has k, bar, answerBar, repository, questions.")]
    [InlineData("questions:\n- expect: [{path: a}]", "g.yml:2:3: the text of the question is missing: 'question: ...'.")]
    [InlineData("questions:\n- question: ''\n  unanswerable: true", "g.yml:2:13: question is a text, not empty.")]
    [InlineData("questions:\n- question: a", "g.yml:2:3: the question expects nothing: give 'expect' with a path, or 'unanswerable: true'.")]
    [InlineData("questions:\n- question: a\n  expect: [{path: a}]\n  unanswerable: true", "g.yml:3:11: an unanswerable question expects nothing.")]
    [InlineData("questions:\n- question: a\n  unanswerable: yes", "g.yml:3:17: unanswerable is true or false, not 'yes'.")]
    [InlineData("questions:\n- question: a\n  expect: [{symbol: a}]", "g.yml:3:12: the path of the expectation is missing: 'path: ...'.")]
    [InlineData("questions:\n- question: a\n  expect: [a.cs]", "g.yml:3:12: an expectation is a mapping with path, lines, symbol, not 'a.cs'.")]
    [InlineData("questions:\n- question: a\n  expect: [{path: a, lines: 9-3}]", "g.yml:3:29: lines are 'FIRST-LAST' or one number, counted from 1, not '9-3'.")]
    [InlineData("questions:\n- question: a\n  expect: [{path: a, lines: 0-3}]", "g.yml:3:29: lines are")]
    [InlineData("questions:\n- question: a\n  expect: [{path: ../a}]", "g.yml:3:19: '../a' has to be a path from the workspace folder, with forward slashes.")]
    [InlineData("questions:\n- question: a\n  expect: [{path: 'a\\b'}]", "g.yml:3:19: ")]
    [InlineData("k: 0\nquestions: []", "g.yml:1:4: k is a whole number from 1 to 1000, not '0'.")]
    [InlineData("bar: {f1@3: 1}\nquestions: []", "g.yml:1:7: unknown bar 'f1@3'; there are recall@N, precision@N, ndcg@N, mrr, refusal and false-refusal.")]
    [InlineData("bar: {mrr: 80}\nquestions: []", "g.yml:1:12: the bar mrr is a number from 0 to 1, not '80'.")]
    [InlineData("bar: {mrr: 0.5, mrr: 0.6}\nquestions: []", "g.yml:1:")]
    [InlineData("bar: {refusal: 1}\nquestions:\n- {question: a, expect: [{path: a}]}", "g.yml:1:7: there is no question that is unanswerable, so this bar can never be measured.")]
    [InlineData("bar: {mrr: 1}\nquestions:\n- {question: a, unanswerable: true}", "g.yml:1:7: there is no question that has an answer, so this bar can never be measured.")]
    [InlineData("questions:\n- {question: a, unanswerable: true}\n- {question: a, unanswerable: true}", "g.yml:3:3: the question 'a' stands in the file twice.")]
    [InlineData("answerBar: {f1: 1}\nquestions:\n- {question: a, unanswerable: true}", "g.yml:1:13: unknown key 'f1'; answerBar has citations, cited, facts, supported, abstention, false-abstention, judge, kappa.")]
    [InlineData("answerBar: {facts: 1}\nquestions:\n- {question: a, unanswerable: true}", "g.yml:1:20: no question here has what the bar facts is about")]
    [InlineData("questions:\n- {question: a, unanswerable: true, facts: [b]}", "g.yml:2:44: an unanswerable question has no facts.")]
    [InlineData("questions:\n- {question: a, expect: [{path: a}], facts: [[]]}", "g.yml:2:46: a fact has at least one wording.")]
    [InlineData("questions:\n- {question: a, expect: [{path: a}], labels: [{answer: b}]}", "g.yml:2:47: a label has the answer and its verdict")]
    [InlineData("questions:\n- {question: a, expect: [{path: a}], labels: [{answer: b, verdict: fine}]}", "g.yml:2:68: a verdict is good or bad.")]
    [InlineData("questions: []\n---\nquestions: []", "g.yml:3:1: a second document begins here; one is read.")]
    public void What_is_wrong_is_told_with_its_place(string yaml, string expected)
    {
        var message = Assert.Throws<CommandException>(() => GoldenFile.Parse("g.yml", yaml)).Message;
        Assert.StartsWith(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_file_of_brackets_is_an_error_and_not_the_end() =>
        Assert.Contains("nested too deeply", Assert.Throws<CommandException>(() => GoldenFile.Parse("g.yml", new string('[', 100_000))).Message);

    [Fact]
    public void The_published_schema_has_the_keys_that_are_read()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "golden.schema.json")));
        var root = schema.RootElement;
        var question = root.GetProperty("properties").GetProperty("questions").GetProperty("items");
        Assert.Equal(GoldenFile.RootKeys, Keys(root));
        Assert.Equal(GoldenFile.RepositoryKeys, Keys(root.GetProperty("properties").GetProperty("repository")));
        Assert.Equal(GoldenFile.QuestionKeys, Keys(question));
        Assert.Equal(GoldenFile.LabelKeys, Keys(question.GetProperty("properties").GetProperty("labels").GetProperty("items")));
        Assert.Equal(GoldenFile.ExpectationKeys, Keys(question.GetProperty("properties").GetProperty("expect").GetProperty("items")));
    }

    [Fact]
    public void What_is_proposed_can_be_read_again()
    {
        GoldenQuestion[] questions =
        [
            new("say \"hi\": a # b \\ c", [new Expectation("src/a b.cs", null, "A.operator +")], false, ["doc"]),
            new("null", [new Expectation("ünï.md"), new Expectation("- x")], false, ["commit", "yes"]),
        ];
        var read = GoldenFile.Parse("g.yml", GoldenWriter.Write(questions)).Questions;
        Assert.Equal(questions.Select(q => q.Text), read.Select(q => q.Text));
        Assert.Equal(questions.SelectMany(q => q.Expectations), read.SelectMany(q => q.Expectations));
        Assert.Equal(questions.SelectMany(q => q.Tags), read.SelectMany(q => q.Tags));
    }

    [Fact]
    public void Small_commits_give_questions_and_chores_do_not()
    {
        const string Log = "\u001efix(queue): Wait when the line is full (#12)\n\nsrc/queue.ts\nlogo.png\n"
            + "\u001eBump the library to its next version\n\na.json\n"
            + "\u001eTouch everything there is in here\n\na\nb\nc\nd\n"
            + "\u001eToo short\n\nsrc/queue.ts\n"
            + "\u001eOnly what is gone was changed\n\ngone.ts\n"
            + "\u001eAn empty commit has no files\n";
        var question = Assert.Single(CommitQuestions.Parse(Log, path => path != "logo.png" && path != "gone.ts", 10));
        Assert.Equal("Wait when the line is full", question.Text);
        Assert.Equal([new Expectation("src/queue.ts")], question.Expectations);
    }

    private static IEnumerable<string> Keys(JsonElement schema)
    {
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        return schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Lsp.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Lsp.sln is not above the test assembly");
        }

        return folder;
    }
}
