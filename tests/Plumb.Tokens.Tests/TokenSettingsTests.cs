using System.Text.Json;
using Plumb.Tokens.Budgets;
using Plumb.Tokens.Chat;

namespace Plumb.Tokens.Tests;

public sealed class TokenSettingsTests
{
    private static TokenSettings Read(string section, Func<string, TextTokenizer>? open = null) => TokenSettings.Default.With(JsonDocument.Parse(section).RootElement, open);

    [Fact]
    public void A_users_row_is_a_model_like_any_other()
    {
        var settings = Read("""{"models": [{"name": "house-*", "encoding": "cl100k_base", "contextWindow": 1000, "price": {"input": 2}, "source": "us"}]}""");
        Assert.Empty(settings.Problems);
        var model = settings.Models.Find("acme/house-7")!;
        Assert.Equal(("cl100k_base", 1000, 0.002m, "us"), (model.Encoding!.Name, model.ContextWindow!.Value, model.InputCost(1000)!.Value, model.Source));
        Assert.Null(ModelCatalogue.Find("house-7"));
    }

    [Fact]
    public void A_users_row_overrides_what_it_says_and_keeps_the_rest()
    {
        var model = Read("""{"models": [{"name": "gpt-4o", "price": {"input": 1}}]}""").Models.Find("openai/gpt-4o")!;
        Assert.Equal(("o200k_base", 128_000, 1m), (model.Encoding!.Name, model.ContextWindow!.Value, model.Price!.Input!.Value));
        Assert.Equal(3, model.Chat!.PerMessage);
    }

