namespace Plumb.Tokens.Chat;

/// <summary>
/// Counts a request. Texts are counted as a model counts them, and the overhead of messages where its provider's is known.
/// For all else nobody publishes how it is written for the model: it widens the band, and the method names it.
/// </summary>
internal static class ChatCounter
{
    /// <summary>What the published templates of open models put around a message, at most; the least is three.</summary>
    private const int MostPerMessage = 8;

    /// <summary>Of what stands around a tool's name and arguments.</summary>
    private const int MostPerCall = 16;

    public static TokenCount Count(TokenModel model, ChatRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sum = new Sum(model);
        if (model.Method is { } method)
        {
            sum.Say(method);
        }

        foreach (var message in request.Messages)
        {
            foreach (var text in message.Texts)
            {
                sum.AddText(text);
            }

            sum.AddText(message.Name ?? "");
        }

        AddOverhead(sum, model.Chat, request.Messages);
        if (model.Chat is null && request.Messages.Count > 0)
        {
            sum.Say(model.RowName is null
                ? "without what the provider adds to each message: no model is named"
                : "without what the provider adds to each message, which is not known");
        }

        AddCalls(sum, request.Calls);
        AddJson(sum, request.Definitions, 0.5, 1.5, "tool definitions and schemas as their JSON, which the provider writes in a form of its own");
        AddJson(sum, request.Others, 0, 2, "members of messages that are not known as their JSON");
        foreach (var kind in request.Media.Keys)
        {
            sum.AddUnbounded();
            sum.Say($"{ChatRequest.Noun(kind, 2)} are not counted: their tokens depend on their size");
        }

        return sum.ToCount();
    }

    private static void AddOverhead(Sum sum, ChatOverhead? overhead, IReadOnlyList<ChatMessage> messages)
    {
        if (overhead is null)
        {
            sum.AddBand(0, 0, messages.Count * (long)MostPerMessage);
            return;
        }

        var exact = overhead.Reply + messages.Sum(message => (long)overhead.PerMessage + (message.Name is null ? 0 : overhead.PerName));
        sum.AddBand(exact, exact, exact);
        foreach (var message in messages)
        {
            sum.AddText(message.Role);
        }
    }

    private static void AddCalls(Sum sum, IReadOnlyList<IReadOnlyList<string>> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        foreach (var text in calls.SelectMany(call => call))
        {
            sum.AddText(text);
        }

        sum.AddBand(0, 0, calls.Count * (long)MostPerCall);
        sum.Say("calls of tools and their results as their text, without what the provider writes around them");
    }

    private static void AddJson(Sum sum, IReadOnlyList<string> texts, double low, double high, string method)
    {
        if (texts.Count == 0)
        {
            return;
        }

        foreach (var text in texts)
        {
            var count = sum.Model.Count(text);
            sum.AddBand(count.Tokens, (long)Math.Floor(count.Low * low), (long)Math.Ceiling(count.High * high));
        }

        sum.Say(method);
    }

    private sealed class Sum(TokenModel model)
    {
        private readonly List<string> methods = [];
        private long tokens;
        private long low;
        private long high;

        public TokenModel Model => model;

        public void AddText(string text)
        {
            if (text.Length > 0)
            {
                var count = model.Count(text);
                AddBand(count.Tokens, count.Low, count.High);
            }
        }

        public void AddBand(long middle, long least, long most)
        {
            tokens += middle;
            low += least;
            high += most;
        }

        public void AddUnbounded() => high += TokenCount.Unbounded;

        public void Say(string method) => methods.Add(method);

        public TokenCount ToCount() => methods.Count == 0 && low == high
            ? TokenCount.Of(Clamp(tokens))
            : new TokenCount(Clamp(tokens), Clamp(low), Clamp(high), string.Join("; ", methods));

        private static int Clamp(long value) => (int)Math.Clamp(value, 0, TokenCount.Unbounded);
    }
}
