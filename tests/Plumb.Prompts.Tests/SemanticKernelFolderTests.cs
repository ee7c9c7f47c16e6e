using Plumb.Prompts.Code;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Tests;

/// <summary>A prompt whose settings lie in a file beside it.</summary>
public sealed class SemanticKernelFolderTests
{
    private const string Prompt = "Weather in {{$city}} for {{$nmae}}.\n";

    private const string Settings = """
        {
          "schema": 1,
          "execution_settings": {
            "default": { "model_id": "o3-mini", "max_tokens": 900000, "temperature": 7 }
          },
          "input_variables": [ { "name": "city" }, { "name": "name" }, { "name": "mood" } ]
        }
        """;

    [Fact]
    public void What_is_wrong_in_the_settings_is_told_there()
    {
        var found = Lint("p/config.json");
        Assert.Equal(
            [("M05", "\"temperature\""), ("F03", "7"), ("M04", "900000"), ("M03", "900000"), ("T02", "\"name\""), ("T02", "\"mood\"")],
            found.Select(d => (d.Code, Settings[d.Span.Start..d.Span.End])).OrderBy(d => d.Code switch { "M05" => 0, "F03" => 1, "M04" => 2, "M03" => 3, _ => 4 }));
        Assert.All(found, d => Assert.True(d.Fix is null || d.Fix.Edits.All(e => e.Span.End <= Settings.Length)));
    }

    [Fact]
    public void What_is_wrong_in_the_prompt_is_told_there_and_nothing_of_the_settings()
    {
        var found = Assert.Single(Lint("p/skprompt.txt"));
        Assert.Equal(("T01", "'nmae' is not declared; did you mean 'name'?"), (found.Code, found.Message));
    }

    [Fact]
    public void A_file_of_that_name_without_a_prompt_beside_it_is_none()
    {
        var files = new MemoryFiles(new Dictionary<string, string> { ["a/config.json"] = Settings });
        Assert.False(PromptLinter.IsPromptFile("a/config.json", Settings, files));
        Assert.Null(PromptLinter.Lint("a/config.json", Settings, LintOptions.Default with { Files = files }).Format);
        Assert.Null(PromptLinter.Lint("p/config.json", Settings).Format);
    }

    [Theory]
    [InlineData("{ \"input_variables\": [ { \"name\": \"city\", }, ], // a comment\n }", 0)]
    [InlineData("{ \"input_variables\": [ { \"name\": \"city\" }", 1)]
    public void Comments_and_trailing_commas_are_the_engine_s_own(string settings, int problems)
    {
        var files = new MemoryFiles(new Dictionary<string, string> { ["p/skprompt.txt"] = "Weather in {{$city}}.", ["p/config.json"] = settings });
        Assert.Equal(problems, PromptLinter.Lint("p/config.json", settings, LintOptions.Default with { Files = files }).Diagnostics.Count(d => d.Code == "P01"));
    }

    [Fact]
    public void However_many_prompts_a_file_of_code_has_each_is_told_at_its_place()
    {
        var code = "class C {\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"  void M{i}() => k.InvokePromptAsync(\"Weather \\u0041 in {{{{$ctiy{i}}}}}\", new KernelArguments {{ [\"city{i}\"] = 1 }});\n")) + "}\n";
        var found = CodePrompts.Lint("C.cs", code).Diagnostics.Where(d => d.Code == "T01").ToList();
        Assert.Equal(300, found.Count);
        Assert.All(found, d => Assert.StartsWith("ctiy", code[d.Span.Start..d.Span.End], StringComparison.Ordinal));
        Assert.All(found, d => Assert.Equal("ctiy", code[d.Fix!.Edits[0].Span.Start..d.Fix.Edits[0].Span.End][..4]));
        var silenced = code.Replace("  void M7()", "  // plumb-ignore T01\n  void M7()", StringComparison.Ordinal);
        Assert.Equal(299, CodePrompts.Lint("C.cs", silenced).Diagnostics.Count(d => d.Code == "T01"));
    }

    private static IReadOnlyList<LintDiagnostic> Lint(string path)
    {
        var files = new MemoryFiles(new Dictionary<string, string> { ["p/skprompt.txt"] = Prompt, ["p/config.json"] = Settings });
        return PromptLinter.Lint(path, files.Read(path)!, LintOptions.Default with { Files = files }).Diagnostics;
    }
}
