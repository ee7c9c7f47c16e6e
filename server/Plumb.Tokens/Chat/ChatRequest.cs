namespace Plumb.Tokens.Chat;

/// <summary>What a request to a chat model sends, sorted by how sure a count of it can be.</summary>
public sealed record ChatRequest
{
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>For each call of a tool, and each result that stands in a part of its own, the texts in it: name and arguments.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Calls { get; init; } = [];

    /// <summary>Definitions of tools and the schema of the answer, as JSON without blanks.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>Members and parts of a kind that is not known, as JSON without blanks.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>What is no text, by its kind: "image", "audio", "file". Its tokens depend on its size.</summary>
    public IReadOnlyDictionary<string, int> Media { get; init; } = new Dictionary<string, int>();

    /// <summary>What a count leaves out, in words such as "2 images"; null where it leaves out nothing.</summary>
    public string? NotCounted => Media.Count == 0 ? null : string.Join(", ", Media.Select(m => $"{m.Value} {Noun(m.Key, m.Value)}"));

    internal static string Noun(string kind, int count) => kind switch
    {
        "audio" => count == 1 ? "recording" : "recordings",
        _ => count == 1 ? kind : kind + "s",
    };

    /// <summary>Reads a list of messages, or a request that holds one as <c>messages</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ChatRequest Parse(string json) => ChatReader.Read(json);
}
