using System.Text.Json;
using Plumb.Text.Configuration;

namespace Plumb.Text.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    [Fact]
    public void Comments_trailing_commas_and_the_schema_are_welcome()
    {
        var (file, problems) = ConfigurationFile.Parse("""{ "$schema": "x", /* why */ "lint": { "select": ["S03"], }, } // end""");
        Assert.Empty(problems);
        Assert.Equal("S03", file.Section("lint")!.Value.GetProperty("select")[0].GetString());
        Assert.Null(file.Section("tokens"));
    }

    [Theory]
    [InlineData("{ \"lint\": {", 1)]
    [InlineData("{\n  \"lint\": nope\n}", 2)]
    [InlineData("[]", 1)]
    [InlineData("", 1)]
    public void What_is_no_configuration_is_a_problem_with_its_line(string text, int line)
    {
        var (file, problems) = ConfigurationFile.Parse(text);
        Assert.Null(file.Section("lint"));
        Assert.Equal(line, Assert.Single(problems).Line);
    }

    [Fact]
    public void A_section_that_is_wrong_costs_no_other()
    {
        var (file, problems) = ConfigurationFile.Parse("""{ "lnit": {}, "tokens": 3, "lint": {} }""");
        Assert.Equal(["lnit", "tokens"], problems.Select(p => p.Path));
        Assert.Equal(JsonValueKind.Object, file.Section("lint")!.Value.ValueKind);
    }
}
