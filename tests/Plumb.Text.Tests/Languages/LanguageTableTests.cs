namespace Plumb.Text.Tests;

public class LanguageTableTests
{
    [Theory]
    [InlineData("a.cs", "csharp")]
    [InlineData("/x/y.d.ts", "typescript")]
    [InlineData("C:\\x\\Main.JAVA", "java")]
    [InlineData("a.test.jsx", "javascriptreact")]
    [InlineData("x.h", "cpp")]
    [InlineData("Jenkinsfile", "groovy")]
    [InlineData("README", "plaintext")]
    [InlineData("main.tf", "terraform")]
    public void A_file_name_tells_its_language(string path, string id) => Assert.Equal(id, LanguageTable.FindForFile(path)?.Id);

    [Theory]
    [InlineData("#!/usr/bin/env node\nlet x", "javascript")]
    [InlineData("#!/usr/bin/env -S deno run", "javascript")]
    [InlineData("#!/usr/bin/php8.1", "php")]
    [InlineData("#! /usr/bin/unheard-of", null)]
    [InlineData("let x", null)]
    [InlineData("", null)]
    public void A_first_line_tells_it_where_the_name_does_not(string firstLine, string? id) =>
        Assert.Equal(id, LanguageTable.FindForFile("script", firstLine)?.Id);

    [Fact]
    public void Every_language_scans_an_empty_text()
    {
        foreach (var language in LanguageTable.All)
        {
            Assert.Empty(OutlineScanner.Scan("", language).Strings);
        }
    }

    [Fact]
    public void Identifiers_are_lower_case_and_found()
    {
        foreach (var language in LanguageTable.All)
        {
            Assert.Equal(language.Id.ToLowerInvariant(), language.Id);
            Assert.Same(language, LanguageTable.FindById(language.Id));
        }
    }
}
