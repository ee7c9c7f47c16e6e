using Plumb.Embedders.Endpoint;
using Plumb.Embedders.Hub;
using Plumb.Embedders.Model2Vec;
using Plumb.Embedders.Onnx;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Choice;

/// <summary>An embedder that was opened, or why the one that was asked for was not.</summary>
/// <param name="Embedder">Null for the built-in one, which the index has by itself.</param>
/// <param name="Problem">One sentence; null when there is none.</param>
public sealed record OpenedEmbedder(IEmbedder? Embedder, string? Problem);

/// <summary>
/// Finds out which embedder the user wants and opens it. The editor's setting comes before <c>PLUMB_EMBEDDER</c>, which comes
/// before the user's settings file. Nothing in a workspace is ever read for it.
/// </summary>
/// <param name="dataHome">Plumb's data folder.</param>
/// <param name="gate">What all text passes that leaves the machine.</param>
/// <param name="environment">Reads a variable; null: the process's environment.</param>
/// <param name="time">Times retries; null: the system's clock.</param>
public sealed class EmbedderSource(string dataHome, Func<string, string> gate, Func<string, string?>? environment = null, TimeProvider? time = null)
{
    public const string Variable = "PLUMB_EMBEDDER";

    private readonly Func<string, string?> environment = environment ?? Environment.GetEnvironmentVariable;

    public UserSettings Settings { get; } = new(dataHome);

    public ModelFolder Models { get; } = new(dataHome);

    /// <summary>What the user wants.</summary>
    /// <param name="editor">The editor's setting; null or empty where it says nothing.</param>
    /// <exception cref="EmbedderException">A setting is wrong or cannot be read.</exception>
    public EmbedderChoice Choose(string? editor = null)
    {
        if (editor?.Trim() is { Length: > 0 } setting)
        {
            return EmbedderChoice.Parse(setting, "plumb.embedder");
        }

        if (environment(Variable)?.Trim() is { Length: > 0 } variable)
        {
            return EmbedderChoice.Parse(variable, Variable);
        }

        return Settings.Read().Use is { Length: > 0 } stored ? EmbedderChoice.Parse(stored, Settings.Path) : EmbedderChoice.BuiltIn;
    }

    /// <summary>Opens what was chosen; null for the built-in one.</summary>
    /// <exception cref="EmbedderException">It is not there, is damaged, or cannot be reached.</exception>
    public async Task<IEmbedder?> OpenAsync(EmbedderChoice choice, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(choice);
        switch (choice.Kind)
        {
            case EmbedderKind.BuiltIn:
                return null;
            case EmbedderKind.Endpoint:
                var (settings, measured) = EndpointOptions.Resolve(Settings.Read().Endpoint, environment);
                return await EndpointEmbedder.OpenAsync(settings, measured, gate, time ?? TimeProvider.System, cancellation).ConfigureAwait(false);
            case EmbedderKind.Installed:
                var folder = Models.Find(choice.Value) ?? throw new EmbedderException(
                    $"{choice.Source} names the model '{choice.Value}', which is not on this machine: "
                    + (PublishedModel.Find(choice.Value) is { } known ? $"'plumb model pull {known.Name}' downloads it." : "'plumb model list' names those that are."));
                return OpenFolder(folder, choice);
            default:
                return OpenFolder(choice.Value, choice);
        }
    }

    /// <summary>As <see cref="OpenAsync"/>, for a server that goes on with the built-in embedder when the one chosen cannot be had.</summary>
    public async Task<OpenedEmbedder> TryOpenAsync(string? editor, CancellationToken cancellation)
    {
        try
        {
            return new OpenedEmbedder(await OpenAsync(Choose(editor), cancellation).ConfigureAwait(false), null);
        }
        catch (EmbedderException e)
        {
            return new OpenedEmbedder(null, e.Message);
        }
    }

    /// <summary>Keeps a choice in the user's settings, after trying it.</summary>
    /// <param name="choice">What to use from now on.</param>
    /// <param name="endpoint">The endpoint; its vectors are measured and kept with it.</param>
    /// <param name="cancellation">Stops the trial.</param>
    /// <exception cref="EmbedderException">It does not work, and nothing was kept.</exception>
    public async Task<EndpointOptions?> UseAsync(EmbedderChoice choice, EndpointOptions? endpoint, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.Kind == EmbedderKind.Endpoint)
        {
            endpoint ??= Settings.Read().Endpoint;
            var (settings, _) = EndpointOptions.Resolve(endpoint, environment);
            using var tried = await EndpointEmbedder.OpenAsync(settings, dimension: null, gate, time ?? TimeProvider.System, cancellation).ConfigureAwait(false);

            // With wanted dimensions nothing was asked yet.
            var vector = await tried.EmbedAsync([EmbeddingText.OfQuery("plumb")], EmbeddingKind.Query, cancellation).ConfigureAwait(false);
            endpoint = new EndpointOptions(settings.Url.AbsoluteUri, settings.Model, settings.Dimensions, vector[0].Length, Keep(settings.QueryPrefix), Keep(settings.PassagePrefix));
        }
        else
        {
            endpoint = null;
            (await OpenAsync(choice, cancellation).ConfigureAwait(false))?.Dispose();
        }

        Settings.Write(choice.ToString(), endpoint);
        return endpoint;

        static string? Keep(string prefix) => prefix.Length > 0 ? prefix : null;
    }

    private IEmbedder OpenFolder(string path, EmbedderChoice choice)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (StaticModelFiles.Find(path) is { } files)
        {
            return StaticEmbedder.Open(files, name);
        }

        if (SentenceModelConfig.FindModel(path) is { } model)
        {
            return OnnxEmbedder.Open(SentenceModelConfig.Read(model), Path.GetFileNameWithoutExtension(name), dataHome, environment);
        }

        throw new EmbedderException(Directory.Exists(path)
            ? $"{path} ({choice.Source}) holds no model: neither model.safetensors with tokenizer.json and config.json, nor model.onnx."
            : $"{choice.Source} names {path}, which is no folder and no ONNX model.");
    }
}
