using Plumb.Search.Embedding;

namespace Plumb.Embedders.Choice;

/// <summary>What can be chosen.</summary>
public enum EmbedderKind
{
    BuiltIn,

    /// <summary>A model in the data folder, by its name.</summary>
    Installed,

    /// <summary>A folder, or an ONNX file.</summary>
    Path,

    /// <summary>An embeddings endpoint.</summary>
    Endpoint,
}

/// <summary>The embedder that somebody chose.</summary>
/// <param name="Value">The name or the absolute path; empty for the others.</param>
/// <param name="Source">Who chose it, for messages: "PLUMB_EMBEDDER", "plumb.embedder", a file.</param>
public sealed record EmbedderChoice(EmbedderKind Kind, string Value, string Source)
{
    public const string BuiltInName = "built-in";
    public const string EndpointName = "endpoint";

    public static EmbedderChoice BuiltIn { get; } = new(EmbedderKind.BuiltIn, "", "default");

    /// <summary>
    /// Reads a choice: "built-in", "endpoint", a path (it has a slash in it, or begins with ~) or a name. A bare name is never
    /// a path: a folder of that name in an opened repository must not become the embedder.
    /// </summary>
    /// <param name="text">What was written.</param>
    /// <param name="source">Where.</param>
    /// <param name="baseFolder">What a relative path starts from; null: it has to be absolute.</param>
    /// <exception cref="EmbedderException">It is none of them.</exception>
    public static EmbedderChoice Parse(string text, string source, string? baseFolder = null)
    {
        text = text.Trim();
        if (text.Length == 0 || text.Equals(BuiltInName, StringComparison.OrdinalIgnoreCase))
        {
            return BuiltIn with { Source = source };
        }

        if (text.Equals(EndpointName, StringComparison.OrdinalIgnoreCase))
        {
            return new EmbedderChoice(EmbedderKind.Endpoint, "", source);
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            throw new EmbedderException($"{source} is \"{text}\": for an embeddings endpoint write \"{EndpointName}\" there and the address into {EndpointOptions.UrlVariable}, or run 'plumb model use endpoint --url URL --model NAME'.");
        }

        if (text is not ['~', ..] && !text.Contains('/', StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal) && text is not ("." or ".."))
        {
            Hub.ModelFolder.CheckName(text);
            return new EmbedderChoice(EmbedderKind.Installed, text, source);
        }

        var path = text is "~" or ['~', '/' or '\\', ..]
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), text[1..].TrimStart('/', '\\'))
            : text;
        if (!System.IO.Path.IsPathFullyQualified(path))
        {
            path = baseFolder is null
                ? throw new EmbedderException($"{source} is \"{text}\": a path has to be absolute, or begin with ~.")
                : System.IO.Path.Combine(baseFolder, path);
        }

        return new EmbedderChoice(EmbedderKind.Path, System.IO.Path.GetFullPath(path), source);
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Kind switch { EmbedderKind.BuiltIn => BuiltInName, EmbedderKind.Endpoint => EndpointName, _ => Value };
}
