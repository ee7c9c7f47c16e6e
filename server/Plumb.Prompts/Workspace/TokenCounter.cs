using Plumb.Tokens;

namespace Plumb.Prompts.Workspace;

/// <summary>Counts as the catalogue says of a model; the vocabulary is loaded on the first count.</summary>
/// <param name="table">The catalogue as it is now; asked at every count.</param>
public sealed class TokenCounter(Func<ModelTable> table) : ITokenCounter
{
    /// <summary>The built-in catalogue.</summary>
    public static TokenCounter Instance { get; } = new(() => ModelTable.BuiltIn);

    public int Count(string text, string? model)
    {
        try
        {
            return (model is null ? null : table().Find(model))?.Count(text).Tokens ?? TokenEncoding.Default.Count(text);
        }
        catch (FormatException)
        {
            // The user's tokenizer file cannot be used, which whoever read its settings has told: a rule still wants a number.
            return TokenEncoding.Default.Count(text);
        }
    }
}
