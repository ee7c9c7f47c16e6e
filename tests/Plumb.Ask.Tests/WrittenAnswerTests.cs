using Plumb.Ask.Citations;
using Plumb.Ask.Evidence;
using Plumb.Text;

namespace Plumb.Ask.Tests;

public sealed class WrittenAnswerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("plumb-cite-").FullName;

    public WrittenAnswerTests() => File.WriteAllText(Path.Combine(root, "a.py"), "def open_door():\n    pass\n\ndef close_door():\n    pass\n");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_sentence_that_cites_is_left_as_it_is() => Assert.Equal(("The door is opened by `open_door` (`a.py:1-2`).", 1, 0), Outcome("The door is opened by `open_door` (`a.py:1-2`)."));

    [Fact]
    public void A_citation_holds_up_what_stands_before_it_in_its_line() => Assert.Equal(0, Check("The door is opened first. Then it is closed again (`a.py:4-5`).").Unsupported);

    [Fact]
    public void A_sentence_without_a_citation_is_marked()
    {
        var found = Check("The door is opened (`a.py:1-2`). It was painted red last year.\n\n- and nobody knows why.");
        Assert.Equal((3, 2), (found.Sentences, found.Unsupported));
        Assert.Contains("last year. *[no source]*\n\n- and nobody knows why. *[no source]*", found.Markdown);
    }

    [Fact]
    public void A_citation_of_lines_without_any_of_the_names_is_struck_out()
    {
        var found = Check("It is done by `close_door` (`a.py:1-2`).");
        Assert.Contains("~~`a.py:1-2`~~", found.Markdown);
        Assert.Equal(["a.py:1-2"], found.Misplaced);
        Assert.Empty(found.Citations);
    }

    [Fact]
    public void Names_that_are_nowhere_are_told() => Assert.Equal(["slam_door"], Check("See `slam_door` or `open_door` here (`a.py:1-2`).").Unknown);

    [Fact]
    public void Code_headings_and_lead_ins_state_nothing() => Assert.Equal(0, Check("## How it works now\n\nThis is how:\n\n```py\nopen the door and leave.\n```\n").Sentences);

    private (string, int, int) Outcome(string text) => Check(text) is var found ? (found.Markdown, found.Sentences, found.Unsupported) : default;

    private CheckedAnswer Check(string text) => WrittenAnswer.Check(
        text, "how?", [new Passage("a.py", 1, 5, "", LanguageTable.PlainText, 1, ["def open_door():", "    pass", "", "def close_door():", "    pass"], [], 1)], new CitationChecker(root));
}
