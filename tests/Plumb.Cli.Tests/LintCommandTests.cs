using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumb.Cli.Tests;

/// <summary>The whole command, in this process.</summary>
[Collection("Console")]
public sealed partial class LintCommandTests : IDisposable
{
    private const string Bad = "template_format: semantic-kernel\ninput_variables:\n  - name: city\ntemplate: |\n  Weather in {{$ctiy}} and {{$city}\n";

    private readonly string folder = Directory.CreateTempSubdirectory("plumb-lint-").FullName;
    private readonly string? home = Environment.GetEnvironmentVariable("PLUMB_HOME");

    public LintCommandTests() => Environment.SetEnvironmentVariable("PLUMB_HOME", Path.Combine(folder, ".home"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PLUMB_HOME", home);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Ignore_files_hold_for_folders_and_not_for_named_files()
    {
        Write("drafts/a.yaml", Bad);
        Write(".gitignore", "drafts/\n");
        var (code, output, _) = await RunAsync(folder);
        Assert.Equal((0, "No findings in 0 prompt files.\n"), (code, output));
        (code, _, _) = await RunAsync(At("drafts/a.yaml"));
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData("T01 T04", "--select", "T")]
    [InlineData("T01", "--select", "T", "--ignore", "T04")]
    [InlineData("T04", "--select", "malformed-template,S03")]
    [InlineData("T01", "--ignore", "S,T04,P")]
    [InlineData("T04", "--select", "ALL", "--ignore", "T", "--ignore", "S", "--select", "T04")]
    public async Task The_more_exact_selector_wins(string codes, params string[] options)
    {
        Write("a.yaml", Bad);
        var (_, output, _) = await RunAsync([folder, "--format", "json", .. options]);
        Assert.Equal(codes, string.Join(' ', Codes(output)));
    }

    [Fact]
    public async Task The_configuration_selects_excludes_and_sets_severities_and_the_command_line_has_the_last_word()
    {
        Write("plumb.json", """
            {
              // comments are allowed
              "lint": {
                "ignore": ["T04"],
                "severity": { "T01": "warning" },
                "perFileIgnores": { "old/**": ["T01"] },
                "exclude": ["vendor/"]
              }
            }
            """);
        Write("a.yaml", Bad);
        Write("old/a.yaml", Bad);
        Write("vendor/a.yaml", Bad);
        var (code, output, _) = await RunAsync(folder, "--format", "json");
        using var rows = JsonDocument.Parse(output);
        var row = Assert.Single(rows.RootElement.EnumerateArray());
        Assert.Equal((1, "T01", "warning"), (code, row.GetProperty("code").GetString(), row.GetProperty("severity").GetString()));

        (code, _, _) = await RunAsync(folder, "--fail-on", "error");
        Assert.Equal(0, code);
        (_, output, _) = await RunAsync(folder, "--format", "json", "--select", "T04");
        Assert.Equal(["T04", "T04"], Codes(output));
    }

    [Fact]
    public async Task The_nearest_configuration_holds_and_none_from_beyond_the_repository()
    {
        Write("plumb.json", """{ "lint": { "ignore": ["T01"] } }""");
        Write("near/plumb.json", """{ "lint": { "ignore": ["T04"] } }""");
        Write("near/a.yaml", Bad);
        Write("clone/.git/HEAD", "ref: refs/heads/main\n");
        Write("clone/a.yaml", Bad);
        var (_, output, _) = await RunAsync(At("near/a.yaml"), "--format", "json");
        Assert.Equal(["T01"], Codes(output));
        (_, output, _) = await RunAsync(At("clone/a.yaml"), "--format", "json");
        Assert.Equal(["T01", "T04"], Codes(output));
    }

    [Fact]
    public async Task What_is_wrong_in_the_configuration_is_told_with_its_keys()
    {
        Write("plumb.json", """{ "lint": { "select": ["T", "Q9"], "severity": { "T04": "loud" }, "rules": { "K01": { "limit": 1 } }, "colour": 1 } }""");
        Write("a.yaml", Bad);
        var (code, output, error) = await RunAsync(folder);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(["lint.select[1]", "lint.severity.T04", "lint.rules.K01.limit", "lint.colour"], KeyPath().Matches(error).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public async Task Sarif_has_rules_results_fixes_and_relative_paths()
    {
        Write("a b.yaml", Bad);
        Write("AGENTS.md", "a\u200Bb\n");
        var (code, output, _) = await InFolderAsync("--format", "sarif");
        Assert.Equal(1, code);
        using var sarif = JsonDocument.Parse(output);
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var run = sarif.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.EndsWith("/", run.GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString(), StringComparison.Ordinal);
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(3, results.Count);
        foreach (var result in results)
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.Equal("SRCROOT", location.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
            Assert.Contains(location.GetProperty("artifactLocation").GetProperty("uri").GetString(), (string[])["AGENTS.md", "a%20b.yaml"]);
        }

        var invisible = results.Single(r => r.GetProperty("ruleId").GetString() == "S03");
        var replacement = invisible.GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0];
        Assert.Equal(2, replacement.GetProperty("deletedRegion").GetProperty("startColumn").GetInt32());
        Assert.Equal("", replacement.GetProperty("insertedContent").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Workflow_commands_escape_what_parts_them()
    {
        Write("a,b.yaml", Bad);
        var (_, output, _) = await InFolderAsync("--format", "github", "--select", "T01");
        Assert.Equal("::error file=a%2Cb.yaml,line=5,endLine=5,col=17,endColumn=20,title=T01 undefined-variable::'ctiy' is not declared; did you mean 'city'?\n", output);
    }

    [Fact]
    public async Task A_diff_changes_nothing_and_git_applies_it()
    {
        Write("AGENTS.md", "one\ntwo\nthr\u200Bee\nfour\nfive\nsix\nseven\neight\nnine\nten\nele\u200Bven");
        var before = await File.ReadAllTextAsync(At("AGENTS.md"));
        var (code, diff, _) = await InFolderAsync("--diff");
        Assert.Equal((1, before), (code, await File.ReadAllTextAsync(At("AGENTS.md"))));
        Write("fix.patch", diff);
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "fix.patch"]) { WorkingDirectory = folder })!;
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
        Assert.Equal(before.Replace("\u200B", "", StringComparison.Ordinal), await File.ReadAllTextAsync(At("AGENTS.md")));
        (code, diff, _) = await InFolderAsync("--diff");
        Assert.Equal((0, ""), (code, diff));
    }

    [Fact]
    public async Task A_file_that_cannot_be_mended_keeps_no_other_one_from_being_mended()
    {
        const string Unused = "---\nname: x\ninputs:\n  a:\n    type: string\n  b:\n    type: string\n---\nsystem:\nCaf\u00e9 {{a}}\n";
        await File.WriteAllBytesAsync(At("a.prompty"), System.Text.Encoding.Latin1.GetBytes(Unused));
        Write("b.prompty", Unused);
        var before = await File.ReadAllBytesAsync(At("a.prompty"));
        var (code, diff, error) = await InFolderAsync("--diff");
        Assert.Equal((2, 1), (code, diff.Split("+++ ").Length - 1));
        Assert.StartsWith("plumb: 'a.prompty' is not UTF-8", error, StringComparison.Ordinal);
        (code, var output, error) = await InFolderAsync("--fix");
        Assert.Equal(2, code);
        Assert.Matches("^plumb: 'a.prompty' is not UTF-8: [^\n]+\\.\n$", error);
        Assert.StartsWith("a.prompty:6:3: warning T02", output, StringComparison.Ordinal);
        Assert.EndsWith("Fixed 1. 1 finding in 1 of 2 prompt files, 1 of them fixable with --fix.\n", output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(At("a.prompty")));
        Assert.DoesNotContain("  b:", await File.ReadAllTextAsync(At("b.prompty")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompts_that_cannot_be_looked_at_are_told_and_other_files_are_not()
    {
        Write("a.prompty", "\0\0");
        Write("b.bin", "\0\0");
        Write("c.cs", "\0\0");
        var (code, output, error) = await InFolderAsync();
        Assert.Equal((0, "No findings in 0 prompt files.\n", "plumb: left out: 1 binary file (a.prompty).\n"), (code, output, error));
    }

    [Fact]
    public async Task A_hostile_name_stays_in_its_line()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write("a\nb\u001b[2J.prompty", "---\ninputs:\n  a:\n    type: string\n---\nuser:\n{{a}} {{b\u200b}}\n");
        var (_, output, error) = await InFolderAsync();
        Assert.Equal(("No findings in 0 prompt files.\n", "plumb: left out: 1 with a name that no terminal can show (a\uFFFDb\uFFFD[2J.prompty).\n"), (output, error));
        (_, output, _) = await InFolderAsync("a\nb\u001b[2J.prompty");
        Assert.StartsWith("a\uFFFDb\uFFFD[2J.prompty:7:", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);

        // And what is mended of it is a patch that git applies.
        Write("fix.patch", (await InFolderAsync("--diff", "a\nb\u001b[2J.prompty")).Output);
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "fix.patch"]) { WorkingDirectory = folder })!;
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
        Assert.DoesNotContain("\u200b", await File.ReadAllTextAsync(At("a\nb\u001b[2J.prompty")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsafe_fixes_are_only_applied_when_asked_for_and_a_second_time_nothing_is_left_to_do()
    {
        Write("a.yaml", Bad.Replace("{{$city}", "{{$city}}", StringComparison.Ordinal));
        await RunAsync("--fix", folder);
        Assert.Contains("{{$ctiy}}", await File.ReadAllTextAsync(At("a.yaml")), StringComparison.Ordinal);
        var (code, output, _) = await RunAsync("--unsafe-fixes", folder);
        Assert.Equal((0, "Fixed 1. No findings in 1 prompt file.\n"), (code, output));
        Assert.Contains("Weather in {{$city}} and {{$city}}", await File.ReadAllTextAsync(At("a.yaml")), StringComparison.Ordinal);
        (_, output, _) = await RunAsync("--unsafe-fixes", folder);
        Assert.Equal("No findings in 1 prompt file.\n", output);
    }

    [Fact]
    public async Task A_baseline_hides_what_was_there_and_tells_what_is_new()
    {
        Write("a.yaml", Bad);
        var (code, _, _) = await InFolderAsync("--baseline", "base.json", "--write-baseline");
        Assert.Equal(0, code);
        (code, var output, _) = await InFolderAsync("--baseline", "base.json");
        Assert.Equal((0, "No findings in 1 prompt file.\n"), (code, output));

        // Moved it is still known; a second one of its kind is not.
        Write("a.yaml", "# moved\n" + Bad + "  And in {{$ctiy}}.\n");
        (code, output, _) = await InFolderAsync("--baseline", "base.json", "--format", "json");
        Assert.Equal((1, "T01"), (code, Assert.Single(Codes(output))));
    }

    [Fact]
    public async Task Statistics_count_per_rule_file_and_folder()
    {
        Write("one/a.yaml", Bad);
        Write("two/AGENTS.md", "a\u200Bb\u200Bc\n");
        Write("two/CLAUDE.md", "clean\n");
        var (_, output, _) = await InFolderAsync("--statistics", "--format", "json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((3, 4), (json.RootElement.GetProperty("promptFiles").GetInt32(), json.RootElement.GetProperty("findings").GetInt32()));
        Assert.Equal(["S03 2 1", "T01 1 1", "T04 1 1"], json.RootElement.GetProperty("rules").EnumerateArray().Select(r => $"{r.GetProperty("code")} {r.GetProperty("count")} {r.GetProperty("files")}"));
        Assert.Equal(["one 1 2", "two 2 2"], json.RootElement.GetProperty("folders").EnumerateArray().Select(r => $"{r.GetProperty("folder")} {r.GetProperty("promptFiles")} {r.GetProperty("findings")}"));
        (_, output, _) = await InFolderAsync("--statistics");
        Assert.Contains("       2      1        2  error     S03 invisible-unicode\n", output, StringComparison.Ordinal);
        Assert.Contains("4 findings in 2 of 3 prompt files (Instructions 2, SemanticKernelYaml 1).", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cache_gives_the_same_findings_and_sees_a_change_of_content_and_of_configuration()
    {
        for (var i = 0; i < 70; i++)
        {
            Write($"p{i:00}.yaml", Bad);
        }

        var (_, first, _) = await RunAsync(folder, "--format", "json");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, ".home", "lint")));
        var (_, second, _) = await RunAsync(folder, "--format", "json");
        Assert.Equal(first, second);
        Assert.Equal(140, Codes(second).Count);

        Write("p07.yaml", Bad.Replace("{{$city}", "{{$city}}", StringComparison.Ordinal));
        Assert.Equal(139, Codes((await RunAsync(folder, "--format", "json")).Output).Count);
        Write("plumb.json", """{ "lint": { "ignore": ["T04"] } }""");
        Assert.Equal(70, Codes((await RunAsync(folder, "--format", "json")).Output).Count);

        // A damaged cache is no cache.
        foreach (var file in Directory.GetFiles(Path.Combine(folder, ".home", "lint")))
        {
            await File.WriteAllBytesAsync(file, [.. (await File.ReadAllBytesAsync(file)).Take(100)]);
        }

        Assert.Equal(70, Codes((await RunAsync(folder, "--format", "json")).Output).Count);
    }

    [Theory]
    [InlineData("--format", "xml")]
    [InlineData("--select", "Q")]
    [InlineData("--fail-on", "fatal")]
    [InlineData("--write-baseline")]
    [InlineData("--select", "")]
    [InlineData("--select", " , ")]
    [InlineData("--stdin-filename", "")]
    [InlineData("--baseline", "")]
    [InlineData("--config", "nowhere/plumb.json")]
    [InlineData("-")]
    public async Task A_usage_error_is_one_sentence(params string[] args)
    {
        var (code, output, error) = await RunAsync(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Matches("^plumb: [^\n]+\\.\r?\n$", error);
    }

    [Fact]
    public async Task The_hook_and_the_action_run_commands_that_work()
    {
        Write("a.prompty", "---\ninputs:\n  a: b\n---\n{{x}}\n");
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var hook = await File.ReadAllTextAsync(Path.Combine(root, ".pre-commit-hooks.yaml"));
        var entry = Regex.Match(hook, "entry: plumb (.+)").Groups[1].Value.Trim().Split(' ');
        var files = new Regex(Regex.Match(hook, "files: (.+)").Groups[1].Value.Trim());
        Assert.Matches(files, "prompts/a.prompty");
        Assert.Matches(files, ".github/copilot-instructions.md");
        Assert.DoesNotMatch(files, "src/Program.cs");
        var (code, _, _) = await RunPlumbAsync([.. entry, At("a.prompty")]);
        Assert.Equal(1, code);

        var action = await File.ReadAllTextAsync(Path.Combine(root, "action.yml"));
        var command = Regex.Match(action, "run: '\"\\$PLUMB\" (.+) \\$ARGUMENTS \\$PATHS'").Groups[1].Value.Split(' ');
        (code, var output, _) = await RunPlumbAsync([.. command, "--fail-on", "warning", folder]);
        Assert.Equal(1, code);
        Assert.Contains("::error file=", output, StringComparison.Ordinal);
    }

    private static List<string?> Codes(string json)
    {
        using var rows = JsonDocument.Parse(json);
        return [.. rows.RootElement.EnumerateArray().Select(r => r.GetProperty("code").GetString()).Order(StringComparer.Ordinal)];
    }

    private string At(string name) => Path.Combine(folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunPlumbAsync(["lint", .. args]);

    private async Task<(int Code, string Output, string Error)> InFolderAsync(params string[] args)
    {
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            return await RunAsync(args);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunPlumbAsync(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            return (await PlumbCommand.RunAsync(args), newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    [GeneratedRegex(@"plumb\.json: ([\w.\[\]]+):")]
    private static partial Regex KeyPath();
}
