using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Plumb.Embedders.Tests.Onnx;

namespace Plumb.EndToEnd.Tests;

/// <summary>Embedders as they are chosen, downloaded and used by the binary.</summary>
public sealed class EmbedderCommandsTests : IDisposable
{
    private static readonly string[] Words = ["[PAD]", "[UNK]", "beacon", "beacons", "retry", "retried", "backoff", "keeper", "lit", "dark"];

    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_model_is_pulled_chosen_used_and_removed()
    {
        var files = StaticModel();
        await using var server = new FileServer(files);
        var hashes = files.SelectMany(f => new[] { "--sha256", $"{f.Key}={Convert.ToHexStringLower(SHA256.HashData(f.Value))}" });
        var pulled = await fixture.RunAsync(["model", "pull", "tiny", "--from", server.Address + "/m", .. hashes]);
        Assert.True(pulled.ExitCode == 0, pulled.Errors);
        Assert.Contains("'plumb model use tiny'", pulled.Output, StringComparison.Ordinal);
        Assert.Equal("built-in", (await fixture.RunJsonAsync("model", "list")).GetProperty("chosen").GetString());

        Assert.Equal(0, (await fixture.RunAsync("model", "use", "tiny")).ExitCode);
        await fixture.RunJsonAsync("index");
        var status = await fixture.RunJsonAsync("status");
        Assert.StartsWith("model2vec:tiny@", status.GetProperty("embedder").GetString(), StringComparison.Ordinal);
        Assert.Equal(status.GetProperty("chosenEmbedder").GetString(), status.GetProperty("embedder").GetString());
        Assert.Equal("README.md", (await fixture.SearchAsync("retried backoff dark", "--mode", "vectors"))[0]);

        Assert.Equal(0, (await fixture.RunAsync("model", "remove", "tiny")).ExitCode);
        AssertError(await fixture.RunAsync("search", "beacon"), "'tiny'");
        Assert.Contains("'tiny'", (await fixture.RunJsonAsync("status")).GetProperty("embedderProblem").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await fixture.RunAsync("model", "use", "built-in")).ExitCode);
        Assert.NotEmpty(await fixture.SearchAsync("beacon"));
    }

    [Fact]
    public async Task Nothing_unverified_comes_without_being_accepted()
    {
        await using var server = new FileServer(StaticModel());
        AssertError(await fixture.RunAsync("model", "pull", "tiny", "--from", server.Address), "--accept-unverified");
        AssertError(await fixture.RunAsync("model", "pull", "potion-base-8M"), "--accept-unverified");
        Assert.Equal(0, server.Connections);
        var accepted = await fixture.RunAsync("model", "pull", "tiny", "--from", server.Address, "--accept-unverified");
        Assert.Contains("Trusted as they came", accepted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspaces_own_files_switch_nothing_on()
    {
        await using var server = new FileServer(new Dictionary<string, byte[]>());
        var endpoint = $$$"""{"embedder":{"use":"endpoint","endpoint":{"url":"{{{server.Address}}}/v1","model":"m"}},"plumb.embedder":"endpoint"}""";
        foreach (var path in new[] { "settings.json", ".vscode/settings.json", ".plumb/settings.json", "plumb/settings.json", "plumb.json" })
        {
            fixture.Write(path, endpoint);
        }

        fixture.Write(".env", $"PLUMB_EMBEDDER=endpoint\nPLUMB_EMBEDDER_ENDPOINT={server.Address}/v1\nPLUMB_EMBEDDER_MODEL=m\n");
        await fixture.RunJsonAsync("index");
        Assert.NotEmpty(await fixture.SearchAsync("beacon"));
        var status = await fixture.RunJsonAsync("status");
        Assert.False(status.TryGetProperty("chosenEmbedder", out _));
        Assert.Equal(0, server.Connections);

        // Nor does a folder with the name of the model that the user chose.
        foreach (var (name, content) in StaticModel())
        {
            fixture.Write("tiny/" + name, content);
        }

        fixture.Environment["PLUMB_EMBEDDER"] = "tiny";
        AssertError(await fixture.RunAsync("search", "beacon"), "not on this machine");
    }

    [Theory]
    [InlineData("no-such-model", "'plumb model list'")]
    [InlineData("potion-base-2M", "'plumb model pull potion-base-2M'")]
    [InlineData("./relative", "absolute")]
    [InlineData("/no/such/folder", "/no/such/folder")]
    [InlineData("https://example.org/v1", "PLUMB_EMBEDDER_ENDPOINT")]
    [InlineData("endpoint", "PLUMB_EMBEDDER_ENDPOINT is not set")]
    public async Task A_bad_choice_is_one_sentence(string choice, string told)
    {
        fixture.Environment["PLUMB_EMBEDDER"] = choice;
        AssertError(await fixture.RunAsync("index"), told);
        AssertError(await fixture.RunAsync("search", "beacon"), told);
    }

    [Fact]
    public async Task A_missing_onnx_runtime_says_where_it_belongs()
    {
        fixture.Write("../model/model.onnx", [1]).Write("../model/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
        fixture.Environment["PLUMB_EMBEDDER"] = Path.GetFullPath(fixture.At("../model"));
        fixture.Environment["PLUMB_ONNXRUNTIME"] = fixture.At("nowhere.so");
        AssertError(await fixture.RunAsync("search", "beacon"), "PLUMB_ONNXRUNTIME");
        fixture.Environment["PLUMB_ONNXRUNTIME"] = fixture.At("README.md");
        AssertError(await fixture.RunAsync("search", "beacon"), "cannot be loaded");
    }

    [Fact]
    public async Task An_onnx_model_runs_in_the_binary()
    {
        // Two words, an axis each: what vectors alone find says that the model ran.
        float[][] table = [[0, 0, 0], [0, 0, 0.1f], [0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 1, 0]];
        fixture.Write("../model/model.onnx", OnnxBytes.Model(table, ["attention_mask", "token_type_ids"])).Write("../model/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nextinguish\nexponential\n");
        fixture.Environment["PLUMB_ONNXRUNTIME"] = Directory.EnumerateFiles(
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier), "*onnxruntime.*", SearchOption.AllDirectories).Single(f => Path.GetExtension(f) is ".so" or ".dylib" or ".dll");
        var used = await fixture.RunAsync("model", "use", Path.GetFullPath(fixture.At("../model")));
        Assert.True(used.ExitCode == 0, used.Errors);
        await fixture.RunJsonAsync("index");
        Assert.StartsWith("onnx:model@", (await fixture.RunJsonAsync("status")).GetProperty("embedder").GetString(), StringComparison.Ordinal);
        Assert.Equal("README.md", (await fixture.SearchAsync("exponential", "--mode", "vectors"))[0]);
        Assert.Equal("src/beacon.py", (await fixture.SearchAsync("extinguish", "--mode", "vectors"))[0]);
    }

    [Theory]
    [InlineData("model", "use", "nope")]
    [InlineData("model", "use", "built-in", "--url", "http://127.0.0.1:9", "--model", "m")]
    [InlineData("model", "use", "endpoint", "--url", "http://127.0.0.1:9")]
    [InlineData("model", "remove", "nope")]
    [InlineData("model", "remove", "../stores")]
    [InlineData("model", "pull", "nope")]
    [InlineData("model", "pull", "x", "--from", "http://192.0.2.1/")]
    [InlineData("model", "nonsense")]
    [InlineData("model")]
    public async Task A_usage_error_is_one_sentence(params string[] arguments) => AssertError(await fixture.RunAsync(arguments), "");

    private static void AssertError(RunResult result, string told)
    {
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("plumb: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(told, result.Errors, StringComparison.Ordinal);
    }

    // Each word has an axis of its own; word forms share one.
    private static Dictionary<string, byte[]> StaticModel()
    {
        const int dimension = 8;
        var rows = new byte[Words.Length * dimension * sizeof(float)];
        for (var i = 0; i < Words.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(rows.AsSpan(((i * dimension) + (i / 2 % dimension)) * sizeof(float)), 1);
        }

        var header = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"embeddings":{"dtype":"F32","shape":[{{Words.Length}},{{dimension}}],"data_offsets":[0,{{rows.Length}}]} }"""));
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        var vocabulary = string.Join(',', Words.Select((word, id) => $"\"{word}\":{id}"));
        return new Dictionary<string, byte[]>
        {
            ["config.json"] = "{}"u8.ToArray(),
            ["tokenizer.json"] = Encoding.UTF8.GetBytes($$$"""{"normalizer":{"type":"BertNormalizer"},"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","vocab":{ {{{vocabulary}}} } } }"""),
            ["model.safetensors"] = [.. length, .. header, .. rows],
        };
    }
}
