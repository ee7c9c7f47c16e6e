using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Plumb.Embedders.Hub;
using Plumb.Embedders.Tests.Support;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Tests.Hub;

public sealed class ModelPullerTests : IDisposable
{
    private const string Weights = "model.safetensors";

    private static readonly string[] Files = ["config.json", "tokenizer.json", Weights];

    private readonly Folder home = new();
    private readonly ConcurrentDictionary<string, byte[]> content = new(StringComparer.Ordinal);
    private readonly JumpingTime time = new(TimeSpan.FromMinutes(10));

    public ModelPullerTests()
    {
        content["config.json"] = "{}"u8.ToArray();
        content["tokenizer.json"] = """{"model":{}}"""u8.ToArray();
        content[Weights] = [.. Enumerable.Range(0, 600_000).Select(i => (byte)(i * 31 % 251))];
    }

    private string Part => home.At($"models/.partial/test/{Weights}.part");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_model_comes_whole_and_with_progress()
    {
        await using var server = Serve();
        var seen = new Seen();
        var report = await PullAsync(Request(server), seen);
        Assert.Equal(home.At("models/test"), report.Folder);
        Assert.Empty(report.Unverified);
        Assert.Equal(content.Values.Sum(c => c.Length), report.Bytes);
        Assert.All(Files, file => Assert.Equal(content[file], File.ReadAllBytes(Path.Combine(report.Folder, file))));
        Assert.Equal(Files.Order(StringComparer.Ordinal), Directory.EnumerateFiles(report.Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(home.At("models/.partial/test")));
        Assert.Equal(new PullProgress(Weights, 600_000, 600_000), seen.All[^1]);
        Assert.Equal([("test", report.Bytes)], new ModelFolder(home.Root).List());
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_from_where_it_stopped()
    {
        var cuts = 2;
        await using var server = Serve(cut: file => file == Weights && cuts-- > 0 ? 100_000 : null);
        var report = await PullAsync(Request(server));
        Assert.Equal(content[Weights], File.ReadAllBytes(Path.Combine(report.Folder, Weights)));
        var ranges = server.Requests.Where(r => r.Path.EndsWith(Weights, StringComparison.Ordinal)).Select(r => (r.Header("Range"), r.Header("If-Range"))).ToList();
        Assert.Equal([(null, null), ("bytes=100000-", "\"v1\""), ("bytes=200000-", "\"v1\"")], ranges);
    }

    [Fact]
    public async Task The_next_pull_goes_on_from_where_a_cancelled_one_stopped()
    {
        using var cancel = new CancellationTokenSource();
        await using (var stuck = Serve(cut: file => file == Weights ? 250_000 : null, stay: true))
        {
            var stop = new Seen(p =>
            {
                if (p is { File: Weights, Bytes: 250_000 })
                {
                    cancel.Cancel();
                }
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(Request(stuck), stop, cancel.Token));
        }

        Assert.Equal(250_000, new FileInfo(Part).Length);
        Assert.Null(new ModelFolder(home.Root).Find("test"));

        await using var server = Serve();
        var report = await PullAsync(Request(server));
        Assert.Equal(content[Weights], File.ReadAllBytes(Path.Combine(report.Folder, Weights)));
        Assert.Equal(["bytes=2-", "bytes=12-", "bytes=250000-"], server.Requests.Select(r => r.Header("Range")));
    }

    [Fact]
    public async Task A_part_of_another_version_is_not_gone_on_with()
    {
        home.Write($"models/.partial/test/{Weights}.part", new byte[1000]);
        home.Write($"models/.partial/test/{Weights}.part.etag", "\"v0\"");
        await using var server = Serve();
        var report = await PullAsync(Request(server));
        Assert.Equal("\"v0\"", server.Requests.Last().Header("If-Range"));
        Assert.Equal(content[Weights], File.ReadAllBytes(Path.Combine(report.Folder, Weights)));
    }

    [Fact]
    public async Task A_server_that_keeps_cutting_is_told_of_and_what_came_is_kept()
    {
        await using var server = Serve(cut: file => file == Weights ? 10_000 : null);
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server)));
        Assert.Contains("40000 bytes are kept", error.Message, StringComparison.Ordinal);
        Assert.Equal(40_000, new FileInfo(Part).Length);
    }

