namespace Plumb.Ask.Settings;

/// <summary>A service that speaks the OpenAI protocol.</summary>
/// <param name="Url">Base URL; null where every user has one of his own.</param>
/// <param name="KeyVariable">The environment variable with its key; null where it needs none.</param>
/// <param name="TimeoutSeconds">Longest wait for the next piece of an answer.</param>
/// <param name="ContextWindow">Tokens of one request; null: as the model table says.</param>
public sealed record Provider(string Name, string? Url, string? KeyVariable, int? TimeoutSeconds = null, int? ContextWindow = null)
{
    /// <summary>The model of the editor: whatever is asked goes to the client, which asks its own.</summary>
    public const string Editor = "editor";

    /// <summary>Known by name, so that a setting needs no address. A local server that loads a model first gets its time.</summary>
    public static IReadOnlyList<Provider> Known { get; } =
    [
        new("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        new("azure", null, "AZURE_OPENAI_API_KEY"),
        new("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        new("github", "https://models.github.ai/inference", "GITHUB_TOKEN"),
        new("ollama", "http://localhost:11434/v1", null, 180),
        new("lmstudio", "http://localhost:1234/v1", null, 180),
        new("llamacpp", "http://localhost:8080/v1", null, 180),
        new("vllm", "http://localhost:8000/v1", null, 180),
    ];
}
