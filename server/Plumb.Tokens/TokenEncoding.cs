namespace Plumb.Tokens;

/// <summary>
/// Counts tokens of one encoding. Text is counted as ordinary text: spellings of special tokens are plain characters.
/// Safe to use from many threads.
/// </summary>
public sealed class TokenEncoding
{
    private TokenEncoding(string name) => Name = name;

    /// <summary>"o200k_base" or "cl100k_base".</summary>
    public string Name { get; }

    /// <summary>What is used where nobody said which model it is for.</summary>
    public const string DefaultName = "o200k_base";

    public static IReadOnlyList<string> Names { get; } = ["o200k_base", "cl100k_base"];

    /// <summary>The encoding by its name; null when it is not known. The vocabulary is loaded on the first count.</summary>
    public static TokenEncoding? Find(string name) => Names.Contains(name) ? new(name) : null;

    /// <summary>The encoding of a model by its name; null when the model is not known or has no public tokenizer.</summary>
    public static TokenEncoding? FindForModel(string model) => throw new NotImplementedException();

    /// <summary>The exact number of tokens of a text, in time linear in its length.</summary>
    public int Count(ReadOnlySpan<char> text) => throw new NotImplementedException();
}
