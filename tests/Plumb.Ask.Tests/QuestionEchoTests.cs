namespace Plumb.Ask.Tests;

/// <summary>A question that was asked from a comment is not answered with that comment.</summary>
public sealed class QuestionEchoTests
{
    private const string Question = "how does retry with backoff work?";

    [Fact]
    public async Task The_place_of_the_question_is_not_its_answer()
    {
        using var workspace = await AskWorkspace.CreateAsync(
            ("src/retry.py", "def retry_with_backoff(action):\n    \"\"\"Calls action again.\"\"\"\n    return action()\n"),
            ("src/use.py", $"import json\n\n# ask: {Question}\npass\n"));
        var answer = await workspace.AskAsync(Question, null);
        Assert.Contains(answer.Citations, c => c.Path == "src/retry.py");
        Assert.DoesNotContain(answer.Citations, c => c.Path == "src/use.py");
    }

    [Fact]
    public async Task The_code_around_the_question_may_be()
    {
        using var workspace = await AskWorkspace.CreateAsync(
            ("src/retry.py", $"def retry_with_backoff(action):\n    # ask: {Question}\n    \"\"\"Works by calling action again.\"\"\"\n    return action()\n"),
            ("src/use.py", "import json\n"));
        Assert.Contains((await workspace.AskAsync(Question, null)).Citations, c => c.Path == "src/retry.py");
    }

    [Fact]
    public async Task What_only_the_question_says_is_not_in_the_workspace()
    {
        const string elsewhere = "where is the kubernetes operator installed?";
        using var workspace = await AskWorkspace.CreateAsync(
            ("src/retry.py", "def retry_with_backoff(action):\n    return action()\n"),
            ("src/use.py", $"import json\n\n# ask: {elsewhere}\npass\n"));
        Assert.Equal(AnswerKind.NotFound, (await workspace.AskAsync(elsewhere, null)).Kind);
    }

    [Theory]
    [InlineData("src/start.js", "const question = 'QUESTION';\nrun(question);\n")]
    [InlineData("src/questions.yml", "questions:\n  - question: QUESTION\n")]
    public async Task A_question_that_is_quoted_in_code_or_data_is_not_its_answer(string path, string text)
    {
        using var workspace = await AskWorkspace.CreateAsync(
            ("src/retry.py", "def retry_with_backoff(action):\n    \"\"\"Calls action again.\"\"\"\n    return action()\n"),
            (path, text.Replace("QUESTION", Question, StringComparison.Ordinal)));
        var answer = await workspace.AskAsync(Question, null);
        Assert.Contains(answer.Citations, c => c.Path == "src/retry.py");
        Assert.DoesNotContain(answer.Citations, c => c.Path == path);
    }

    [Fact]
    public async Task A_question_that_is_a_heading_is_answered_by_its_section()
    {
        using var workspace = await AskWorkspace.CreateAsync(
            ("docs/faq.md", $"# Questions\n\n## {Question}\n\nThe action is called again, each time later.\n"),
            ("src/use.py", "import json\n"));
        Assert.Contains((await workspace.AskAsync(Question, null)).Citations, c => c.Path == "docs/faq.md");
    }
}
