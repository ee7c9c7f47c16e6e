using System.Diagnostics;
using System.Text.Json;

namespace Plumb.Cli.Tests;

/// <summary>Runs <c>plumb tokens</c> in a folder of its own; console and current folder are shared, so one after the other.</summary>
[Collection("Console")]
public sealed class TokensCommandTests : IDisposable
{
    private readonly string before = Directory.GetCurrentDirectory();
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-tokens-").FullName;

    public TokensCommandTests() => Directory.SetCurrentDirectory(folder);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_named_twice_is_counted_once()
    {
        Write("src/a/x.cs", "hello world");
        Write("src/b.cs", "hello");
        var (_, output, _) = await RunAsync("tokens", "src", "src/a/x.cs", "./src/a/x.cs", "src/**/*.cs");
        Assert.Equal(3, output.Split('\n').Count(line => line.Contains(".cs", StringComparison.Ordinal) || line.Contains("3  total", StringComparison.Ordinal)));
        Assert.Contains("3  total", output, StringComparison.Ordinal);

        // What is named and cannot be counted is an error, be it found in a folder as well.
        Write("src/c.bin", "\0\0");
        Assert.Contains("'src/c.bin' is binary.", (await RunAsync("tokens", "src", "src/c.bin")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_folder_holds_and_is_not_counted_is_told()
    {
        Write("src/a.cs", "hello");
        Write("src/b.bin", "\0\0");
        Write(".gitignore", "out/");
        Write("out/c.bin", "\0\0");
        Assert.Equal("plumb: left out: 1 binary file (src/b.bin).", (await RunAsync("tokens")).Error.Trim());
        for (var i = 0; i < 4; i++)
        {
            Write($"src/{i}.bin", "\0\0");
        }

        Assert.Equal("plumb: left out: 5 binary files (src/0.bin, src/1.bin, src/2.bin, ...).", (await RunAsync("tokens", "src", ".")).Error.Trim());
        Assert.Equal("", (await RunAsync("tokens", "**/*.cs")).Error);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write("odd/new\nline.md", "hello");
        Write("odd/red\u001b[31m.txt", "hello");
        File.CreateSymbolicLink("odd/gone.md", "nowhere");
        Assert.Equal(
            "plumb: left out: 1 that cannot be read (odd/gone.md); 2 with names that no terminal can show (odd/new\uFFFDline.md, odd/red\uFFFD[31m.txt).",
            (await RunAsync("tokens", "odd")).Error.Trim());
        Assert.Equal("plumb: left out: 1 with a name that no terminal can show (odd/red\uFFFD[31m.txt).", (await RunAsync("tokens", "src/*.cs", "odd/{*.txt,../src/a.cs}")).Error.Trim());

        // Named itself such a file is counted, and does not write to the terminal what it likes.
        var (code, output, error) = await RunAsync("tokens", "odd/new\nline.md", "odd/red\u001b[31m.txt");
        Assert.Equal((0, "tokens  file\n     1  odd/new\uFFFDline.md\n     1  odd/red\uFFFD[31m.txt\n     2  total, o200k_base\n", ""), (code, output.ReplaceLineEndings("\n"), error));
        (code, _, error) = await RunAsync("tokens", "odd/gone.md");
        Assert.Equal(2, code);
        Assert.Matches("^plumb: 'odd/gone.md' cannot be read: [^\n]+[^.]\\.\n$", error);
    }

    [Fact]
    public async Task Patterns_may_hold_braces_and_sets()
    {
        Write("src/a/x.cs", "hello");
        Write("src/b/y.cs", "hello");
        Write("src/c/z.cs", "hello");
        Assert.Equal(["src/a/x.cs", "src/b/y.cs"], await FilesAsync("src/{a,b}/*.cs"));
        Assert.Equal(["src/a/x.cs", "src/c/z.cs"], await FilesAsync("src/{a/x,c/z}.cs"));
        Assert.Equal(["src/a/x.cs", "src/b/y.cs"], await FilesAsync("src/[ab]/*.cs"));
        Assert.Equal(["src/a/x.cs"], await FilesAsync("src/{a,none}/*"));
        Assert.Equal((2, "", "plumb: No file matches 'src/{d,e}/*.cs'."), Trimmed(await RunAsync("tokens", "src/{d,e}/*.cs")));

        async Task<IEnumerable<string>> FilesAsync(string pattern)
        {
            using var json = JsonDocument.Parse((await RunAsync("tokens", "--json", pattern)).Output);
            return [.. json.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()!)];
        }
    }

    [Fact]
    public async Task The_tree_is_in_the_json()
    {
        Write("one/two/a.txt", "hello world");
        Write("one/b.txt", "hello world and more");
        Write("c.txt", "hello");
        using var json = JsonDocument.Parse((await RunAsync("tokens", "--tree", "--json", ".")).Output);
        Assert.Equal(3, json.RootElement.GetProperty("files").GetArrayLength());
        Assert.Equal([" 7 3", "one 6 2", "one/b.txt 4 1", "one/two 2 1", "one/two/a.txt 2 1", "c.txt 1 1"], Walk(json.RootElement.GetProperty("tree")));
        Assert.DoesNotContain("\"tree\"", (await RunAsync("tokens", "--json", ".")).Output, StringComparison.Ordinal);

        static IEnumerable<string> Walk(JsonElement node) =>
            [$"{node.GetProperty("path")} {node.GetProperty("tokens")} {node.GetProperty("files")}", .. node.TryGetProperty("children", out var children) ? children.EnumerateArray().SelectMany(Walk) : []];
    }

    [Fact]
    public async Task Budgets_are_those_of_the_repository_in_its_subfolders()
    {
        Git("init", "-q");
        Write("plumb.json", """{"tokens": {"budgets": {"prompts/*.md": 2}}}""");
        Write("prompts/a.md", "one two three");
        Write("prompts/deep/b.md", "one two three");
        Directory.SetCurrentDirectory(Path.Combine(folder, "prompts"));
        var (code, _, error) = await RunAsync("tokens", "--budgets");
        Assert.Equal((1, "plumb: 'a.md' has 3 tokens, 1 more than its budget of 2."), (code, error.TrimEnd()));

        // Not beyond the repository.
        Git("init", "-q", "deep");
        Directory.SetCurrentDirectory(Path.Combine(folder, "prompts", "deep"));
        Assert.Equal(2, (await RunAsync("tokens", "--budgets")).Code);
    }

    [Fact]
    public async Task A_diff_of_the_working_tree_holds_untracked_files_and_plain_names()
    {
        Git("init", "-q");
        Write("kept.txt", "hello\n");
        Write("say \"hi\"\tä.txt", "hello\n");
        Write(".gitignore", "*.log\n");

        // Before the first commit all is added.
        Git("add", ".");
        Assert.Equal([".gitignore", "kept.txt", "say \"hi\"\tä.txt"], await AddedAsync("--diff"));
        Git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x");
        Assert.Empty(await AddedAsync("--diff"));

        Write("kept.txt", "hello\nhello world\n");
        Write("say \"hi\"\tä.txt", "hello\nmore\n");
        Write("sub/new.md", "hello world again");
        Write("sub/noise.log", "hello");
        Write("sub/picture.bin", "\0\0");
        Assert.Equal(["kept.txt", "say \"hi\"\tä.txt", "sub/new.md"], await AddedAsync("--diff"));
        Assert.Equal(["kept.txt", "say \"hi\"\tä.txt"], await AddedAsync("--diff=HEAD"));
        Assert.Equal(["sub/new.md"], await AddedAsync("sub", "--diff"));
        Assert.Equal((2, "", "plumb: --diff takes a commit or a range, and 'sub' is a path: write paths before --diff."), Trimmed(await RunAsync("tokens", "--diff", "sub")));
        Directory.SetCurrentDirectory(Path.Combine(folder, "sub"));
        Assert.Equal(["kept.txt", "say \"hi\"\tä.txt", "sub/new.md"], await AddedAsync("--diff"));
        Assert.Equal(["sub/new.md"], await AddedAsync("new.md", "--diff"));

        async Task<IEnumerable<string>> AddedAsync(params string[] args)
        {
            var (code, output, error) = await RunAsync(["tokens", "--json", .. args]);
            Assert.Equal((0, ""), (code, error));
            using var json = JsonDocument.Parse(output);
            return [.. json.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()!).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task A_diff_outside_of_a_repository_is_told() =>
        Assert.Equal((2, "", "plumb: --diff needs a git repository, and the current folder is in none: go into one, or name files to count."), Trimmed(await RunAsync("tokens", "--diff")));

    [Fact]
    public async Task A_wrong_row_is_named_once_with_its_file()
    {
        Write("plumb.json", """{"tokens": {"models": [{"name": "house", "encoding": "o200k_base"}, {"name": "hut", "contextWindow": "many"}]}}""");
        Write("a.txt", "hello");
        var (code, _, error) = await RunAsync("tokens", "a.txt");
        Assert.Equal((0, $"plumb: {Path.Combine(Directory.GetCurrentDirectory(), "plumb.json")}: tokens.models[1] ('hut'): the field 'contextWindow' has to be a whole number."), (code, error.TrimEnd()));
    }

    [Fact]
    public async Task A_file_that_is_no_tokenizer_is_named()
    {
        Write("plumb.json", """{"tokens": {"models": [{"name": "house", "tokenizer": "notes.txt"}]}}""");
        Write("notes.txt", "These are notes.\n");
        Write("a.txt", "hello");
        var (code, output, error) = await RunAsync("tokens", "--model", "house", "a.txt");
        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"plumb: The tokenizer '{Path.Combine(Directory.GetCurrentDirectory(), "notes.txt")}' cannot be used: it is plain text, and neither a tokenizer.json nor a SentencePiece tokenizer.model.", error.TrimEnd());
    }

    [Fact]
    public async Task A_chat_with_images_and_tools_is_an_estimate_that_says_so()
    {
        Write("chat.json", """{"messages":[{"role":"user","content":[{"type":"text","text":"hello world"},{"type":"image_url","image_url":{"url":"x"}}]}],"tools":[{"name":"f"}]}""");
        var (code, output, error) = await RunAsync("tokens", "--chat", "--json", "--model", "gpt-4o", "chat.json");
        Assert.Equal((0, "plumb: 'chat.json' holds 1 image that the count leaves out: the tokens depend on the size."), (code, error.TrimEnd()));
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.False(root.GetProperty("exact").GetBoolean());
        Assert.True(root.GetProperty("low").GetInt32() < root.GetProperty("total").GetInt32());
        Assert.False(root.TryGetProperty("high", out _));
        Assert.Matches("tool definitions.*; images are not counted", root.GetProperty("method").GetString());
        Assert.Matches("(?m)^ +≈[0-9]+  chat.json\n +≈[0-9]+  total, o200k_base estimate: at least [0-9]+ \\(tool definitions", (await RunAsync("tokens", "--chat", "--model", "gpt-4o", "chat.json")).Output);
    }

    [Fact]
    public async Task A_chat_without_a_known_overhead_says_so()
    {
        Write("chat.json", """[{"role":"user","content":"hello world"}]""");
        var (_, output, error) = await RunAsync("tokens", "--chat", "--json", "chat.json");
        Assert.Equal("", error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal((false, 2, 2, 10), (json.RootElement.GetProperty("exact").GetBoolean(), json.RootElement.GetProperty("total").GetInt32(), json.RootElement.GetProperty("low").GetInt32(), json.RootElement.GetProperty("high").GetInt32()));
        Assert.Contains("no model is named", json.RootElement.GetProperty("method").GetString(), StringComparison.Ordinal);
        Assert.Contains("total, o200k_base estimate: 2 to 10 (without what the provider adds to each message: no model is named)", (await RunAsync("tokens", "--chat", "chat.json")).Output, StringComparison.Ordinal);
        Assert.Contains("which is not known", (await RunAsync("tokens", "--chat", "--model", "claude-sonnet-4", "chat.json")).Output, StringComparison.Ordinal);
        Assert.Contains("\"exact\": true", (await RunAsync("tokens", "--chat", "--json", "--model", "gpt-4o", "chat.json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_chat_is_named()
    {
        Write("chat.json", "{}");
        var (code, output, error) = await RunAsync("tokens", "--chat", "chat.json");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("plumb: --chat cannot read 'chat.json': it is no JSON list of messages", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Trimmed((int Code, string Output, string Error) result) => (result.Code, result.Output, result.Error.TrimEnd());

    private static void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

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
