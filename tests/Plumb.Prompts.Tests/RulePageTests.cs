using Plumb.Prompts.Rules;

namespace Plumb.Prompts.Tests;

public sealed class RulePageTests
{
    public static TheoryData<string> Codes => [.. RuleCatalogue.All.Select(r => r.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_example_is_reported_and_the_good_one_is_not(string code)
    {
        var documentation = RuleCatalogue.Find(code)!.Documentation;
        Assert.Contains(PromptLinter.Lint(documentation.ExampleName, documentation.Bad, documentation.Options).Diagnostics, d => d.Code == code);
        Assert.Empty(PromptLinter.Lint(documentation.ExampleName, documentation.Good, documentation.Options).Diagnostics);
    }

    /// <summary>After a change: PLUMB_WRITE_DOCS=1 dotnet test.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void The_page_in_docs_is_what_the_rule_says(string code)
    {
        AssertPage(code + ".md", RulePage.Write(RuleCatalogue.Find(code)!));
    }

    [Fact]
    public void The_overview_in_docs_is_what_the_rules_say() => AssertPage("README.md", RulePage.WriteOverview());

    private static void AssertPage(string name, string page)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var path = Path.Combine(root, "docs", "rules", name);
        if (Environment.GetEnvironmentVariable("PLUMB_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.ReadAllText(path));
    }

    [Fact]
    public void Codes_and_names_are_unique_and_in_order()
    {
        Assert.Equal(RuleCatalogue.All.Select(r => r.Code).Order(StringComparer.Ordinal).Distinct(), RuleCatalogue.All.Select(r => r.Code));
        Assert.Equal(RuleCatalogue.All.Count, RuleCatalogue.All.Select(r => r.Name).Distinct().Count());
    }
}