    [Fact]
    public async Task A_wrong_hash_is_deleted_and_nothing_is_installed()
    {
        await using var server = Serve();
        var request = Request(server);
        content[Weights][300_000] ^= 1;
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(request));
        Assert.Contains(Hash(Weights), error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Part));
        Assert.Null(new ModelFolder(home.Root).Find("test"));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_of_at_once()
    {
        await using var server = Serve();
        content.TryRemove("tokenizer.json", out _);
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server) with { Sha256 = new Dictionary<string, string>(), AcceptUnverified = true }));
        Assert.EndsWith("tokenizer.json answered with HTTP 404.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_busy_server_is_tried_again()
    {
        var busy = 2;
        await using var server = Serve(status: _ => busy-- > 0 ? 503 : null);
        await PullAsync(Request(server));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Redirects_are_followed_and_the_commit_of_the_first_answer_holds_for_all_files()
    {
        var commit = new string('a', 39) + "1";
        await using var store = Serve();
        await using var hub = new LoopbackServer((request, stream) =>
            LoopbackServer.AnswerAsync(stream, 302, "", $"Location: {store.Address}/store/{request.Path.Split('/')[^1]}", $"X-Repo-Commit: {commit}"));
        var report = await PullAsync(Request(store) with { Source = hub.Address + "/repo/resolve/{revision}/{file}" });
        Assert.Equal(commit, report.Revision);
        Assert.Equal(["/repo/resolve/main/config.json", $"/repo/resolve/{commit}/tokenizer.json", $"/repo/resolve/{commit}/{Weights}"], hub.Requests.Select(r => r.Path));

        // And for every later pull.
        await PullAsync(Request(store) with { Source = hub.Address + "/repo/resolve/{revision}/{file}" });
        Assert.Equal($"/repo/resolve/{commit}/config.json", hub.Requests.ElementAt(3).Path);
    }

    [Theory]
    [InlineData("http://203.0.113.7/model")]
    [InlineData("ftp://127.0.0.1/model")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_out_of_https_is_not_followed(string location)
    {
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.AnswerAsync(stream, 302, "", $"Location: {location}"));
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server)));
        Assert.Contains("does not follow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_in_circles_ends()
    {
        await using var server = new LoopbackServer((request, stream) => LoopbackServer.AnswerAsync(stream, 307, "", $"Location: {request.Path}"));
        await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server)));
        Assert.Equal(11, server.Requests.Count);
    }

    [Fact]
    public async Task A_full_disk_is_told_of()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Part)!);
        File.CreateSymbolicLink(Part, "/dev/full");
        await using var server = Serve();
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server)));
        Assert.Contains("cannot be written: No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_of()
    {
        Directory.CreateDirectory(Part);
        await using var server = Serve();
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server)));
        Assert.StartsWith(Part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_for_before_unverified_files_are_accepted()
    {
        await using var server = Serve();
        var request = Request(server) with { Sha256 = new Dictionary<string, string> { [Weights] = Hash(Weights) } };
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(request));
        Assert.Contains("config.json, tokenizer.json of test", error.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-unverified", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task What_was_accepted_once_is_verified_ever_after()
    {
        await using var server = Serve();
        var request = Request(server) with { Sha256 = new Dictionary<string, string>(), AcceptUnverified = true };
        Assert.Equal(Files, (await PullAsync(request)).Unverified);
        Assert.True(new ModelFolder(home.Root).Remove("test"));
        Assert.False(new ModelFolder(home.Root).Remove("test"));

        // No flag is needed any more, and none helps another file.
        Assert.Empty((await PullAsync(request with { AcceptUnverified = false })).Unverified);
        content[Weights] = [1, 2, 3];
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(request));
        Assert.Contains("instead of", error.Message, StringComparison.Ordinal);

        // The model that was there still is.
        Assert.Equal(600_000, new FileInfo(home.At("models/test/" + Weights)).Length);
    }

    [Fact]
    public async Task Two_pulls_of_one_model_at_once_are_told_apart()
    {
        await using var server = Serve(cut: file => file == Weights ? 250_000 : null, stay: true);
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var first = PullAsync(Request(server), new Seen(_ => begun.TrySetResult()), cancel.Token);
        await begun.Task;
        var error = await Assert.ThrowsAsync<EmbedderException>(() => PullAsync(Request(server)));
        Assert.Contains("another plumb process is pulling this model", error.Message, StringComparison.Ordinal);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Theory]
    [InlineData("../evil", null)]
    [InlineData(".hidden", null)]
    [InlineData("a/b", null)]
    [InlineData("", null)]
    [InlineData("no-such-model", null)]
    [InlineData("mine", "http://203.0.113.7/model")]
    [InlineData("mine", "not an address")]
    public void A_name_or_address_that_is_none_is_refused(string name, string? from) =>
        Assert.Throws<EmbedderException>(() => PullRequest.Create(name, from, [], [], acceptUnverified: true));

    [Theory]
    [InlineData("../../x")]
    [InlineData("/etc/x")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    public void A_file_outside_of_the_model_is_refused(string file) =>
        Assert.Throws<EmbedderException>(() => PullRequest.Create("mine", "https://example.org/model", [], [file], acceptUnverified: true));

    [Fact]
    public void Hashes_are_read_with_and_without_their_file()
    {
        var hash = new string('0', 63) + "F";
        var request = PullRequest.Create("mine", "https://example.org/model/", [hash, "config.json=" + hash], [], acceptUnverified: false);
        Assert.Equal("https://example.org/model/{file}", request.Source);
        Assert.Equal([("config.json", hash.ToLowerInvariant()), (Weights, hash.ToLowerInvariant())], request.Sha256.Select(h => (h.Key, h.Value)).Order());
        Assert.Throws<EmbedderException>(() => PullRequest.Create("mine", "https://example.org/model/", ["abc"], [], acceptUnverified: false));
        Assert.Throws<EmbedderException>(() => PullRequest.Create("mine", "https://example.org/model/", ["other.bin=" + hash], [], acceptUnverified: false));
    }

    [Fact]
    public void The_table_claims_no_hash_that_is_none()
    {
        Assert.True(PublishedModel.All.Count >= 7);
        Assert.All(PublishedModel.All, model =>
        {
            var request = PullRequest.Create(model.Name, null, [], [], acceptUnverified: true);
            Assert.StartsWith("https://", request.Source, StringComparison.Ordinal);
            Assert.All(model.Hashes.Values, hash => Assert.Equal(64, hash.Count(char.IsAsciiHexDigitLower)));
            Assert.True(model is { Licence.Length: > 0, Megabytes: > 0 });
        });
    }

    private static PullRequest RequestFor(string address, IReadOnlyDictionary<string, string> hashes) =>
        new("test", address + "/{file}", null, Files, hashes, AcceptUnverified: false);

    private string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(content[file]));

    private PullRequest Request(LoopbackServer server) => RequestFor(server.Address, Files.Where(content.ContainsKey).ToDictionary(f => f, Hash));

    private async Task<PullReport> PullAsync(PullRequest request, IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var puller = new ModelPuller(new ModelFolder(home.Root), time);
        return await puller.PullAsync(request, progress, cancellation);
    }

    // Serves the files with ranges and an ETag; may cut an answer short, or stay silent instead of closing.
    private LoopbackServer Serve(Func<string, int?>? cut = null, bool stay = false, Func<string, int?>? status = null) => new(async (request, stream) =>
    {
        var file = request.Path.Split('/')[^1];
        var failure = status?.Invoke(file);
        if (failure is not null || !content.TryGetValue(file, out var bytes))
        {
            await LoopbackServer.AnswerAsync(stream, failure ?? 404, "");
            return;
        }

        var from = request.Header("Range") is { } range && request.Header("If-Range") == "\"v1\"" ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        if (from >= bytes.Length)
        {
            await LoopbackServer.AnswerAsync(stream, 416, "", $"Content-Range: bytes */{bytes.Length}");
            return;
        }

        await LoopbackServer.HeadAsync(stream, from > 0 ? 206 : 200, bytes.Length - from, "ETag: \"v1\"", $"Content-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}");
        var count = Math.Min(cut?.Invoke(file) ?? int.MaxValue, bytes.Length - from);
        await stream.WriteAsync(bytes.AsMemory(from, count));
        if (stay && count < bytes.Length - from)
        {
            await Task.Delay(Timeout.Infinite);
        }
    });

    private sealed class Seen(Action<PullProgress>? onReport = null) : IProgress<PullProgress>
    {
        public List<PullProgress> All { get; } = [];

        public void Report(PullProgress value)
        {
            All.Add(value);
            onReport?.Invoke(value);
        }
    }
}
