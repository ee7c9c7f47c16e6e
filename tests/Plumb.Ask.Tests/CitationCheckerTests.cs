using Plumb.Ask.Citations;
using Plumb.Ask.Evidence;
using Plumb.Text;

namespace Plumb.Ask.Tests;

public sealed class CitationCheckerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("plumb-cite-").FullName;

    public CitationCheckerTests() => File.WriteAllText(Path.Combine(root, "a.py"), "one\r\ntwo\r\nthree\r\n");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Lines_that_stand_there_are_cited_with_their_hash()
    {
        var (citation, problem) = new CitationChecker(root).Check(Passage(2, 3, "two", "three"));
        Assert.Equal("", problem);
        Assert.Equal(("a.py", 2, 3, "a.py"), (citation!.Path, citation.StartLine, citation.EndLine, citation.Label));
        Assert.Equal(16, citation.ContentHash.Length);
    }

    [Fact]
    public void What_changed_since_is_dropped_and_told()
    {
        File.WriteAllText(Path.Combine(root, "a.py"), "one\nTWO\nthree\n");
        AssertDropped(Passage(2, 3, "two", "three"), "changed");
    }

    [Fact]
    public void A_range_past_the_end_is_dropped_and_told() => AssertDropped(Passage(3, 9, "three"), "lines");

    [Fact]
    public void A_file_that_is_gone_is_dropped_and_told()
    {
        File.Delete(Path.Combine(root, "a.py"));
        AssertDropped(Passage(1, 1, "one"), "gone");
    }

    private static Passage Passage(int start, int end, params string[] lines) => new("a.py", start, end, "", LanguageTable.PlainText, 1, lines, [], 1);

    private void AssertDropped(Passage passage, string why)
    {
        var (citation, problem) = new CitationChecker(root).Check(passage);
        Assert.Null(citation);
        Assert.Contains(passage.Place, problem);
        Assert.Contains(why, problem);
    }
}
