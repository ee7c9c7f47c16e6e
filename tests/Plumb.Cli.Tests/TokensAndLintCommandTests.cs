namespace Plumb.Cli.Tests;

/// <summary>Runs the commands in this process; they write to the one console, so these tests run one after the other.</summary>
[Collection("Console")]
public sealed class TokensAndLintCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Lint_prints_findings_with_their_lines()
    {
        Write("a.yaml", "template_format: semantic-kernel\ninput_variables:\n  - name: city\ntemplate: |\n  Weather in {{$ctiy}} and {{$city}\n");
        var (code, output, _) = await RunAsync("lint", folder);
        Assert.Equal(1, code);
        Assert.Equal(
            """
            F/a.yaml:5:17: error T01 undefined-variable: 'ctiy' is not declared; did you mean 'city'?
              5 |   Weather in {{$ctiy}} and {{$city}
                |                 ^^^^
            F/a.yaml:5:28: error T04 malformed-template: '{{' is not closed by '}}'.
              5 |   Weather in {{$ctiy}} and {{$city}
                |                            ^^^^^^^
            2 findings in 1 of 1 prompt file, 1 of them fixable with --unsafe-fixes.

            """.ReplaceLineEndings("\n"),
            output.Replace(folder.Replace('\\', '/'), "F", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lint_prints_json()
    {
        Write("a.prompty", "---\ninputs:\n  a: b\n---\n{{x}}\n");
        var (code, output, _) = await RunAsync("lint", "--select", "T01", "--format", "json", Path.Combine(folder, "a.prompty"));
        Assert.Equal(1, code);
        Assert.Equal(
            """[{"path":"F/a.prompty","startLine":5,"startColumn":3,"endLine":5,"endColumn":4,"code":"T01","rule":"undefined-variable","severity":"error","message":"'x' is not declared: declare it with the other inputs, or nothing is printed for it."}]""",
            string.Concat(output.Replace(folder.Replace('\\', '/'), "F", StringComparison.Ordinal).Split('\n').Select(l => l.Trim())).Replace("\": ", "\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lint_fixes_and_keeps_the_byte_order_mark()
    {
        Write("AGENTS.md", "\uFEFFa\u200Bb\n");
        var (code, output, _) = await RunAsync("lint", "--fix", folder);
        Assert.Equal((0, "Fixed 1. No findings in 1 prompt file.\n"), (code, output));
        Assert.Equal("\uFEFFab\n"u8.ToArray(), await File.ReadAllBytesAsync(Path.Combine(folder, "AGENTS.md")));
    }

    [Theory]
    [InlineData("lint", "--format", "xml")]
    [InlineData("lint", "--explain", "Z99")]
    [InlineData("lint", "no-such-file.prompty")]
    [InlineData("tokens", "no-such-file.txt")]
    [InlineData("tokens", "--model", "no-such-model")]
    [InlineData("tokens", "--encoding", "no-such-encoding")]
    [InlineData("tokens", "--limit", "-1")]
    [InlineData("tokens", "--diff=--output=x")]
    [InlineData("tokens", "--diff=no-such-commit..HEAD")]
    public async Task An_error_is_one_sentence(params string[] args)
    {
        var (code, output, error) = await RunAsync(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Matches("^plumb: [^\n]+\\.\r?\n$", error);
    }

    [Theory]
    [InlineData("unknown option '--nope' for 'plumb search'. See 'plumb search --help'.", "search", "--nope", "x")]
    [InlineData("unknown option '--modle' for 'plumb tokens'. See 'plumb tokens --help'.", "tokens", "--modle", "x")]
    [InlineData("unknown option '--modle' for 'plumb tokens'. See 'plumb tokens --help'.", "tokens", "x", "--modle=y")]
    [InlineData("unknown option '--nope' for 'plumb index'. See 'plumb index --help'.", "index", "--nope")]
    [InlineData("unknown option '--nope' for 'plumb'. See 'plumb --help'.", "--nope", "search", "x")]
    [InlineData("'plumb index' takes no argument 'here'. See 'plumb index --help'.", "index", "here")]
    [InlineData("there is no command 'serch'; did you mean 'search'?", "serch", "x", "--limit", "3")]
    [InlineData("there is no command 'nonsense'. See 'plumb --help'.", "nonsense")]
    [InlineData("a command is missing: lsp, index, search, ask, usage, feedback, map, status, why, eval, model, tokens, lint. See 'plumb --help'.")]
    [InlineData("a command is missing: list, use, pull, remove. See 'plumb model --help'.", "model")]
    [InlineData("'plumb model' takes no argument 'lst'. See 'plumb model --help'.", "model", "lst")]
    [InlineData("--limit takes a whole number, not 'abc'.", "search", "--limit", "abc", "x")]
    [InlineData("--limit takes a whole number, not '2.5'.", "search", "x", "--limit=2.5")]
    public async Task A_wrong_command_line_is_told(string sentence, params string[] args)
    {
        var (code, output, error) = await RunAsync(args);
        Assert.Equal((2, "", "plumb: " + sentence), (code, output, error.TrimEnd()));
    }

    [Theory]
    [InlineData("--", "--nope")]
    [InlineData("-5")]
    [InlineData("->")]
    [InlineData("--nope is two words")]
    [InlineData("@here")]
    public async Task What_is_no_option_is_an_argument(params string[] args)
    {
        var (code, _, error) = await RunAsync(["tokens", .. args]);
        Assert.Equal((2, $"plumb: '{args[^1]}' does not exist."), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task The_value_of_an_option_may_begin_with_a_dash()
    {
        var (code, _, error) = await RunAsync("tokens", "--model", "-x", "a");
        Assert.Equal(2, code);
        Assert.StartsWith("plumb: The model '-x' is unknown", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_explains_a_rule()
    {
        var (code, output, _) = await RunAsync("lint", "--explain", "T01");
        Assert.Equal(0, code);
        Assert.StartsWith("# T01 undefined-variable\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_prints_a_table_with_a_total()
    {
        Write("a.txt", "hello world");
        Write("b.txt", string.Concat(Enumerable.Repeat("hello world\n", 40)));
        Write("c.bin", "\0\0");
        Write(".gitignore", "c.bin\nignored.txt\n");
        Write("ignored.txt", "x");
        var (code, output, _) = await RunAsync("tokens", Path.Combine(folder, "a.txt"), Path.Combine(folder, "b.txt"));
        Assert.Equal(0, code);
        Assert.Equal("tokens  file\n     2  F/a.txt\n   120  F/b.txt\n   122  total, o200k_base\n", output.Replace(folder.Replace('\\', '/'), "F", StringComparison.Ordinal));

        (code, output, _) = await RunAsync("tokens", "--json", folder);
        Assert.Equal(0, code);
        Assert.DoesNotContain("ignored.txt", output, StringComparison.Ordinal);
        Assert.Contains("\"exact\": true", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_a_binary_file_are_an_error()
    {
        Write("c.bin", "\0\0");
        var (code, output, error) = await RunAsync("tokens", Path.Combine(folder, "c.bin"));
        Assert.Equal((2, ""), (code, output));
        Assert.EndsWith("is binary." + Environment.NewLine, error, StringComparison.Ordinal);
    }

    private string InFolder(string text) => text.Replace(folder.Replace('\\', '/'), "F", StringComparison.Ordinal);

    [Fact]
    public async Task Tokens_are_shown_as_a_tree()
    {
        Directory.CreateDirectory(Path.Combine(folder, "one", "two"));
        Write("one/two/a.txt", "hello world");
        Write("one/two/b.txt", "hello world again and again and again");
        Write("c.txt", "hello");
        var (code, output, _) = await RunAsync("tokens", "--tree", folder);
        Assert.Equal(0, code);
        var lines = InFolder(output).Split('\n');
        Assert.Equal("tokens   share  file", lines[0]);
        var shown = lines[1..^2].Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.EndsWith("/", shown[0], StringComparison.Ordinal);
        Assert.Equal(["9 90.0 % one/two/", "7 70.0 % b.txt", "2 20.0 % a.txt", "1 10.0 % c.txt"], shown[1..]);
        Assert.Equal("    10  total, o200k_base", lines[^2]);
    }

    [Fact]
    public async Task Tokens_over_the_budget_are_a_finding()
    {
        Write("a.txt", "hello world");
        var (code, output, error) = await RunAsync("tokens", "--budget", "1", Path.Combine(folder, "a.txt"));
        Assert.Equal((1, "plumb: 2 tokens are over the budget of 1."), (code, error.TrimEnd()));
        Assert.Contains("2  total", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("tokens", "--budget", "2", Path.Combine(folder, "a.txt"))).Code);
    }

    [Fact]
    public async Task Tokens_over_a_files_own_budget_are_a_finding()
    {
        Write("plumb.json", """{"tokens": {"budgets": {"prompts/long.md": 9, "prompts/**": 2}}}""");
        Directory.CreateDirectory(Path.Combine(folder, "prompts"));
        Write("prompts/a.md", "one two three");
        Write("prompts/long.md", "one two three");
        Write("other.md", "one two three four");
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            var (code, output, error) = await RunAsync("tokens", "--budgets", "--json");
            Assert.Equal((1, "plumb: 'prompts/a.md' has 3 tokens, 1 more than its budget of 2."), (code, error.TrimEnd()));
            using var json = System.Text.Json.JsonDocument.Parse(output);
            Assert.Equal(
                ["other.md ", "plumb.json ", "prompts/a.md 2", "prompts/long.md 9"],
                json.RootElement.GetProperty("files").EnumerateArray().Select(f => $"{f.GetProperty("path")} {(f.TryGetProperty("budget", out var budget) ? budget.ToString() : "")}"));
            Assert.Equal(0, (await RunAsync("tokens", "--budgets", "other.md")).Code);
            Assert.Equal(2, (await RunAsync("tokens", "--budgets", "--diff")).Code);
            Write("plumb.json", "{}");
            Assert.Equal(2, (await RunAsync("tokens", "--budgets")).Code);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Fact]
    public async Task A_users_tokenizer_model_counts_exactly()
    {
        // A vocabulary of an unknown piece, "a" and "b", without rules or marks for spaces.
        byte[] model = [.. Piece("<unk>", 2), .. Piece("a", 1), .. Piece("b", 1), 0x1A, 4, 0x18, 0, 0x20, 0];
        await File.WriteAllBytesAsync(Path.Combine(folder, "tokenizer.model"), model);
        Write("plumb.json", """{"tokens": {"models": [{"name": "house", "tokenizer": "tokenizer.model"}]}}""");
        Write("a.txt", "abba");
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            Assert.Equal("tokens  file\n     4  a.txt\n     4  total, tokenizer.model\n", (await RunAsync("tokens", "--model", "house", "a.txt")).Output);
            Write("tokenizer.model", "IQ== 0\nIg== 1\n");
            var (code, _, error) = await RunAsync("tokens", "--model", "house", "a.txt");
            Assert.Equal(2, code);
            Assert.Contains("in tiktoken's form", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }

        static byte[] Piece(string spelling, byte kind) => [0x0A, (byte)(spelling.Length + 4), 0x0A, (byte)spelling.Length, .. System.Text.Encoding.ASCII.GetBytes(spelling), 0x18, kind];
    }

    [Fact]
    public async Task Tokens_stop_at_the_limit()
    {
        for (var i = 0; i < 40; i++)
        {
            Write($"{i:00}.txt", "hello world");
        }

        var (code, output, _) = await RunAsync("tokens", "--limit", "5", "--json", folder);
        Assert.Equal(0, code);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal((6, 3, true), (json.RootElement.GetProperty("total").GetInt32(), json.RootElement.GetProperty("files").GetArrayLength(), json.RootElement.GetProperty("limited").GetBoolean()));
    }

    [Fact]
    public async Task Tokens_of_a_pattern_are_those_of_its_files()
    {
        Directory.CreateDirectory(Path.Combine(folder, "x", "y"));
        Write("x/y/a.md", "hello world");
        Write("x/b.md", "hello");
        Write("x/c.txt", "hello");
        var (code, output, _) = await RunAsync("tokens", folder + "/x/**/*.md");
        Assert.Equal(0, code);
        Assert.Equal("tokens  file\n     1  F/x/b.md\n     2  F/x/y/a.md\n     3  total, o200k_base\n", InFolder(output));
        Assert.Equal(2, (await RunAsync("tokens", folder + "/x/*.none")).Code);
    }

    [Fact]
    public async Task Tokens_for_a_model_show_its_window_and_cost()
    {
        Write("a.txt", string.Concat(Enumerable.Repeat("hello world\n", 1000)));
        var (_, output, _) = await RunAsync("tokens", "--model", "openai/gpt-4o", Path.Combine(folder, "a.txt"));
        Assert.EndsWith("3000  total, o200k_base, 2.3 % of the 128000 that openai/gpt-4o takes, 0.0075 USD\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_chat_messages_have_their_overhead()
    {
        Write("chat.json", """[{"role":"user","content":"hello world"}]""");
        var (_, output, _) = await RunAsync("tokens", "--chat", "--model", "gpt-4o", "--json", Path.Combine(folder, "chat.json"));
        Assert.Contains("\"total\": 9,", output, StringComparison.Ordinal);
        Write("chat.json", "no json");
        Assert.Equal(2, (await RunAsync("tokens", "--chat", "--model", "gpt-4o", Path.Combine(folder, "chat.json"))).Code);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        var (code, output, _) = await RunAsync("tokens", "--models");
        Assert.Equal(0, code);
        Assert.Matches("(?m)^gpt-4o  +o200k_base +128000 +16384 +2.5 +10 +1.25 +2026-07-02 +[0-9]+$", output);
        Assert.Contains($"the oldest of Plumb's rows as of {Tokens.ModelTable.BuiltIn.OldestAsOf}, the newest as of {Tokens.ModelTable.BuiltIn.AsOf}.", output, StringComparison.Ordinal);
        var number = System.Text.RegularExpressions.Regex.Match(output, "(?m)^gpt-4o .* ([0-9]+)$").Groups[1].Value;
        Assert.Contains($"\n{number,4}  {Tokens.ModelTable.BuiltIn.Find("gpt-4o")!.Source}\n", output, StringComparison.Ordinal);
        Assert.Matches("(?m)^claude-sonnet-4 +≈ o200k_base x 1.18", output);
        (_, output, _) = await RunAsync("tokens", "--models", "--json");
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal(json.RootElement.GetProperty("models").GetArrayLength(), Tokens.ModelTable.BuiltIn.Models.Count());
    }

    [Fact]
    public void Only_the_added_lines_of_a_diff_are_counted()
    {
        const string Diff = "diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n@@ -1,2 +1,2 @@\n-old\n-+++ b/no\n+new\n+++ b/yes\n@@ -9 +9 @@\n-x\n+last\n\\ No newline at end of file\ndiff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n";
        Assert.Equal([("a b", "new\n++ b/yes\nlast")], Cli.Commands.GitDiff.Parse(Diff));
    }

    private void Write(string name, string text) => File.WriteAllBytes(Path.Combine(folder, name), System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
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
}
