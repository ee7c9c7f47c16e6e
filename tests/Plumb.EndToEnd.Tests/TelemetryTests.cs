using Plumb.Ask.Tests;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.EndToEnd.Tests;

/// <summary>Traces and metrics of questions at a collector on loopback: what comes, and that nothing comes unasked.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Asked = "how is the backoff computed?";
    private const string Answered = "It doubles (`src/beacon.py:7-9`).";

    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_question_is_a_trace_of_its_steps_and_its_call()
    {
        await using var collector = new OtlpCollector();
        await using var model = Scripted(_ => new Response(Answered));
        Configure(model, collector);
        Assert.Equal(0, (await fixture.RunAsync("ask", Asked)).ExitCode);

        Assert.Equal("plumb", collector.Resource["service.name"]);
        var question = Assert.Single(collector.Spans, span => span.Name == "ask");
        Assert.Equal("", question.Parent);
        Assert.Equal("model", question.Attributes["plumb.answer.kind"]);
        Assert.All(["retrieval", "packing", "chat test-model"], name => Assert.Equal(question.Id, Assert.Single(collector.Spans, span => span.Name == name).Parent));

        var chat = collector.Spans.Single(span => span.Name == "chat test-model").Attributes;
        Assert.Equal(("chat", "test-model", "openai-compatible"), (chat["gen_ai.operation.name"], chat["gen_ai.request.model"], chat["gen_ai.provider.name"]));
        Assert.Equal((1000L, 50L, 400L), (chat["gen_ai.usage.input_tokens"], chat["gen_ai.usage.output_tokens"], chat["gen_ai.usage.cache_read.input_tokens"]));
        Assert.Equal(("127.0.0.1", (long)model.Endpoint.Port), (chat["server.address"], chat["server.port"]));
        Assert.Equal(["stop"], (object[])chat["gen_ai.response.finish_reasons"]);

        var tokens = collector.Metrics.Where(metric => metric.Name == "gen_ai.client.token.usage").ToDictionary(metric => metric.Attributes["gen_ai.token.type"]);
        Assert.Equal((1000.0, 50.0, "{token}"), (tokens["input"].Attributes["sum"], tokens["output"].Attributes["sum"], tokens["input"].Unit));
        var duration = Assert.Single(collector.Metrics, metric => metric.Name == "gen_ai.client.operation.duration");
        Assert.Equal((1L, "s", "chat"), (duration.Attributes["count"], duration.Unit, duration.Attributes["gen_ai.operation.name"]));

        // Neither what was asked, nor what was read, nor what was answered.
        Assert.DoesNotContain("backoff", collector.Raw.ToString());
        Assert.DoesNotContain("doubles", collector.Raw.ToString());
    }

    [Fact]
    public async Task Tools_and_failures_have_spans()
    {
        await using var collector = new OtlpCollector();
        await using var model = Scripted(_ => Response.Call("read", """{"path":"src/beacon.py"}"""), _ => new Response("no", 401));
        Configure(model, collector);
        await fixture.RunAsync("ask", "--deep", Asked);
        var agent = Assert.Single(collector.Spans, span => span.Name == "invoke_agent plumb");
        var tool = Assert.Single(collector.Spans, span => span.Name == "execute_tool read");
        Assert.Equal((agent.Id, "execute_tool", "call_1"), (tool.Parent, tool.Attributes["gen_ai.operation.name"], tool.Attributes["gen_ai.tool.call.id"]));
        Assert.Contains(collector.Spans, span => span.Status == 2 && Equals(span.Attributes["error.type"], "refused"));
    }

    [Fact]
    public async Task What_was_said_is_told_only_when_the_user_wants_it()
    {
        await using var collector = new OtlpCollector();
        await using var model = Scripted(_ => new Response(Answered));
        Configure(model, null);
        Directory.CreateDirectory(fixture.Home);
        await File.WriteAllTextAsync(Path.Combine(fixture.Home, "plumb.json"), $$$$"""{"ask":{"telemetry":{"endpoint":"{{{{collector.Address}}}}","content":true}}}""");
        await fixture.RunAsync("ask", Asked);
        var chat = Assert.Single(collector.Spans, span => span.Name == "chat test-model").Attributes;
        Assert.Contains(Asked, (string)chat["gen_ai.input.messages"]);
        Assert.Contains("It doubles", (string)chat["gen_ai.output.messages"]);
    }

    [Fact]
    public async Task A_workspace_cannot_have_telemetry_sent_and_a_bad_address_is_told()
    {
        await using var collector = new OtlpCollector();
        fixture.Write("plumb.json", $$$$"""{"ask":{"telemetry":{"endpoint":"{{{{collector.Address}}}}"}}}""");
        Assert.Contains("ask.telemetry, which is not listened to", (await fixture.RunAsync("ask", Asked)).Output);
        Assert.Empty(collector.Spans);
        fixture.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "nowhere";
        var told = await fixture.RunAsync("ask", Asked);
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("'nowhere/v1/traces' is no http or https URL", told.Errors);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_holds_nothing_up()
    {
        fixture.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9";
        var result = await fixture.RunAsync("ask", Asked);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    private void Configure(LoopbackModel model, OtlpCollector? collector)
    {
        fixture.Environment["PLUMB_MODEL"] = "test-model";
        fixture.Environment["PLUMB_ENDPOINT"] = model.Endpoint.ToString();
        if (collector is not null)
        {
            fixture.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        }
    }
}
