namespace Plumb.Text.Tests;

/// <summary>Where string literals stand, and how they are to be read.</summary>
public class StringLiteralTests
{
    [Theory]
    [InlineData("csharp", "x = \"a\\\"b\";", "a\\\"b", StringLiteralTraits.None)]
    [InlineData("csharp", "x = @\"a\"\"b\";", "a\"\"b", StringLiteralTraits.Raw | StringLiteralTraits.MultiLine)]
    [InlineData("csharp", "x = $\"{f(\"}\")} end\";", "{f(\"}\")} end", StringLiteralTraits.Interpolated)]
    [InlineData("csharp", "x = \"\"\"\"a \"\"\" b\"\"\"\";", "a \"\"\" b", StringLiteralTraits.Raw | StringLiteralTraits.MultiLine)]
    [InlineData("csharp", "x = \"open\n", "open", StringLiteralTraits.Unterminated)]
    [InlineData("rust", "let x = r##\"a\"#b\"##;", "a\"#b", StringLiteralTraits.Raw | StringLiteralTraits.MultiLine)]
    [InlineData("cpp", "auto x = u8R\"d(a)\" )d\";", "a)\" ", StringLiteralTraits.Raw | StringLiteralTraits.MultiLine)]
    [InlineData("go", "x := `a\\`", "a\\", StringLiteralTraits.Raw | StringLiteralTraits.MultiLine)]
    [InlineData("javascript", "x = `a${`b${\"}\"}`}c`", "a${`b${\"}\"}`}c", StringLiteralTraits.Interpolated | StringLiteralTraits.MultiLine)]
    [InlineData("swift", "let x = \"a\\(f(\")\"))b\"", "a\\(f(\")\"))b", StringLiteralTraits.Interpolated)]
    [InlineData("kotlin", "val x = \"\"\"a\\\"\"\"", "a\\", StringLiteralTraits.Raw | StringLiteralTraits.Interpolated | StringLiteralTraits.MultiLine)]
    public void A_literal_is_found_with_its_content(string language, string source, string content, StringLiteralTraits traits)
    {
        var literal = Assert.Single(OutlineScanner.Scan(source, LanguageTable.FindById(language)!).Strings);
        Assert.Equal(content, source[literal.Content.Start..literal.Content.End]);
        Assert.Equal(traits, literal.Traits);
    }

    [Fact]
    public void Quotes_in_comments_and_characters_open_nothing() =>
        Assert.Empty(OutlineScanner.Scan("// don't \"\n/* \" */ char c = '\"'; int x = 'a';", LanguageTable.FindById("csharp")!).Strings);

    [Fact]
    public void A_heredoc_of_php_is_one_literal()
    {
        const string Source = "<?php $x = <<<EOT\n  a \"b\"\n  EOT;\n";
        var literal = Assert.Single(OutlineScanner.Scan(Source, LanguageTable.FindById("php")!).Strings);
        Assert.Equal("  a \"b\"\n", Source[literal.Content.Start..literal.Content.End]);
    }
}
