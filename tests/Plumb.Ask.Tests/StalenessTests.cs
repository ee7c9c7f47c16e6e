using Plumb.Ask.Citations;

namespace Plumb.Ask.Tests;

public sealed class StalenessTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("plumb-stale-").FullName;
    private readonly Citation citation = new("a.txt", 2, 3, "", CitationChecker.Hash(["two", "three"]));

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("one\ntwo\nthree\n", CitationState.Fresh, 2)]
    [InlineData("one\r\ntwo\r\nthree", CitationState.Fresh, 2)]
    [InlineData("zero\none\ntwo\nthree\n", CitationState.Moved, 3)]
    [InlineData("two\nthree\n", CitationState.Moved, 1)]
    [InlineData("one\ntwo\n3\n", CitationState.Changed, 0)]
    [InlineData("one\n", CitationState.Changed, 0)]
    public void Lines_are_looked_up_again(string text, CitationState state, int line)
    {
        File.WriteAllText(Path.Combine(root, "a.txt"), text);
        var check = Assert.Single(Staleness.Check(root, [citation]));
        Assert.Equal((state, line), (check.State, check.StartLine));
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("../a.txt")]
    [InlineData("/etc/hosts")]
    public void What_is_not_there_is_gone(string path) => Assert.Equal(CitationState.Gone, Staleness.Check(root, [citation with { Path = path }])[0].State);
}
