using System.Text;
using Plumb.Ask.Kinds;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Ask.Tests;

public sealed class TaskTests
{
    [Fact]
    public async Task Explaining_tells_the_declaration_what_it_uses_and_who_uses_it()
    {
        using var workspace = await CreateAsync();
        var answer = await RunAsync(workspace, AskTask.Explain, "src/door.py:4-6");
        Assert.StartsWith("`src/door.py:4-6` is the function `open_door`", answer.Markdown);
        Assert.Contains("Its documentation begins: \"Opens the door of a house.\"", answer.Markdown);
        Assert.Contains("### It uses\n\n- `turn_handle` — `src/handle.py:1`", answer.Markdown);
        Assert.Contains("`src/house.py:", answer.Markdown);
        Assert.Contains(answer.Citations, c => c is { Path: "src/door.py", StartLine: 4, EndLine: 6 });
    }

    [Theory]
    [InlineData("3-4", "`pier.py:3-4` is a part of the method `moor` (`pier.py:2-4`).")]
    [InlineData("5-9", "`pier.py:5-9` is the method `cast_off` (`pier.py:6-8`).")]
    [InlineData("3-7", "`pier.py:3-7` is a part of the class `Pier` (`pier.py:1-8`).")]
    [InlineData("7-12", "`pier.py:7-12` holds lines of `Pier`, `Buoy`.")]
    [InlineData("15-20", "`pier.py:15` stands outside of every declaration.")]
    public async Task Explained_lines_are_of_what_holds_all_of_them(string lines, string begins)
    {
        using var workspace = await AskWorkspace.CreateAsync(("pier.py", "class Pier:\n    def moor(self, rope):\n        self.ropes.append(rope)\n        return rope\n\n    def cast_off(self, rope):\n        self.ropes.remove(rope)\n        return rope\n\n\nclass Buoy:\n    def ring(self):\n        return 1\n\nprint(1)\n"));
        Assert.StartsWith(begins, (await RunAsync(workspace, AskTask.Explain, "pier.py:" + lines)).Markdown);
    }

    [Fact]
    public async Task Lines_behind_the_end_of_a_file_are_told()
    {
        using var workspace = await AskWorkspace.CreateAsync(("pier.py", "def moor(rope):\n    return rope\n"));
        var answer = await RunAsync(workspace, AskTask.Explain, "pier.py:9-12");
        Assert.Equal((AnswerKind.NotFound, "Not found in this workspace: pier.py has 2 lines.\n"), (answer.Kind, answer.Markdown));
        Assert.StartsWith("`pier.py` is Python, 2 lines, 1 declaration.\n\n- `moor` (function, `pier.py:1-2`)", (await RunAsync(workspace, AskTask.Summarize, "pier.py")).Markdown);
    }

    [Theory]
    [InlineData("*************************************")]
    [InlineData("_____________________________________")]
    public async Task A_drawn_line_of_a_readme_is_no_prose(string line)
    {
        using var workspace = await AskWorkspace.CreateAsync(
            ("README.rst", $"{line}\nHouse\n{line}\n\nA house with a door that people can open and close.\n"),
            ("src/door.py", "def open_door():\n    return 1\n"));
        Assert.Contains("> A house with a door that people can open and close.", (await RunAsync(workspace, AskTask.Tour, "")).Markdown);
    }

    [Fact]
    public async Task Tests_of_a_symbol_are_told()
    {
        using var workspace = await CreateAsync();
        var answer = await RunAsync(workspace, AskTask.Tests, "open_door");
        Assert.Contains("`open_door` is mentioned by 1 test in 1 file; most often in `tests/test_door.py`.", answer.Markdown);
        Assert.Equal("tests/test_door.py", Assert.Single(answer.Citations).Path);
        var none = await RunAsync(workspace, AskTask.Tests, "enter");
        Assert.Equal(AnswerKind.NotFound, none.Kind);
        Assert.Contains("no test mentions `enter`", none.Markdown);
    }

    [Fact]
    public async Task A_test_is_told_by_its_name_though_it_is_indexed_with_others()
    {
        var tests = string.Concat(Enumerable.Range(0, 4).Select(i => $"func TestLock{i}(t *testing.T) {{\n\tif {(i == 3 ? "openDoor(t)" : "true")} {{\n\t\tt.Log({i})\n\t}}\n}}\n\n"));
        using var workspace = await AskWorkspace.CreateAsync(
            ("door.go", "package house\n\n// openDoor opens.\nfunc openDoor(t any) bool {\n\treturn t != nil\n}\n"),
            ("door_test.go", "package house\n\nimport \"testing\"\n\n" + tests));
        Assert.Contains("- `TestLock3` — `door_test.go:24`", (await RunAsync(workspace, AskTask.Tests, "openDoor")).Markdown);
    }

    [Fact]
    public async Task What_a_change_may_break_is_told_with_the_tests_to_run()
    {
        using var workspace = await CreateAsync();
        var answer = await RunAsync(workspace, AskTask.Impact, "open_door");
        Assert.StartsWith("`open_door` is declared at `src/door.py:", answer.Markdown);
        Assert.Contains("### Directly\n\n- `enter` — `src/house.py:", answer.Markdown);
        Assert.Contains("### Tests to run\n\n- `tests/test_door.py`", answer.Markdown);
    }

    [Theory]
    [InlineData("src/door.py", "`src/door.py` is Python")]
    [InlineData("src", "`src` has 3 indexed files")]
    [InlineData(".", "The workspace has 5 indexed files")]
    public async Task Files_and_folders_are_summarised(string path, string begins)
    {
        using var workspace = await CreateAsync();
        Assert.StartsWith(begins, (await RunAsync(workspace, AskTask.Summarize, path)).Markdown);
    }

