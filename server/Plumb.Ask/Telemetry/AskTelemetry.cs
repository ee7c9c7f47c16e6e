using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Plumb.Ask.Json;
using Plumb.Ask.Models;

namespace Plumb.Ask.Telemetry;

/// <summary>
/// Spans and metrics of questions, named by OpenTelemetry's semantic conventions for generative AI. They cost nothing and go
/// nowhere unless somebody in this process listens; no text of a question, a file or an answer is in them unless
/// <see cref="WithContent"/> says so.
/// </summary>
public static class AskTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Plumb.Ask";

    // The conventions' own, so that histograms of different programs can be put together.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
    private static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<long> TokenUsage = Meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens in and out of a call.", null, Tokens);
    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Time of a call to a model.", null, Seconds);
    private static readonly Histogram<double> AskDuration = Meter.CreateHistogram("plumb.ask.duration", "s", "Time of a question, from the question to the whole answer.", null, Seconds);

    /// <summary>Whether spans of calls hold what was sent and what came, secrets removed.</summary>
    public static bool WithContent { get; set; }

    /// <summary>A whole question.</summary>
    /// <param name="kind">"ask", "deep" or a task's name.</param>
    internal static AskSpan StartQuestion(string kind)
    {
        var span = kind == "deep" ? Source.StartActivity("invoke_agent plumb") : Source.StartActivity("ask");
        if (kind == "deep")
        {
            span?.SetTag("gen_ai.operation.name", "invoke_agent").SetTag("gen_ai.agent.name", "plumb");
        }

        span?.SetTag("plumb.ask.kind", kind);
        return new AskSpan(span, kind);
    }

    /// <summary>A step inside of this process: "retrieval" or "packing".</summary>
    internal static Activity? StartStep(string name) => Source.StartActivity(name);

    /// <summary>The tool that a model called.</summary>
    internal static Activity? StartTool(ToolCall call) => Source.StartActivity("execute_tool " + call.Name)
        ?.SetTag("gen_ai.operation.name", "execute_tool").SetTag("gen_ai.tool.name", call.Name).SetTag("gen_ai.tool.call.id", call.Id).SetTag("gen_ai.tool.type", "function");

    /// <summary>One call to a model.</summary>
    /// <param name="kind">As in the ledger: "answer", "expand", "deep".</param>
    internal static Activity? StartCall(string kind, IChatModel model, ChatRequest request)
    {
        var span = Source.StartActivity("chat " + model.Model, ActivityKind.Client);
        if (span is null)
        {
            return null;
        }

        foreach (var (name, value) in TagsOf(model))
        {
            span.SetTag(name, value);
        }

        span.SetTag("gen_ai.output.type", "text").SetTag("plumb.call.kind", kind);
        if (WithContent)
        {
            span.SetTag("gen_ai.input.messages", "[" + string.Join(',', request.Turns.Select(turn => MessageOf(RoleOf(turn.Role), turn.Text, null))) + "]");
        }

        return span;
    }

    /// <summary>Ends what <see cref="StartCall"/> began, and counts it.</summary>
    /// <param name="outcome">"ok", or why there is no whole answer.</param>
    internal static void EndCall(Activity? span, IChatModel model, ChatUsage usage, ChatReply? reply, TimeSpan elapsed, string outcome)
    {
        var tags = new TagList();
        foreach (var (name, value) in TagsOf(model))
        {
            tags.Add(name, value);
        }

        if (reply is not null)
        {
            Count("input", usage.Prompt);
            Count("output", usage.Answer);
        }

        if (outcome != "ok")
        {
            tags.Add("error.type", ErrorOf(outcome));
        }

        CallDuration.Record(elapsed.TotalSeconds, tags);
        if (span is null)
        {
            return;
        }

        span.SetTag("gen_ai.usage.input_tokens", usage.Prompt).SetTag("gen_ai.usage.output_tokens", usage.Answer).SetTag("gen_ai.usage.cache_read.input_tokens", usage.Cached);
        if (reply is not null)
        {
            var reason = reply.IsCut ? "length" : reply.ToolCalls.Count > 0 ? "tool_calls" : "stop";
            span.SetTag("gen_ai.response.finish_reasons", new[] { reason });
            if (WithContent)
            {
                span.SetTag("gen_ai.output.messages", "[" + MessageOf("assistant", reply.Text, reason) + "]");
            }
        }
        else
        {
            span.SetTag("error.type", ErrorOf(outcome)).SetStatus(ActivityStatusCode.Error, outcome);
        }

        span.Dispose();

        void Count(string type, int tokens)
        {
            var counted = tags;
            counted.Add("gen_ai.token.type", type);
            TokenUsage.Record(tokens, counted);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> TagsOf(IChatModel model)
    {
        yield return new("gen_ai.operation.name", "chat");
        yield return new("gen_ai.provider.name", model.Provider == "azure" ? "azure.ai.openai" : model.Provider);
        yield return new("gen_ai.request.model", model.Model);
        if (model.Endpoint is { } endpoint)
        {
            yield return new("server.address", endpoint.Host);
            yield return new("server.port", endpoint.Port);
        }
    }

    private static string ErrorOf(string outcome) => outcome switch { "TimedOut" => "timeout", "RateLimited" => "rate_limited", _ => outcome.Length == 0 ? "_OTHER" : char.ToLowerInvariant(outcome[0]) + outcome[1..] };

    private static string RoleOf(ChatRole role) => role switch { ChatRole.System => "system", ChatRole.Assistant => "assistant", ChatRole.Tool => "tool", _ => "user" };

    private static string MessageOf(string role, string text, string? finish)
    {
        var json = new StringBuilder("{\"role\":").Append(ToolArguments.Quote(role)).Append(",\"parts\":[{\"type\":\"text\",\"content\":").Append(ToolArguments.Quote(OutboundGate.Pass(text))).Append("}]");
        return (finish is null ? json : json.Append(",\"finish_reason\":").Append(ToolArguments.Quote(finish))).Append('}').ToString();
    }

    /// <summary>The span of a whole question; disposal ends and counts it.</summary>
    internal readonly struct AskSpan(Activity? span, string kind) : IDisposable
    {
        private readonly long started = Stopwatch.GetTimestamp();

        /// <summary>The answer, as far as it may be told: its kind and numbers.</summary>
        public Answer Tell(Answer answer)
        {
            span?.SetTag("plumb.answer.kind", char.ToLowerInvariant(answer.Kind.ToString()[0]) + answer.Kind.ToString()[1..])
                .SetTag("plumb.answer.citations", answer.Citations.Count)
                .SetTag("plumb.answer.false_citations", answer.FalseCitations)
                .SetTag("plumb.evidence.tokens", answer.EvidenceTokens)
                .SetTag("plumb.evidence.coverage", answer.Confidence.Coverage);
            return answer;
        }

        public void Dispose()
        {
            AskDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("plumb.ask.kind", kind));
            span?.Dispose();
        }
    }
}
