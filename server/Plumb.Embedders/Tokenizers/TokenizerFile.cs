using System.Text.Json;
using Plumb.Search.Embedding;
using Plumb.Tokens.Tokenizers;

namespace Plumb.Embedders.Tokenizers;

/// <summary>Tokenizers and other JSON of a model's folder, read from files; what is wrong is told with the file's name.</summary>
internal static class TokenizerFile
{
    /// <exception cref="EmbedderException">The file cannot be read, is damaged, or describes what Plumb does not know.</exception>
    public static Tokenizer Load(string path) => ReadJson(path, Tokenizer.Read);

    /// <summary>BERT's tokenizer over a vocabulary with a token a line.</summary>
    /// <exception cref="EmbedderException">The file cannot be read or lacks BERT's special tokens.</exception>
    public static Tokenizer LoadVocabulary(string path, bool lowercase) => Guard(path, () => Tokenizer.FromVocabulary(File.ReadLines(path), lowercase));

    /// <exception cref="EmbedderException">The file cannot be read, or <paramref name="read"/> found something wrong.</exception>
    public static T ReadJson<T>(string path, Func<JsonElement, T> read) => Guard(path, () =>
    {
        using var stream = File.OpenRead(path);
        using var json = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return read(json.RootElement);
    });

    /// <summary>The ids of a text, without special ones around it.</summary>
    /// <exception cref="EmbedderException">A pattern of the tokenizer takes forever on this text.</exception>
    public static List<int> Ids(this Tokenizer tokenizer, string text)
    {
        try
        {
            return tokenizer.Encode(text);
        }
        catch (FormatException e)
        {
            throw new EmbedderException(e.Message, e);
        }
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbedderException($"{path} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
        catch (JsonException e)
        {
            throw new EmbedderException($"{path} is no JSON (line {e.LineNumber + 1}).", e);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new EmbedderException($"{path} cannot be used: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