    [Theory]
    [InlineData(AskTask.Summarize, "../x")]
    [InlineData(AskTask.Summarize, "/etc")]
    [InlineData(AskTask.Explain, "../x.py:1-2")]
    [InlineData(AskTask.Explain, "nothing.py:1-2")]
    [InlineData(AskTask.Impact, "no_such_name")]
    [InlineData(AskTask.Diff, "")]
    public async Task What_is_not_there_is_told(AskTask task, string target)
    {
        using var workspace = await CreateAsync();
        Assert.Equal(AnswerKind.NotFound, (await RunAsync(workspace, task, target)).Kind);
    }

    [Theory]
    [InlineData("what is this project?")]
    [InlineData("What does this do")]
    [InlineData("explain the codebase")]
    [InlineData("how is this organized?")]
    [InlineData("Where should I start?")]
    [InlineData("overview")]
    public async Task A_question_about_the_whole_is_answered_by_a_tour(string question)
    {
        using var workspace = await CreateAsync();
        var answer = await workspace.AskAsync(question, null);
        Assert.Contains("> A house with a door that people can open and close.", answer.Markdown);
        Assert.Contains(answer.Citations, c => c.Path == "README.md");
        Assert.Equal(question, answer.Question);
    }

    [Theory]
    [InlineData("what does this project use for doors?")]
    [InlineData("how is the door structured?")]
    [InlineData("where do I start the server?")]
    public void Other_questions_are_searched(string question) => Assert.False(Overview.IsAskedFor(question));

    [Fact]
    public async Task A_model_writes_from_what_a_task_found()
    {
        using var workspace = await CreateAsync();
        await using var model = Scripted(_ => new Response("It opens the door (`src/door.py:4-6`)."));
        var answer = await workspace.Engine(model).AskTaskAsync(new KindRequest(AskTask.Explain, "src/door.py:4-6"), null, null, CancellationToken.None);
        Assert.Equal((AnswerKind.Model, "src/door.py"), (answer.Kind, Assert.Single(answer.Citations).Path));
        Assert.Contains("Explain the first passage", model.Requests[0].Body);
    }

    [Fact]
    public async Task A_log_is_clustered_and_a_long_one_sampled()
    {
        using var workspace = await CreateAsync();
        var text = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            text.Append($"2026-01-02T03:04:{i % 60:00}.{i:000}Z INFO request {i} of user-{i * 7} took {i % 90} ms\n");
            text.Append(i == 500 ? "2026-01-02T03:04:05Z ERROR the disk of node-7 is full\n" : "");
        }

        workspace.Write("logs/app.log", text.ToString());
        var answer = await RunAsync(workspace, AskTask.Summarize, "logs/app.log");
        Assert.Contains("1001 lines of 2 kinds.", answer.Markdown);
        Assert.Contains("### Errors and warnings\n\n- 1× `2026-01-02T03:04:05Z ERROR the disk of node-7 is full` (first at line 502)", answer.Markdown);
        Assert.Contains("- 1000× `", answer.Markdown);

        await using (var big = new FileStream(Path.Combine(workspace.Root, "logs/big.log"), FileMode.Create))
        {
            var block = Encoding.UTF8.GetBytes(text.ToString());
            while (big.Length < 70 << 20)
            {
                await big.WriteAsync(block);
            }
        }

        // Where a sample begins and ends within a line there is no line, and so no kind of its own.
        Assert.Contains("64 MB of it were read, in 64 blocks", (await RunAsync(workspace, AskTask.Summarize, "logs/big.log")).Markdown);
        Assert.Contains(" lines of 2 kinds. Counts are those of the sample.", (await RunAsync(workspace, AskTask.Summarize, "logs/big.log")).Markdown);
    }

    [Fact]
    public void A_diff_is_counted_by_file()
    {
        const string Diff = "diff --git a/x.py b/y.py\nindex 1..2 100644\n--- a/x.py\n+++ b/y.py\n@@ -1,3 +1,4 @@ def f():\n a\n-b\n+c\n+--- d\n e\ndiff --git a/z b/z\n--- a/z\n+++ b/z\n@@ -9 +9 @@\n-1\n+2\n";
        Assert.Equal(["y.py +2 -1 (1, 4)", "z +1 -1 (9, 9)"], DiffSummary.Parse(Diff).Select(f => $"{f.Path} +{f.Added} -{f.Removed} {string.Join(' ', f.Hunks)}"));
    }

    private static Task<AskWorkspace> CreateAsync() => AskWorkspace.CreateAsync(
        ("README.md", "# House\n\n![badge](https://x.example/b.svg)\n\nA house with a door that people can open and close.\n"),
        ("src/handle.py", "def turn_handle(way):\n    \"\"\"Turns the handle of a door.\"\"\"\n    return way\n"),
        ("src/door.py", "from handle import turn_handle\n\n\ndef open_door(house):\n    \"\"\"Opens the door of a house.\"\"\"\n    return turn_handle(house)\n"),
        ("src/house.py", "from door import open_door\n\n\ndef enter(house):\n    return open_door(house)\n"),
        ("tests/test_door.py", "from door import open_door\n\n\ndef test_opens():\n    assert open_door(1)\n"));

    private static Task<Answer> RunAsync(AskWorkspace workspace, AskTask task, string target) =>
        workspace.Engine(null).AskTaskAsync(new KindRequest(task, target), null, null, CancellationToken.None);
}
