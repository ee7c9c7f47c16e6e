using System.Globalization;
using Plumb.Tokens.Chat;
using Plumb.Tokens.Models;

namespace Plumb.Tokens;

/// <summary>What is known of a model: how its tokens are counted, how many it takes, and what they cost.</summary>
public sealed class TokenModel
{
    private readonly ModelRow? row;
    private readonly EstimateRow? estimate;
    private readonly Lazy<TextTokenizer>? tokenizer;

    internal TokenModel(string name, ModelRow row, bool isFamily, ModelTable table, Func<TextTokenizer>? open)
    {
        Name = name;
        IsFamily = isFamily;
        this.row = row;
        Encoding = row.Encoding is null || row.Tokenizer is not null ? null : TokenEncoding.Find(row.Encoding);
        estimate = table.FindEstimate(row.Estimate);
        Chat = table.FindChat(row.Chat);
        tokenizer = open is null ? null : new Lazy<TextTokenizer>(open);
    }

    private TokenModel(TokenEncoding encoding)
    {
        Name = encoding.Name;
        Encoding = encoding;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>The name of the catalogue's row; null for a bare encoding.</summary>
    public string? RowName => row?.Name;

    public string? Family => row?.Family;

    /// <summary>The model's encoding; null where counts come from a tokenizer file or can only be estimated.</summary>
    public TokenEncoding? Encoding { get; }

    /// <summary>What the count is made with: an encoding's name, the user's tokenizer file, or the encoding that an estimate starts from.</summary>
    public string EncodingName => Encoding?.Name ?? (tokenizer is null ? TokenEncoding.DefaultName : row!.Tokenizer!);

    /// <summary>Whether counts are exact: by an encoding or by a tokenizer file.</summary>
    public bool IsExact => Encoding is not null || tokenizer is not null;

    /// <summary>Tokens that fit in one request, the answer included; null where it is not known.</summary>
    public int? ContextWindow => row?.ContextWindow;

    /// <summary>Most tokens of an answer; null where it is not known.</summary>
    public int? MaxOutput => row?.MaxOutput;

    public ModelPrice? Price => row?.Price;

    /// <summary>"text", "image", "tools", "json", "reasoning" and the like; null where it is not known.</summary>
    public IReadOnlyList<string>? Capabilities => row?.Capabilities;

    /// <summary>Names of the request's parameters that the model accepts; null where it is not known.</summary>
    public IReadOnlyList<string>? Parameters => row?.Parameters;

    /// <summary>Whether the service can hold its answers to a JSON schema; null where it is not known.</summary>
    public bool? StructuredOutput => row?.StructuredOutput;

    /// <summary>The day of its retirement, past or announced, yyyy-mm-dd; null where none is known.</summary>
    public string? Retires => row?.Retires;

    /// <summary>A later model of the same kind and provider; null where none is known.</summary>
    public string? Replacement => row?.Replacement;

    /// <summary>Whether it was found by a built-in row that stands for a family: how it is counted is known, and nothing of the one model.</summary>
    public bool IsFamily { get; }

    /// <summary>Where the row's facts come from, and of which day (yyyy-mm-dd) they are.</summary>
    public string? Source => row?.Source;

    public string? AsOf => row?.AsOf;

    /// <summary>What its provider adds to chat messages; null where it is not known.</summary>
    public ChatOverhead? Chat { get; }

    /// <summary>How an estimate is made; null where counts are exact.</summary>
    public string? Method => IsExact || estimate is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"o200k_base x {estimate.Factor}; {estimate.Reason}");

    /// <summary>Who found the multiples of an estimate; null where counts are exact.</summary>
    public string? MethodSource => IsExact ? null : estimate?.Source;

    /// <summary>Stands for any model that uses an encoding.</summary>
    public static TokenModel Of(TokenEncoding encoding) => new(encoding);

    /// <exception cref="FormatException">The user's tokenizer file cannot be used, or not on this text.</exception>
    public TokenCount Count(ReadOnlySpan<char> text) =>
        Encoding is not null ? TokenCount.Of(Encoding.Count(text))
        : tokenizer is not null ? TokenCount.Of(tokenizer.Value.Count(text.ToString()))
        : Estimate(TokenEncoding.Default.Count(text));

    /// <summary>What a count in the encoding that an estimate starts from comes to; the count itself where it is exact.</summary>
    public TokenCount Estimate(int tokens) =>
        IsExact ? TokenCount.Of(tokens)
        : estimate is null ? new TokenCount(tokens, 0, int.MaxValue, TokenEncoding.DefaultName)
        : new TokenCount(Scale(tokens, estimate.Factor), Scale(tokens, estimate.Low), Scale(tokens, estimate.High), Method);

    /// <summary>A request's messages alone; see <see cref="CountChat(ChatRequest)"/>.</summary>
    /// <exception cref="FormatException">As <see cref="Count"/>.</exception>
    public TokenCount CountChat(IReadOnlyList<ChatMessage> messages) => CountChat(new ChatRequest { Messages = messages });

    /// <summary>
    /// A request with what the provider adds to it: for each message its role, content and name and the overhead, and the
    /// start of the answer. What cannot be counted to the token makes it an estimate whose method says so.
    /// </summary>
    /// <exception cref="FormatException">As <see cref="Count"/>.</exception>
    public TokenCount CountChat(ChatRequest request) => ChatCounter.Count(this, request);

    /// <summary>US dollars for so many tokens of input; null where the price is not known.</summary>
    public decimal? InputCost(long tokens) => Price?.Input * tokens / 1_000_000m;

    private static int Scale(int tokens, double factor) => (int)Math.Min(int.MaxValue, Math.Round(tokens * factor));
}