    [Theory]
    [InlineData("""{"models": [{"name": "x"}]}""", "tokens.models[0] ('x'): it needs one of 'encoding', 'tokenizer' and 'estimate'.")]
    [InlineData("""{"models": [{"name": "x", "encoding": "o300k"}]}""", "tokens.models[0] ('x'): the field 'encoding' names the unknown encoding 'o300k'")]
    [InlineData("""{"models": [{"name": "x", "estimate": "none"}]}""", "tokens.models[0] ('x'): the field 'estimate' names the unknown estimate 'none'")]
    [InlineData("""{"models": [{"encoding": "o200k_base"}]}""", "tokens.models[0]: the field 'name' is missing.")]
    [InlineData("""{"models": [{"name": "y", "encoding": "o200k_base"}, {"name": ""}]}""", "tokens.models[1]: the field 'name' is empty.")]
    [InlineData("""{"models": [{"name": 7}]}""", "tokens.models[0]: the field 'name' has to be a text.")]
    [InlineData("""{"models": [{"name": "x", "contextWindow": "many"}]}""", "tokens.models[0] ('x'): the field 'contextWindow' has to be a whole number.")]
    [InlineData("""{"models": [{"name": "x", "price": {"output": "low"}}]}""", "tokens.models[0] ('x'): the field 'price.output' has to be a number.")]
    [InlineData("""{"models": [{"name": "x", "price": 3}]}""", "tokens.models[0] ('x'): the field 'price' has to be an object")]
    [InlineData("""{"models": [{"name": "x", "aliases": ["a", 1]}]}""", "tokens.models[0] ('x'): the field 'aliases' has to be a list of texts.")]
    [InlineData("""{"models": [{"name": "x", "structuredOutput": "yes"}]}""", "tokens.models[0] ('x'): the field 'structuredOutput' has to be true or false.")]
    [InlineData("""{"models": ["x"]}""", "tokens.models[0]: a model has to be an object")]
    [InlineData("""{"models": [{"name": "\ud800", "encoding": "o200k_base"}]}""", "tokens.models[0]: the model cannot be read")]
    [InlineData("""{"models": 7}""", "'tokens.models' has to be a list of models.")]
    [InlineData("""{"show": ["gpt-17"]}""", "The model 'gpt-17' is unknown")]
    [InlineData("""{"show": "gpt-4o"}""", "'tokens.show' has to be a list")]
    [InlineData("""{"budgets": {"*.md": "many"}}""", "The budget of '*.md' has to be a whole number of tokens.")]
    [InlineData("""{"budgets": 3}""", "'tokens.budgets' has to be an object")]
    public void What_is_wrong_is_a_problem_and_leaves_the_rest(string section, string start)
    {
        var settings = Read(section);
        Assert.StartsWith(start, Assert.Single(settings.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(TokenSettings.Default.Show, settings.Show);
        Assert.NotNull(settings.Models.Find("gpt-4o"));
    }

    [Fact]
    public void A_tokenizer_file_makes_a_model_exact()
    {
        var asked = "";
        var settings = Read(
            """{"models": [{"name": "llama-3.1-8b", "tokenizer": "t.json"}]}""",
            path =>
            {
                asked = path;
                return TextTokenizer.Read("""{"pre_tokenizer":{"type":"Whitespace"},"added_tokens":[{"id":3,"content":"<s>","special":true}],"model":{"type":"WordLevel","unk_token":"?","vocab":{"one":0,"two":1,"?":2}}}"""u8.ToArray());
            });
        var model = settings.Models.Find("llama-3.1-8b")!;
        Assert.Equal((new TokenCount(3, 3, 3, null), "t.json", true), (model.Count("one two three"), asked, model.IsExact));

        // A special token's spelling is plain text: three pieces, of which none is known.
        Assert.Equal(3, model.Count("<s>").Tokens);
        Assert.False(settings.Models.Find("llama-3.1-70b")!.IsExact);
    }

    [Fact]
    public void A_file_that_is_no_tokenizer_is_told() =>
        Assert.StartsWith("It is plain text", Assert.Throws<FormatException>(() => TextTokenizer.Read("hello, grüezi"u8.ToArray())).Message, StringComparison.Ordinal);

    [Fact]
    public void Braces_that_come_to_too_many_patterns_are_characters()
    {
        var many = string.Concat(Enumerable.Repeat("{a,b}", 12));
        Assert.Equal([many], BraceExpansion.Expand(many));
        Assert.True(new PathPattern(many).IsMatch(many));
    }

    [Theory]
    [InlineData("*.md", "a/b/c.md", true)]
    [InlineData("*.md", "c.mdx", false)]
    [InlineData("prompts/**", "prompts/a/b.txt", true)]
    [InlineData("prompts/**", "other/prompts/b.txt", false)]
    [InlineData("prompts/*", "prompts/a/b.txt", false)]
    [InlineData("**/prompts/*.md", "x/prompts/a.md", true)]
    [InlineData("**/prompts/*.md", "prompts/a.md", true)]
    [InlineData("/AGENTS.md", "AGENTS.md", true)]
    [InlineData("/AGENTS.md", "a/AGENTS.md", false)]
    [InlineData("a?c/*-x*", "abc/1-xyz", true)]
    [InlineData("**", "any/thing", true)]
    [InlineData("src/{a,b}/*.cs", "src/b/x.cs", true)]
    [InlineData("src/{a,b}/*.cs", "src/c/x.cs", false)]
    [InlineData("*.{cs,md}", "deep/x.md", true)]
    [InlineData("{a/b,c}/*", "a/b/x", true)]
    [InlineData("x{1,{2,3}}.md", "x3.md", true)]
    [InlineData("{one}.md", "{one}.md", true)]
    [InlineData("{a,b.md", "{a,b.md", true)]
    [InlineData("{,x}.md", ".md", true)]
    [InlineData("[a-c]?.md", "bz.md", true)]
    [InlineData("[!a-c].md", "b.md", false)]
    [InlineData("[!a-c].md", "d.md", true)]
    [InlineData("*[0-9].md", "part-10.md", true)]
    [InlineData("[]x].md", "].md", true)]
    [InlineData("[a.md", "[a.md", true)]
    public void Patterns_match_paths(string pattern, string path, bool matches) => Assert.Equal(matches, new PathPattern(pattern).IsMatch(path));

    [Fact]
    public void The_first_budget_that_covers_a_file_holds() =>
        Assert.Equal(10, Read("""{"budgets": {"a/*.md": 10, "*.md": 20}}""").Budgets.First(b => b.Covers("a/x.md")).Tokens);

    /// <summary>The example of the OpenAI cookbook's counting: three for each message, one for a name, three for the answer.</summary>
    [Fact]
    public void Chat_messages_have_the_providers_overhead()
    {
        var encoding = TokenEncoding.Find("o200k_base")!;
        ChatMessage[] messages = [new("system", "Be brief."), new("user", "Hello there", "ann")];
        var expected = 3 + 3 + encoding.Count("system") + encoding.Count("Be brief.") + 3 + encoding.Count("user") + encoding.Count("Hello there") + encoding.Count("ann") + 1;
        Assert.Equal(TokenCount.Of(expected), ModelCatalogue.Find("gpt-4o")!.CountChat(messages));
        var claude = ModelCatalogue.Find("claude-sonnet-4")!.CountChat(messages);
        Assert.Contains("without what the provider adds", claude.Method, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ft:gpt-4o-mini-2024-07-18:acme::x", "gpt-4o-mini")]
    [InlineData("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet")]
    [InlineData("models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("gpt-5-mini-2025-08-07", "gpt-5-mini")]
    [InlineData("gpt-4o-audio-preview", "gpt-4o-*")]
    public void Names_are_read_as_they_are_written_elsewhere(string name, string row) => Assert.Equal(row, ModelCatalogue.Find(name)!.RowName);

    [Fact]
    public void Every_row_says_how_it_is_counted_and_where_it_is_from()
    {
        foreach (var model in ModelTable.BuiltIn.Models)
        {
            Assert.True(model.Encoding is not null || model.Method is not null, model.Name);
            Assert.True(model is { Source: not null, AsOf: not null, Family: not null }, model.Name);
            Assert.True(model.Method is null == model.MethodSource is null, model.Name);
        }
    }
}
