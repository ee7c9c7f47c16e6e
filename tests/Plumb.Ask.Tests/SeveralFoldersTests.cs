using System.Diagnostics;
using Plumb.Ask.Kinds;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Ask.Tools;
using Plumb.Search.Overlay;
using Plumb.Search.Workspaces;

namespace Plumb.Ask.Tests;

/// <summary>Two folders that answer as one, and texts that nobody has saved: tasks and tools see what search sees.</summary>
public sealed class SeveralFoldersTests : IAsyncLifetime
{
    private AskWorkspace doors = null!;
    private AskWorkspace houses = null!;

    private WorkspaceGroup Both => new([doors.Index, houses.Index]);

    public async Task InitializeAsync()
    {
        doors = await AskWorkspace.CreateAsync(
            ("README.md", "# Doors\n\nDoors is a library of doors that people open.\n"),
            ("src/door.py", "def open_door(house):\n    \"\"\"Opens the door of a house.\"\"\"\n    return house\n"),
            ("tests/test_door.py", "from door import open_door\n\n\ndef test_opens():\n    assert open_door(1)\n"));
        houses = await AskWorkspace.CreateAsync(
            ("README.md", "# Houses\n\nHouses is a library of houses that people enter.\n"),
            ("lib/house.py", "from door import open_door\n\n\ndef enter(house):\n    return open_door(house)\n"));
    }

