using Plumb.Search.Ranking;
using Plumb.Search.Terms;

namespace Plumb.Search.Tests.Terms;

public class TermTests
{
    [Theory]
    [InlineData("parseJsonValue", "parse Json Value")]
    [InlineData("HTTPServer", "HTTP Server")]
    [InlineData("snake_case_name", "snake case name")]
    [InlineData("__init__", "init")]
    [InlineData("utf8Decoder", "utf8 Decoder")]
    [InlineData("int32Array", "int32 Array")]
    [InlineData("SCREAMING_SNAKE", "SCREAMING SNAKE")]
    [InlineData("userIDs", "user IDs")]
    [InlineData("URLs", "URLs")]
    [InlineData("x", "x")]
    [InlineData("größeÄndern", "größe Ändern")]
    [InlineData("___", "")]
    public void Identifiers_are_split_into_their_parts(string identifier, string expected)
    {
        var parts = new Range[IdentifierSplitter.MaxParts];
        var count = IdentifierSplitter.Split(identifier, parts);
        Assert.Equal(expected, string.Join(' ', parts.Take(count).Select(p => identifier[p])));
    }

    [Theory]
    [InlineData("parse", "parses", "parsed", "parsing")]
    [InlineData("map", "maps", "mapped", "mapping")]
    [InlineData("query", "queries")]
    [InlineData("match", "matches", "matched", "matching")]
    [InlineData("call", "calls", "called", "calling")]
    [InlineData("cache", "caches", "cached", "caching")]
    public void Forms_of_one_word_meet(params string[] words) =>
        Assert.Single(words.Select(w => QueryAnalyzer.TermsOf(w)[0]).Distinct());

    [Theory]
    [InlineData("general", "generate")]
    [InlineData("status", "state")]
    [InlineData("string", "str")]
    [InlineData("need", "ne")]
    [InlineData("this", "thi")]
    public void Different_words_stay_apart(string one, string other) =>
        Assert.NotEqual(QueryAnalyzer.TermsOf(one)[0], QueryAnalyzer.TermsOf(other)[0]);

    [Fact]
    public void An_identifier_gives_its_parts_and_the_whole() =>
        Assert.Equal(["pars", "json", "valu", "parsjsonvalu"], QueryAnalyzer.TermsOf("parseJsonValue"));

    [Fact]
    public void Snake_and_camel_case_give_the_same_terms() =>
        Assert.Equal(QueryAnalyzer.TermsOf("parse_json_value"), QueryAnalyzer.TermsOf("ParseJsonValue"));

    [Fact]
    public void Scripts_without_spaces_give_pairs_of_characters() =>
        Assert.Equal(["検索", "索機", "機能"], QueryAnalyzer.TermsOf("検索機能"));

    [Fact]
    public void Any_text_can_be_analyzed()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(120)).Select(_ => (char)random.Next(1, 0x3100))]);
            Assert.All(QueryAnalyzer.Analyze(text).Terms, t => Assert.NotEmpty(t.Text));
        }
    }
}
