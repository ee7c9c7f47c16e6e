using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Embedders.Tokenizers;
using Plumb.Tokens.Tokenizers;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Choice;

/// <summary>
/// The user's own settings, <c>settings.json</c> in the data folder: <c>{ "embedder": { "use": ..., "endpoint": {...} } }</c>.
/// What others keep in it is left as it is. A workspace has no such file: an opened repository is not trusted.
/// </summary>
public sealed class UserSettings(string dataHome)
{
    private const string Section = "embedder";

    public string Path { get; } = System.IO.Path.Combine(dataHome, "settings.json");

    /// <summary>What was chosen, and the endpoint that is kept; nulls where nothing is.</summary>
    /// <exception cref="EmbedderException">The file cannot be read.</exception>
    public (string? Use, EndpointOptions? Endpoint) Read() => !File.Exists(Path) ? default : TokenizerFile.ReadJson(Path, json =>
    {
        var section = json.Find(Section);
        var endpoint = section?.Find("endpoint");
        return (section?.Text("use"), endpoint is not { } e ? null : new EndpointOptions(
            e.Text("url") ?? throw TokenizerJson.Wrong("its endpoint has no url"),
            e.Text("model") ?? throw TokenizerJson.Wrong("its endpoint has no model"),
            e.Number("dimensions"),
            e.Number("measured"),
            e.Text("queryPrefix"),
            e.Text("passagePrefix")));
    });

    /// <summary>Keeps a choice.</summary>
    /// <param name="use">As <see cref="EmbedderChoice.ToString"/> writes it.</param>
    /// <param name="endpoint">Null leaves the one that is kept.</param>
    /// <exception cref="EmbedderException">The file cannot be read or written.</exception>
    public void Write(string use, EndpointOptions? endpoint = null)
    {
        var root = new JsonObject();
        if (File.Exists(Path))
        {
            root = TokenizerFile.ReadJson(Path, json => json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json.Clone())! : throw TokenizerJson.Wrong("it is no JSON object"));
        }

        if (root[Section] is not JsonObject section)
        {
            root[Section] = section = [];
        }

        section["use"] = use;
        if (endpoint is not null)
        {
            section["endpoint"] = new JsonObject
            {
                ["url"] = endpoint.Url,
                ["model"] = endpoint.Model,
                ["dimensions"] = endpoint.Dimensions,
                ["measured"] = endpoint.Measured,
                ["queryPrefix"] = endpoint.QueryPrefix,
                ["passagePrefix"] = endpoint.PassagePrefix,
            };
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            root.WriteTo(writer);
        }

        AtomicFile.Write(Path, [.. buffer.ToArray(), (byte)'\n']);
    }
}
