using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

/// <summary>The language server over a pipe that says everything at once and then ends.</summary>
public sealed class LanguageServerPipeTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_burst_of_messages_is_answered_before_the_end(bool exits)
    {
        const int reads = 20;
        var burst = new StringBuilder();
        Say("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}""");
        Say("""{"jsonrpc":"2.0","method":"initialized","params":{}}""");
        Say("""{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a","languageId":"markdown","version":1,"text":"# One\n\n# Two\n"}}}""");
        for (var i = 0; i < reads; i++)
        {
            Say($$$$"""{"jsonrpc":"2.0","id":{{{{i + 2}}}},"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"untitled:a"}}}""");
        }

        Say($$"""{"jsonrpc":"2.0","id":{{reads + 2}},"method":"shutdown"}""");
        if (exits)
        {
            Say("""{"jsonrpc":"2.0","method":"exit"}""");
        }

        var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "lsp");
        await process.StandardInput.WriteAsync(burst.ToString());
        var result = await PlumbProcess.FinishAsync(process);
        Assert.Equal(0, result.ExitCode);
        var answers = ReadMessages(result.Output).Where(m => m.TryGetProperty("id", out _) && !m.TryGetProperty("method", out _)).ToList();
        Assert.Equal(Enumerable.Range(1, reads + 2), answers.Select(m => m.GetProperty("id").GetInt32()).Order());
        Assert.All(answers, m => Assert.True(m.TryGetProperty("result", out _), m.ToString()));

        void Say(string body) => burst.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    [Theory]
    [InlineData("hello world\n")]
    [InlineData("hello world")]
    public async Task An_input_without_messages_is_told(string input)
    {
        var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "lsp");
        await process.StandardInput.WriteAsync(input);
        var result = await PlumbProcess.FinishAsync(process);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Content-Length", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>Throws where a header has no body. All of it is ASCII.</summary>
    private static List<JsonElement> ReadMessages(string output)
    {
        var messages = new List<JsonElement>();
        for (var at = 0; at < output.Length;)
        {
            const string header = "Content-Length: ";
            Assert.Equal(header, output.Substring(at, header.Length));
            var end = output.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
            var length = int.Parse(output.AsSpan(at + header.Length, end - at - header.Length), CultureInfo.InvariantCulture);
            messages.Add(JsonDocument.Parse(output.Substring(end + 4, length)).RootElement.Clone());
            at = end + 4 + length;
        }

        return messages;
    }
}