    public Task DisposeAsync()
    {
        doors.Dispose();
        houses.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_a_change_may_break_is_told_over_all_folders()
    {
        var answer = await RunAsync(AskTask.Impact, "open_door");
        Assert.StartsWith("`open_door` is declared at `ws/src/door.py:1`", answer.Markdown);
        Assert.Contains("`enter` — `ws (2)/lib/house.py:", answer.Markdown);
        Assert.Contains("### Tests to run\n\n- `ws/tests/test_door.py`", answer.Markdown);
        Assert.Contains(answer.Citations, c => c.Path == "ws (2)/lib/house.py");
    }

    [Theory]
    [InlineData("ws (2)/lib/house.py:4-5")]
    [InlineData("lib/house.py:4-5")]
    public async Task A_path_is_looked_for_in_the_folder_that_it_names_else_in_all(string target)
    {
        var answer = await RunAsync(AskTask.Explain, target);
        Assert.StartsWith("`ws (2)/lib/house.py:4-5` is the function `enter`", answer.Markdown);
        Assert.Contains("- `open_door` — `ws/src/door.py:1`", answer.Markdown);
    }

    [Theory]
    [InlineData("ws (2)", "`ws (2)` has 2 indexed files")]
    [InlineData("ws (2)/lib", "`ws (2)/lib` has 1 indexed file ")]
    [InlineData(".", "The workspace has 5 indexed files")]
    [InlineData("ws (2)/lib/house.py", "`ws (2)/lib/house.py` is Python")]
    public async Task A_folder_or_all_of_them_are_summarised(string target, string begins) =>
        Assert.StartsWith(begins, (await RunAsync(AskTask.Summarize, target)).Markdown);

    [Theory]
    [InlineData("ws (2)/../door.py")]
    [InlineData("ws/../../x")]
    [InlineData("ws (3)/lib/house.py")]
    public async Task No_path_leads_outside(string target) => Assert.Equal(AnswerKind.NotFound, (await RunAsync(AskTask.Summarize, target)).Kind);

    [Fact]
    public async Task A_tour_begins_with_what_each_folder_is()
    {
        var answer = await RunAsync(AskTask.Tour, "");
        Assert.Contains("> Doors is a library", answer.Markdown);
        Assert.Contains("> Houses is a library", answer.Markdown);
        Assert.StartsWith("5 files", answer.Markdown);
    }

    [Fact]
    public async Task A_diff_is_of_the_folder_that_is_named_else_of_all()
    {
        foreach (var workspace in new[] { doors, houses })
        {
            Git(workspace.Root, "init", "-q");
            Git(workspace.Root, "add", ".");
            Git(workspace.Root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "first");
        }

        doors.Write("src/door.py", "def open_door(house):\n    return None\n");
        houses.Write("lib/house.py", "def enter(house):\n    return None\n");
        var all = (await RunAsync(AskTask.Diff, "")).Markdown;
        Assert.Contains("- `ws/src/door.py` +", all);
        Assert.Contains("- `ws (2)/lib/house.py` +", all);
        var one = (await RunAsync(AskTask.Diff, "ws (2)/lib/house.py")).Markdown;
        Assert.StartsWith("1 file changed", one);
        Assert.Contains("- `ws (2)/lib/house.py` +", one);

        var tools = new WorkspaceTools(Both);
        Assert.Contains("a: first", await tools.CallAsync(new ToolCall("1", "git_log", """{"path":"ws (2)/lib/house.py"}"""), default));
    }

    [Fact]
    public async Task Tools_look_into_all_folders()
    {
        var tools = new WorkspaceTools(Both);
        Assert.Equal("ws (2)/README.md\nws (2)/lib/house.py\nws/README.md\nws/src/door.py\nws/tests/test_door.py", await tools.CallAsync(new ToolCall("1", "list", "{}"), default));
        Assert.Contains("declared at ws/src/door.py:1", await tools.CallAsync(new ToolCall("1", "references", """{"name":"open_door"}"""), default));
        Assert.Contains("ws (2)/lib/house.py:5: return open_door(house)", await tools.CallAsync(new ToolCall("1", "grep", """{"pattern":"return open"}"""), default));
        Assert.StartsWith("ws (2)/lib/house.py:4-5", await tools.CallAsync(new ToolCall("1", "read", """{"path":"ws (2)/lib/house.py","start":4,"end":5}"""), default));
        Assert.StartsWith("error:", await tools.CallAsync(new ToolCall("1", "read", """{"path":"lib/house.py"}"""), default));
    }

    [Fact]
    public async Task Unsaved_text_is_what_tasks_and_tools_read()
    {
        doors.Index.Overlay = WorkspaceOverlay.Empty
            .With("src/door.py", "def open_door(house):\n    \"\"\"Kicks the door in.\"\"\"\n    return house\n")
            .With("src/hatch.py", "def lift_hatch(ship):\n    return ship\n");
        var answer = await RunAsync(AskTask.Explain, "ws/src/door.py:1-3");
        Assert.Contains("\"Kicks the door in.\"", answer.Markdown);
        Assert.Contains(answer.Citations, c => c.Path == "ws/src/door.py");

        var tools = new WorkspaceTools(doors.Index);
        Assert.Contains("Kicks the door in", await tools.CallAsync(new ToolCall("1", "read", """{"path":"src/door.py"}"""), default));
        Assert.Contains("src/hatch.py:1-", await tools.CallAsync(new ToolCall("1", "search", """{"query":"lift_hatch"}"""), default));
        Assert.Contains("return ship", await tools.CallAsync(new ToolCall("1", "read", """{"path":"src/hatch.py"}"""), default));
    }

    [Fact]
    public void Of_several_workspaces_the_stricter_is_listened_to()
    {
        doors.Write("plumb.json", """{ "ask": { "evidenceTokens": 900 } }""");
        houses.Write("plumb.json", """{ "ask": { "evidenceTokens": 500, "expand": "never" } }""");
        var read = AskSettings.ReadWorkspace(Both);
        Assert.Equal((500, true), (read.EvidenceTokens!.Value, read.NoExpansion));
    }

    private static void Git(string root, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", root, .. arguments]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private Task<Answer> RunAsync(AskTask task, string target) =>
        AskEngine.Open(Both, new AskOptions()).AskTaskAsync(new KindRequest(task, target), null, null, CancellationToken.None);
}
