using System.Text.Json;
using Plumb.Tokens.Tokenizers;

namespace Plumb.Tokens;

/// <summary>A tokenizer out of a file that the user names: exact counts for models whose vocabulary is not part of Plumb.</summary>
public sealed class TextTokenizer
{
    private readonly Tokenizer tokenizer;

    private TextTokenizer(Tokenizer tokenizer) => this.tokenizer = tokenizer;

    /// <summary>Reads the content of a Hugging Face tokenizer.json: BPE, Unigram, WordPiece or WordLevel.</summary>
    /// <exception cref="FormatException">It is damaged, or describes what Plumb does not know.</exception>
    public static TextTokenizer Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return new TextTokenizer(Tokenizer.Read(json.RootElement));
        }
        catch (JsonException e)
        {
            throw new FormatException("It is no tokenizer.json: " + e.Message.Split(" LineNumber", 2)[0], e);
        }
    }

    /// <summary>Tokens of a text; spellings of special tokens are plain text, and none are added before or behind it.</summary>
    /// <exception cref="FormatException">A pattern of the tokenizer takes forever on this text.</exception>
    public int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return tokenizer.CountPlain(text.StartsWith('\uFEFF') ? text[1..] : text);
    }
}
