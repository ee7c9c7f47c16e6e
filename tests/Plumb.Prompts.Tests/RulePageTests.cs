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

    /// <summary>After a change: <c>plumb lint --write-docs docs/rules</c>.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void The_page_in_docs_is_what_the_rule_says(string code)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        Assert.Equal(RulePage.Write(RuleCatalogue.Find(code)!), File.ReadAllText(Path.Combine(root, "docs", "rules", code + ".md")));
    }

    [Fact]
    public void Codes_and_names_are_unique_and_in_order()
    {
        Assert.Equal(RuleCatalogue.All.Select(r => r.Code).Order(StringComparer.Ordinal).Distinct(), RuleCatalogue.All.Select(r => r.Code));
        Assert.Equal(RuleCatalogue.All.Count, RuleCatalogue.All.Select(r => r.Name).Distinct().Count());
    }
}
