using System.Buffers.Text;
using System.Text.Json;
using Plumb.Tokens.Tokenizers;
using Plumb.Tokens.Tokenizers.SentencePiece;

namespace Plumb.Tokens;

/// <summary>A tokenizer out of a file that the user names: exact counts for models whose vocabulary is not part of Plumb.</summary>
public sealed class TextTokenizer
{
    private readonly Func<string, int> count;

    private TextTokenizer(Func<string, int> count) => this.count = count;

    /// <summary>
    /// Reads the content of a Hugging Face <c>tokenizer.json</c> (BPE, Unigram, WordPiece or WordLevel) or of a SentencePiece
    /// <c>tokenizer.model</c> (unigram, BPE, word or character); the content tells which it is.
    /// </summary>
    /// <exception cref="FormatException">It is damaged, or describes what Plumb does not know.</exception>
    public static TextTokenizer Read(ReadOnlyMemory<byte> content) => FirstLetter(content.Span) switch
    {
        (byte)'{' => ReadJson(content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content),
        _ when IsRankList(content.Span) => throw new FormatException("It is a list of tokens in tiktoken's form, which does not say how a text is split before: name the model's tokenizer.json instead."),
        _ when IsText(content.Span) => throw new FormatException("It is plain text, and neither a tokenizer.json nor a SentencePiece tokenizer.model."),
        _ => new TextTokenizer(SentencePieceTokenizer.Read(content.Span).Count),
    };

    /// <summary>Tokens of a text; spellings of special tokens are plain text, and none are added before or behind it.</summary>
    /// <exception cref="FormatException">A pattern of the tokenizer takes forever on this text.</exception>
    public int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return count(text.StartsWith('\uFEFF') ? text[1..] : text);
    }

    private static TextTokenizer ReadJson(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return new TextTokenizer(Tokenizer.Read(json.RootElement).CountPlain);
        }
        catch (JsonException e)
        {
            throw new FormatException("It is no tokenizer.json: " + e.Message.Split(" LineNumber", 2)[0], e);
        }
    }

    private static byte FirstLetter(ReadOnlySpan<byte> content) =>
        content.TrimStart("\uFEFF \t\r\n"u8) is [var first, ..] ? first : (byte)0;

    /// <summary>A vocabulary is binary from its first score on.</summary>
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        var start = content[..Math.Min(content.Length, 512)];
        foreach (var b in start)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return false;
            }
        }

        return start.Length > 0 && start.IndexOfAnyExcept("\t\r\n"u8) >= 0 && System.Text.Unicode.Utf8.IsValid(start[..Whole(start)]);
    }

    /// <summary>Bytes up to the last whole character.</summary>
    private static int Whole(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > 0 && bytes.Length - end < 4 && (bytes[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return end > 0 && bytes[end - 1] >= 0xC0 ? end - 1 : bytes.Length;
    }

    /// <summary>A first line such as <c>IQ== 0</c>.</summary>
    private static bool IsRankList(ReadOnlySpan<byte> content)
    {
        var line = content[..Math.Max(0, content[..Math.Min(content.Length, 256)].IndexOf((byte)'\n'))].TrimEnd((byte)'\r');
        var space = line.IndexOf((byte)' ');
        return space > 0 && Base64.IsValid(line[..space]) && space + 1 < line.Length && line[(space + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
