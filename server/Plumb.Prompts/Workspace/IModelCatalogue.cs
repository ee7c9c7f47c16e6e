namespace Plumb.Prompts.Workspace;

/// <summary>What is known of a model. Null means not known, and then nothing is said about it.</summary>
public sealed record ModelFacts(string Name)
{
    /// <summary>Tokens that fit in one request, the answer included.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Tokens that one answer can have.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>The parameters that the service refuses for this model.</summary>
    public IReadOnlySet<Model.ParameterKind> Unsupported { get; init; } = System.Collections.Immutable.ImmutableHashSet<Model.ParameterKind>.Empty;

    public bool? TakesImages { get; init; }

    public bool? TakesAudio { get; init; }

    /// <summary>Whether the service can hold its answers to a JSON schema.</summary>
    public bool? StructuredOutput { get; init; }

    /// <summary>The day from which on its provider no longer serves it, past or announced, as yyyy-mm-dd.</summary>
    public string? RetiredOn { get; init; }

    /// <summary>A later model of the same kind and provider.</summary>
    public string? Replacement { get; init; }
}

/// <summary>What is known of models.</summary>
public interface IModelCatalogue
{
    /// <summary>The model by its name, in any case and with or without a provider before it; null when it is not known.</summary>
    ModelFacts? Find(string name);

    /// <summary>A known name close to it, or null.</summary>
    string? Near(string name);

    /// <summary>Whether every model of the provider or family that the name belongs to is known, so that one that is not found does not exist.</summary>
    bool KnowsFamily(string name);

    /// <summary>The names, for completion.</summary>
    IReadOnlyList<string> Names { get; }
}

/// <summary>Counts tokens.</summary>
public interface ITokenCounter
{
    /// <summary>The tokens of a text for a model; for the default encoding where the model is null or not known.</summary>
    int Count(string text, string? model);
}

/// <summary>Files as they were at the base of a comparison (a branch, the last commit).</summary>
public interface IBaseTexts
{
    /// <summary>The text at the base; null where the file was not there.</summary>
    string? Read(string path);
}
