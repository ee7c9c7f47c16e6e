using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Questions;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Tests.Support;
using Plumb.Text;

namespace Plumb.Lsp.Tests.Questions;

public sealed class AnswerPageTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("see `src/a.cs:10-20`.", "see [`src/a.cs:10-20`](file:///w/src/a.cs#L10-L20).")]
    [InlineData("see src/a.cs:10 and `b c.md:3`", "see [src/a.cs:10](file:///w/src/a.cs#L10) and [`b c.md:3`](file:///w/b%20c.md#L3)")]
    [InlineData("(src/a.cs:1–2)", "(src/a.cs:1–2)")]
    [InlineData("~~`src/a.cs:10`~~ at localhost:8080, 12:30, `other.cs:1`", "~~`src/a.cs:10`~~ at localhost:8080, 12:30, `other.cs:1`")]
    [InlineData("[here](src/a.cs:10)", "[here](src/a.cs:10)")]
    [InlineData("```\nsrc/a.cs:10\n```\nsrc/a.cs:10", "```\nsrc/a.cs:10\n```\n[src/a.cs:10](file:///w/src/a.cs#L10)")]
    public void Places_become_links_where_they_are_files(string markdown, string linked) =>
        Assert.Equal(linked, CitationLinks.Link(markdown, path => path is "src/a.cs" or "b c.md" ? DocumentUri.FromPath("/w/" + path, windows: false) : null));

    [Fact]
    public void Links_of_a_page_lead_to_their_lines()
    {
        var page = new TextDocument("p.md", LanguageTable.PlainText, 1, "# Q\n\nÄ [`a b.cs:3-4`](file:///w/a%20b.cs#L3-L4) and [x](https://example.org) and [c:7](file:///w/c#L7)\n");
        var links = AnswerLinks.Get(page, PositionEncoding.Utf8);
        Assert.Equal(["file:///w/a%20b.cs#L3-L4", "file:///w/c#L7"], links.Select(link => link.Target));
        Assert.Equal((2, 3), (links[0].Range.Start.Line, links[0].Range.Start.Character));
        var location = Assert.Single(AnswerLinks.Definition(page, new Protocol.Position { Line = 2, Character = 6 }, PositionEncoding.Utf8));
        Assert.Equal(("file:///w/a%20b.cs", 2, 4), (location.Uri, location.Range.Start.Line, location.Range.End.Line));
        Assert.Empty(AnswerLinks.Definition(page, new Protocol.Position { Line = 0, Character = 0 }, PositionEncoding.Utf8));
    }

    [Fact]
    public void Passages_are_told_by_their_places_in_a_comment()
    {
        const string Answer = "`A` is declared at `a.cs:1-2`.\n\n### 1. `A` — `a.cs:1-2`\n\nDeclares a.\n\n````csharp\nclass A { }\n```\n````\n\n### 2. Guide — `g.md:1`\n\nIts text has a.\n\n> quoted\n";
        Assert.Equal(["Plumb: `A` is declared at `a.cs:1-2`.", "", "1. `A` — `a.cs:1-2`", "2. Guide — `g.md:1`"], ShortAnswer.Lines(Result(Answer, "extractive")));
    }

    [Fact]
    public void What_a_model_wrote_is_told_whole_wrapped_and_up_to_a_limit()
    {
        var lines = ShortAnswer.Lines(Result("It is `A`.\n\n```csharp\n  new A();\n```\n\n- " + string.Join(' ', Enumerable.Repeat("words", 40)) + string.Concat(Enumerable.Repeat("\nmore", 60)), "model"));
        Assert.Equal(["Plumb: It is `A`.", "", "```csharp", "  new A();", "```", ""], lines.Take(6));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 110));
        Assert.Equal(41, lines.Count);
        Assert.EndsWith("more lines: open the answer to read them)", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_are_private_named_after_the_question_and_cleaned_up()
    {
        var files = new AnswerFiles(folder.Path, TimeProvider.System);
        var first = files.Write("Where is the Ärger?", "# a\n");
        var second = files.Write("Where is the Ärger?", "# b\n");
        Assert.NotEqual(first, second);
        Assert.StartsWith(Path.Combine(folder.Path, "answers", "where-is-the-rger-"), first, StringComparison.Ordinal);
        Assert.Equal("# a\n", File.ReadAllText(first));
        Assert.True(files.IsPage(first));
        Assert.False(files.IsPage(folder.Write("workspace/answers/other.md", "")));
        Assert.True(files.IsFolder(Path.Combine(folder.Path, "answers")));
        Assert.False(files.IsFolder(Path.Combine(folder.Path, "workspace", "answers")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(files.Folder));
        }

        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddDays(-8));
        files.Write("next", "");
        Assert.False(File.Exists(first));
        Assert.True(File.Exists(second));
        for (var i = 0; i < 45; i++)
        {
            files.Write("many", "");
        }

        Assert.Equal(40, Directory.GetFiles(files.Folder).Length);
    }

    [Fact]
    public void A_page_is_never_larger_than_it_may_be()
    {
        var files = new AnswerFiles(folder.Path, TimeProvider.System);
        var path = files.Write("???", string.Concat(Enumerable.Repeat("ẞ line of the answer\n", 60_000)));
        Assert.StartsWith("answer-", Path.GetFileName(path), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(path).Length, 100_000, 512 * 1024);
        Assert.EndsWith("was cut here.\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pay", "PayAsync")]
    [InlineData("return bank;", "PayAsync")]
    [InlineData("class Checkout\n{\n    string bank;", "Checkout")]
    [InlineData("bank", "bank")]
    [InlineData("namespace", "namespace")]
    public void A_selection_is_about_a_name_what_it_declares_or_what_it_is_a_part_of(string selected, string about)
    {
        const string Text = "namespace Shop;\n\nclass Checkout\n{\n    string bank;\n\n    string PayAsync()\n    {\n        return bank;\n    }\n}\n";
        var document = new TextDocument("a.cs", LanguageTable.FindById("csharp")!, 1, Text);
        var at = Text.IndexOf(selected, StringComparison.Ordinal);
        var span = selected == "Pay" ? new TextSpan(at - 2, at + 9) : new TextSpan(at, at + selected.Length);
        Assert.Equal(about, SelectedSymbol.Find(document, span));
    }

    private static AskResult Result(string answer, string kind) => new(answer, kind, [], [], 0);
}
