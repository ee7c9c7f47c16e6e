using System.Text;
using System.Text.Json;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Endpoint;

/// <summary>The JSON of OpenAI's embeddings protocol.</summary>
internal static class EmbeddingsProtocol
{
    private const int MostDimensions = 65_536;

    public static byte[] WriteRequest(string model, int? dimensions, IReadOnlyList<string> texts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("input");
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
            json.WriteString("encoding_format", "float");
            if (dimensions is { } wanted)
            {
                json.WriteNumber("dimensions", wanted);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The vectors in the order of the texts, whatever the order of the answer.</summary>
    /// <exception cref="EmbedderException">The answer holds no vector for each text.</exception>
    public static float[][] ReadAnswer(byte[] answer, int count, EndpointSettings settings)
    {
        var vectors = new float[count][];
        try
        {
            using var json = JsonDocument.Parse(answer);
            foreach (var entry in json.RootElement.GetProperty("data").EnumerateArray())
            {
                vectors[entry.GetProperty("index").GetInt32()] = ReadVector(entry.GetProperty("embedding"));
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new EmbedderException($"{settings} answered with what is no list of embeddings: is it an embeddings endpoint?", e);
        }

        return Array.Exists(vectors, v => v is null or [])
            ? throw new EmbedderException($"{settings} gave {vectors.Count(v => v is { Length: > 0 })} vectors for {count} texts.")
            : vectors;
    }

    /// <summary>What a failed answer says of why, behind a colon; empty when it says nothing.</summary>
    public static string ReadProblem(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var root = json.RootElement;
            var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var given) ? given : root;
            var message = error.ValueKind == JsonValueKind.String ? error.GetString()
                : error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            return message is { Length: > 0 } ? ": " + Shorten(message) : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    /// <summary>One line of at most 160 characters that a terminal can show.</summary>
    public static string Shorten(string message)
    {
        var line = new StringBuilder();
        foreach (var c in message.Trim().TrimEnd('.'))
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        return line.Length <= 160 ? line.ToString() : line.ToString(0, 159) + "…";
    }

    private static float[] ReadVector(JsonElement embedding)
    {
        if (embedding.GetArrayLength() > MostDimensions)
        {
            throw new FormatException("too many numbers");
        }

        var vector = new float[embedding.GetArrayLength()];
        var i = 0;
        foreach (var number in embedding.EnumerateArray())
        {
            vector[i++] = number.GetSingle();
        }

        return vector;
    }
}
