using Plumb.Tokens;

namespace Plumb.Prompts.Workspace;

/// <summary>Counts with Plumb's own encodings; the vocabulary is loaded on the first count.</summary>
public sealed class TokenCounter : ITokenCounter
{
    public static TokenCounter Instance { get; } = new();

    public int Count(string text, string? model) => (model is null ? null : ModelCatalogue.Find(model))?.Count(text).Tokens ?? TokenEncoding.Default.Count(text);
}
