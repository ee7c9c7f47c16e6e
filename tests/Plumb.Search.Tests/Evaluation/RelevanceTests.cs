using Plumb.Search.Evaluation;
using Plumb.Text;

namespace Plumb.Search.Tests.Evaluation;

public sealed class RelevanceTests
{
    [Theory]
    [InlineData("src/a.cs", "", true)]
    [InlineData("src/A.cs", "", false)]
    [InlineData("src/a.cs", "1-9", false)]
    [InlineData("src/a.cs", "1-10", true)]
    [InlineData("src/a.cs", "15", true)]
    [InlineData("src/a.cs", "20-99", true)]
    [InlineData("src/a.cs", "21-99", false)]
    public void A_hit_answers_when_it_overlaps_the_lines(string path, string lines, bool expected)
    {
        var ends = lines.Split('-');
        var range = lines.Length == 0 ? (LineRange?)null : new LineRange(int.Parse(ends[0], null), int.Parse(ends[^1], null));
        Assert.Equal(expected, Relevance.Matches(HitAt("src/a.cs", 10, 20, "Shop.Queue.add"), new Expectation(path, range)));
    }

    [Theory]
    [InlineData("Shop.Queue.add", "Shop.Queue.add", true)]
    [InlineData("Shop.Queue.add", "Queue.add", true)]
    [InlineData("Shop.Queue.add", "Queue", true)]
    [InlineData("Shop.Queue.add.retry", "Queue.add", true)]
    [InlineData("Shop.Queue", "Queue.add", false)]
    [InlineData("Shop.Queue.other.add", "Queue.add", false)]
    [InlineData("Shop.MyQueue.add", "Queue.add", false)]
    [InlineData("Shop.queue.add", "Queue.add", false)]
    [InlineData("", "Queue", false)]
    public void A_symbol_is_matched_by_itself_and_by_what_is_inside_it(string hit, string wanted, bool expected) =>
        Assert.Equal(expected, Relevance.Matches(HitAt("a.cs", 1, 2, hit), new Expectation("a.cs", null, wanted)));

    [Theory]
    [InlineData("Guide > Install > Linux", "Install", true)]
    [InlineData("Guide > Install > Linux", "install > linux", true)]
    [InlineData("Guide > Install > Linux", "Guide > Linux", false)]
    [InlineData("Guide > Version 1.2", "Version 1.2", true)]
    [InlineData("Guide > Version 1.2", "2", false)]
    public void Headings_are_matched_by_their_path_without_case(string hit, string wanted, bool expected) =>
        Assert.Equal(expected, Relevance.Matches(HitAt("a.md", 1, 2, hit, "markdown"), new Expectation("a.md", null, wanted)));

    [Fact]
    public void A_chunk_that_holds_the_symbol_among_others_answers_too()
    {
        var hit = HitAt("a.cs", 10, 20, "Shop.Queue");
        Assert.False(Relevance.Matches(hit, new Expectation("a.cs", null, "Queue.add")));
        Assert.True(Relevance.Matches(hit, new Expectation("a.cs", null, "Queue.add") { SymbolLine = 20 }));
        Assert.False(Relevance.Matches(hit, new Expectation("a.cs", null, "Queue.add") { SymbolLine = 21 }));
    }

    [Fact]
    public void A_copy_of_the_hit_counts_as_the_hit()
    {
        var hit = HitAt("a.cs", 10, 20, "Queue.add") with { Duplicates = [new HitPlace("copy/a.cs", 30, 40)] };
        Assert.True(Relevance.Matches(hit, new Expectation("copy/a.cs", new LineRange(40, 41))));
        Assert.True(Relevance.Matches(hit, new Expectation("copy/a.cs", null, "Queue")));
        Assert.False(Relevance.Matches(hit, new Expectation("copy/a.cs", new LineRange(10, 20))));
    }

    [Fact]
    public void Lines_or_symbol_suffice_where_both_are_given() =>
        Assert.True(Relevance.Matches(HitAt("a.cs", 10, 20, "Queue.add"), new Expectation("a.cs", new LineRange(50, 60), "Queue.add")));

    [Fact]
    public void Each_expectation_counts_once_and_a_hit_gains_once()
    {
        Hit[] hits = [HitAt("a.cs", 1, 9, "A"), HitAt("a.cs", 10, 30, "B"), HitAt("a.cs", 31, 40, "C"), HitAt("b.cs", 1, 5, "D")];
        var judgement = Judgement.Of(hits, [new Expectation("a.cs", new LineRange(12, 14)), new Expectation("a.cs", new LineRange(29, 35)), new Expectation("b.cs"), new Expectation("c.cs")]);

        // The second hit matches both ranges; the third matches only one that is found already.
        Assert.Equal([false, true, false, true], judgement.Gains);
        Assert.Equal([2, 2, 4, 0], judgement.Ranks);
        Assert.Equal(2, judgement.FirstRank);
    }

    [Theory]
    [InlineData("Queue.Add", 4)]
    [InlineData("Add", 2)]
    [InlineData("Shop.Cart.Queue", 3)]
    [InlineData("Queue.Remove", -1)]
    public void A_label_is_found_in_the_outline_of_its_file(string symbol, int line)
    {
        var document = new TextDocument("a.cs", LanguageTable.FindById("csharp")!, 0, "namespace Shop.Cart;\nclass Bag { void Add() { } }\nclass Queue {\n  void Add() { }\n}\n");
        var found = Relevance.FindDeclaration(document, symbol);
        Assert.Equal(line, found < 0 ? -1 : document.Lines.GetLine(document.Outline.Declarations[found].NameSpan.Start) + 1);
    }

    private static Hit HitAt(string path, int first, int last, string symbol, string language = "csharp") => new(path, first, last, symbol, language, 1, "", []);
}
