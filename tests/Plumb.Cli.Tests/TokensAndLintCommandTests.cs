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
        var (code, output, _) = await RunAsync("lint", "--format", "json", Path.Combine(folder, "a.prompty"));
        Assert.Equal(1, code);
        Assert.Equal(
            """[{"path":"F/a.prompty","startLine":5,"startColumn":3,"endLine":5,"endColumn":4,"code":"T01","rule":"undefined-variable","severity":"error","message":"'x' is not declared."}]""",
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
    [InlineData("a command is missing: lsp, index, search, ask, map, status, eval, model, tokens, lint. See 'plumb --help'.")]
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
