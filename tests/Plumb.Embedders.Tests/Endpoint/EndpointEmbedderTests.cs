using System.Text.Json;
using Plumb.Embedders.Endpoint;
using Plumb.Embedders.Tests.Support;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Tests.Endpoint;

public sealed class EndpointEmbedderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly JumpingTime time = new(Patience / 2);

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_and_have_length_one()
    {
        await using var server = Answering(inputs => Vectors(inputs, reversed: true));
        using var embedder = await OpenAsync(server, s => s with { ApiKey = "key-from-the-environment" });
        var vectors = await EmbedAsync(embedder, "a", "bb", "ccc");
        Assert.Equal(3, embedder.Dimension);
        for (var i = 0; i < 3; i++)
        {
            var length = MathF.Sqrt(((i + 1) * (i + 1)) + 5);
            Assert.Equal([(i + 1) / length, 1 / length, 2 / length], vectors[i], (a, b) => Math.Abs(a - b) < 1e-5);
        }

        Assert.All(server.Requests, r => Assert.Equal(("POST", "/v1/embeddings", "Bearer key-from-the-environment"), (r.Method, r.Path, r.Header("Authorization"))));
        var body = JsonDocument.Parse(server.Requests.Last().Body).RootElement;
        Assert.Equal("test-model", body.GetProperty("model").GetString());
        Assert.False(body.TryGetProperty("dimensions", out _));
    }

    [Fact]
    public async Task No_key_sends_no_header()
    {
        await using var server = Answering(inputs => Vectors(inputs));
        using var embedder = await OpenAsync(server);
        Assert.Null(Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Wanted_dimensions_are_sent_and_the_service_is_not_asked_before()
    {
        await using var server = Answering(inputs => Vectors(inputs));
        using var embedder = await OpenAsync(server, s => s with { Dimensions = 3 });
        Assert.Empty(server.Requests);
        Assert.Equal(3, embedder.Dimension);
        await EmbedAsync(embedder, "a");
        Assert.Equal(3, JsonDocument.Parse(Assert.Single(server.Requests).Body).RootElement.GetProperty("dimensions").GetInt32());
    }

    [Fact]
    public async Task Batches_are_bounded_by_texts_and_by_tokens()
    {
        await using var server = Answering(inputs => Vectors(inputs));
        using var embedder = await OpenAsync(server, s => s with { Dimensions = 3, BatchTexts = 3, BatchTokens = 100, TextTokens = 60 });
        var texts = Enumerable.Repeat("x", 7).Concat(Enumerable.Repeat(new string('y', 150), 3)).Append(new string('z', 10_000)).ToArray();
        Assert.Equal(texts.Length, (await EmbedAsync(embedder, texts)).Length);
        var sent = server.Requests.Select(r => Inputs(r.Body)).ToList();
        Assert.Equal(texts.Length, sent.Sum(s => s.Count));
        Assert.All(sent, s => Assert.True(s.Count <= 3 && s.Sum(TokenEstimate.Of) <= 100));
        Assert.InRange(sent.Count, 5, 8);
        Assert.InRange(TokenEstimate.Of(sent[^1][^1]), 50, 60);
    }

    [Fact]
    public async Task Everything_passes_the_gate_before_it_is_cut()
    {
        await using var server = Answering(inputs => Vectors(inputs));
        using var embedder = await OpenAsync(
            server,
            s => s with { Dimensions = 3, TextTokens = 5, PassagePrefix = "passage: " },
            gate: text => text.Replace("hunter2hunter2", "[removed]", StringComparison.Ordinal));
        await embedder.EmbedAsync([new EmbeddingText("a.cs", "", "hunter2hunter2"), new EmbeddingText("", "Login.hunter2hunter2", "")], EmbeddingKind.Passage, CancellationToken.None);
        Assert.Equal(["passage: [re", "passage: Log"], server.Requests.SelectMany(r => Inputs(r.Body)));
        Assert.DoesNotContain(server.Requests, r => r.Body.Contains("hunter", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_tried_again_later_and_later(int status)
    {
        var failures = 3;
        await using var server = new LoopbackServer((request, stream) => failures-- > 0
            ? LoopbackServer.AnswerAsync(stream, status, """{"error":{"message":"busy"}}""")
            : LoopbackServer.AnswerAsync(stream, 200, Vectors(Inputs(request.Body))));
        using var embedder = await OpenAsync(server);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(3, time.Waits.Count);
        for (var i = 0; i < 3; i++)
        {
            Assert.InRange(time.Waits[i].TotalSeconds, 0.25 * Math.Pow(2, i), 0.5 * Math.Pow(2, i));
        }
    }

    [Fact]
    public async Task The_service_says_how_long_to_wait()
    {
        var answers = new Queue<string>(["Retry-After: 17", $"Retry-After: {time.GetUtcNow() + TimeSpan.FromSeconds(17 + 40):R}"]);
        await using var server = new LoopbackServer((request, stream) => answers.TryDequeue(out var header)
            ? LoopbackServer.AnswerAsync(stream, 429, "", header)
            : LoopbackServer.AnswerAsync(stream, 200, Vectors(Inputs(request.Body))));
        using var embedder = await OpenAsync(server);
        Assert.Equal([17, 40], time.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_service_that_asks_for_hours_is_told_of()
    {
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.AnswerAsync(stream, 429, "", "Retry-After: 7200"));
        var error = await Assert.ThrowsAsync<EmbedderException>(() => OpenAsync(server));
        Assert.Contains("7200 s", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_service_that_stays_broken_is_told_of_with_its_own_words()
    {
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.AnswerAsync(stream, 500, """{"error":{"message":"the model\u001b[31m fell over"}}"""));
        var error = await Assert.ThrowsAsync<EmbedderException>(() => OpenAsync(server));
        Assert.Equal(Backoff.MostAttempts, server.Requests.Count);
        Assert.Contains("HTTP 500: the model [31m fell over, 5 times", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_will_not_pass_is_not_tried_again(int status)
    {
        await using var elsewhere = Answering(inputs => Vectors(inputs));
        await using var server = new LoopbackServer((_, stream) => LoopbackServer.AnswerAsync(stream, status, "", $"Location: {elsewhere.Address}/v1/embeddings"));
        var error = await Assert.ThrowsAsync<EmbedderException>(() => OpenAsync(server, s => s with { ApiKey = "secret-key" }));
        Assert.Contains($"HTTP {status}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_tried_again()
    {
        var cuts = 2;
        await using var server = new LoopbackServer(async (request, stream) =>
        {
            if (cuts-- > 0)
            {
                await LoopbackServer.HeadAsync(stream, 200, 1000);
                await stream.WriteAsync("{\"data\":["u8.ToArray());
                return;
            }

            await LoopbackServer.AnswerAsync(stream, 200, Vectors(Inputs(request.Body)));
        });
        using var embedder = await OpenAsync(server);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_of()
    {
        string address;
        await using (var gone = new LoopbackServer((_, _) => Task.CompletedTask))
        {
            address = gone.Address;
        }

        var settings = new EndpointSettings(new Uri(address + "/v1"), "test-model", "", null) { Timeout = Patience };
        var error = await Assert.ThrowsAsync<EmbedderException>(() => EndpointEmbedder.OpenAsync(settings, null, text => text, time, CancellationToken.None));
        Assert.StartsWith($"test-model at {address}/v1 cannot be reached (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_service_times_out()
    {
        await using var server = new LoopbackServer((_, _) => Task.Delay(Timeout.Infinite));
        var error = await Assert.ThrowsAsync<EmbedderException>(() => OpenAsync(server, s => s with { Timeout = TimeSpan.FromSeconds(5) }));
        Assert.Contains("no answer within 5 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_can_cancel()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (_, _) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite);
        });
        using var embedder = await OpenAsync(server, s => s with { Dimensions = 3 });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedder.EmbedAsync([EmbeddingText.OfQuery("a")], EmbeddingKind.Query, cancel.Token).AsTask());
    }

    [Fact]
    public async Task A_dimension_that_changes_is_an_error_that_says_what_to_do()
    {
        var answers = 0;
        await using var server = Answering(inputs => answers++ == 0 ? Vectors(inputs) : """{"data":[{"index":0,"embedding":[1,2]}]}""");
        using var embedder = await OpenAsync(server);
        var error = await Assert.ThrowsAsync<EmbedderException>(() => EmbedAsync(embedder, "a"));
        Assert.Contains("vectors of 2 numbers, which were of 3 before", error.Message, StringComparison.Ordinal);
        Assert.Contains("plumb model use", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":5,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":-1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAAA"}]}""")]
    [InlineData("""{"data":[{"index":0}]}""")]
    public async Task What_is_no_list_of_embeddings_is_told_of(string answer)
    {
        await using var server = Answering(_ => answer);
        var error = await Assert.ThrowsAsync<EmbedderException>(() => OpenAsync(server));
        Assert.StartsWith("test-model at http://127.0.0.1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_keep_to_their_rate()
    {
        await using var server = Answering(inputs => Vectors(inputs));
        using var embedder = await OpenAsync(server, s => s with { Dimensions = 3, BatchTexts = 1, RequestsPerMinute = 20 });
        await EmbedAsync(embedder, "a", "b", "c");
        Assert.Equal([3, 3], time.Waits.Select(w => Math.Round(w.TotalSeconds)));
    }

    private static LoopbackServer Answering(Func<IReadOnlyList<string>, string> answer) =>
        new((request, stream) => LoopbackServer.AnswerAsync(stream, 200, answer(Inputs(request.Body)), "Content-Type: application/json"));

    private static IReadOnlyList<string> Inputs(string body) => [.. JsonDocument.Parse(body).RootElement.GetProperty("input").EnumerateArray().Select(i => i.GetString()!)];

    // A text's vector begins with its length.
    private static string Vectors(IReadOnlyList<string> inputs, bool reversed = false)
    {
        var entries = inputs.Select((input, index) => $$"""{"object":"embedding","index":{{index}},"embedding":[{{input.Length}},1,2] }""");
        return $$"""{"object":"list","data":[{{string.Join(',', reversed ? entries.Reverse() : entries)}}],"usage":{"total_tokens":1} }""";
    }

    private static async Task<float[][]> EmbedAsync(EndpointEmbedder embedder, params string[] texts) =>
        await embedder.EmbedAsync([.. texts.Select(EmbeddingText.OfQuery)], EmbeddingKind.Passage, CancellationToken.None);

    private Task<EndpointEmbedder> OpenAsync(LoopbackServer server, Func<EndpointSettings, EndpointSettings>? change = null, Func<string, string>? gate = null)
    {
        var settings = new EndpointSettings(new Uri(server.Address + "/v1"), "test-model", "", null) { Timeout = Patience };
        return EndpointEmbedder.OpenAsync(change?.Invoke(settings) ?? settings, dimension: null, gate ?? (text => text), time, CancellationToken.None);
    }
}
