using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plumb.Tokens.Chat;

/// <summary>
/// Reads requests as the providers' APIs take them: contents that are a text or a list of parts, calls of tools and their
/// results, definitions of tools. What it does not know it keeps as JSON, so that nothing is left out in silence.
/// </summary>
internal sealed class ChatReader
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Bookkeeping of the service that no model reads.
    private static readonly HashSet<string> NotSent = new(StringComparer.Ordinal)
    {
        "id", "type", "tool_call_id", "tool_use_id", "cache_control", "status", "index", "created", "created_at", "timestamp",
        "weight", "metadata", "annotations", "signature", "is_error", "detail",
    };

    private readonly List<ChatMessage> messages = [];
    private readonly List<IReadOnlyList<string>> calls = [];
    private readonly List<string> definitions = [];
    private readonly List<string> others = [];
    private readonly SortedDictionary<string, int> media = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">It is no list of messages, and holds none.</exception>
    public static ChatRequest Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var reader = new ChatReader();
            reader.AddRequest(document.RootElement);
            return new ChatRequest { Messages = reader.messages, Calls = reader.calls, Definitions = reader.definitions, Others = reader.others, Media = reader.media };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Wrong(e);
        }
    }

    private static FormatException Wrong(Exception? inner = null) =>
        new("It is no JSON list of messages such as [{\"role\": \"user\", \"content\": \"...\"}], and no request that holds one as 'messages'.", inner);

    private void AddRequest(JsonElement root)
    {
        var list = root;
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (!root.TryGetProperty("messages", out list))
            {
                throw Wrong();
            }

            if (root.TryGetProperty("system", out var system) && !IsEmpty(system))
            {
                messages.Add(new ChatMessage("system", ReadContent(system)));
            }

            foreach (var name in (ReadOnlySpan<string>)["tools", "functions"])
            {
                if (root.TryGetProperty(name, out var tools) && !IsEmpty(tools))
                {
                    definitions.AddRange(tools.ValueKind == JsonValueKind.Array ? tools.EnumerateArray().Select(Compact) : [Compact(tools)]);
                }
            }

            if (root.TryGetProperty("response_format", out var format) && format.ValueKind == JsonValueKind.Object && format.TryGetProperty("json_schema", out var schema))
            {
                definitions.Add(Compact(schema));
            }
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Wrong();
        }

        foreach (var message in list.EnumerateArray())
        {
            AddMessage(message);
        }
    }

    private void AddMessage(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var role) || role.ValueKind != JsonValueKind.String)
        {
            throw Wrong();
        }

        IReadOnlyList<string> texts = [];
        string? name = null;
        foreach (var member in message.EnumerateObject().Where(m => m.Name != "role" && !NotSent.Contains(m.Name) && !IsEmpty(m.Value)))
        {
            switch (member.Name)
            {
                case "content":
                    texts = [.. ReadContent(member.Value), .. texts];
                    break;
                case "name" when member.Value.ValueKind == JsonValueKind.String:
                    name = member.Value.GetString();
                    break;
                case "refusal" when member.Value.ValueKind == JsonValueKind.String:
                    texts = [.. texts, member.Value.GetString()!];
                    break;
                case "tool_calls" when member.Value.ValueKind == JsonValueKind.Array:
                    foreach (var call in member.Value.EnumerateArray())
                    {
                        AddCall(call);
                    }

                    break;
                case "function_call":
                    AddCall(member.Value);
                    break;
                case "audio":
                    AddMedia("audio");
                    break;
                default:
                    others.Add($"\"{member.Name}\":{Compact(member.Value)}");
                    break;
            }
        }

        messages.Add(new ChatMessage(role.GetString()!, texts, name));
    }

    private List<string> ReadContent(JsonElement content)
    {
        var texts = new List<string>();
        AddContent(content, texts);
        return texts;
    }

    private void AddContent(JsonElement content, List<string> texts)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.String:
                texts.Add(content.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray())
                {
                    AddContent(part, texts);
                }

                break;
            case JsonValueKind.Object:
                AddPart(content, texts);
                break;
            default:
                others.Add(Compact(content));
                break;
        }
    }

    private void AddPart(JsonElement part, List<string> texts)
    {
        switch (FindText(part, "type") ?? "text")
        {
            case "text" or "input_text" or "output_text" when FindText(part, "text") is { } text:
                texts.Add(text);
                break;
            case "refusal" when FindText(part, "refusal") is { } refusal:
                texts.Add(refusal);
                break;
            case "image" or "image_url" or "input_image":
                AddMedia("image");
                break;
            case "audio" or "input_audio":
                AddMedia("audio");
                break;
            case "video" or "video_url":
                AddMedia("video");
                break;
            case "file" or "input_file" or "document":
                AddMedia("file");
                break;
            case "tool_use" or "server_tool_use":
                AddCall(part);
                break;
            case "tool_result":
                calls.Add(part.TryGetProperty("content", out var result) ? ReadContent(result) : []);
                break;
            default:
                others.Add(Compact(part));
                break;
        }
    }

    /// <summary>A call with a name and its arguments, in the form of any of the APIs.</summary>
    private void AddCall(JsonElement call)
    {
        var inner = call;
        if (call.ValueKind == JsonValueKind.Object && (call.TryGetProperty("function", out var function) || call.TryGetProperty("custom", out function)))
        {
            inner = function;
        }

        if (inner.ValueKind != JsonValueKind.Object || FindText(inner, "name") is not { } name)
        {
            others.Add(Compact(call));
            return;
        }

        var texts = new List<string> { name };
        foreach (var key in (ReadOnlySpan<string>)["arguments", "input", "args"])
        {
            if (inner.TryGetProperty(key, out var given) && given.ValueKind != JsonValueKind.Null)
            {
                texts.Add(given.ValueKind == JsonValueKind.String ? given.GetString()! : Compact(given));
            }
        }

        calls.Add(texts);
    }

    private void AddMedia(string kind) => media[kind] = media.GetValueOrDefault(kind) + 1;

    private static string? FindText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.String => value.ValueEquals(""),
        _ => false,
    };

    private static string Compact(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            element.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
