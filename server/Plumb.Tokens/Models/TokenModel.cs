using System.Globalization;
using Plumb.Tokens.Models;

namespace Plumb.Tokens;

/// <summary>What is known of a model: how its tokens are counted, and how many it takes.</summary>
public sealed class TokenModel
{
    private readonly EstimateRow? estimate;

    internal TokenModel(string name, ModelRow row)
    {
        Name = name;
        Encoding = row.Encoding is null ? null : TokenEncoding.Find(row.Encoding);
        ContextWindow = row.ContextWindow;
        estimate = row.Estimate;
    }

    private TokenModel(TokenEncoding encoding)
    {
        Name = encoding.Name;
        Encoding = encoding;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>The model's encoding; null where counts can only be estimated.</summary>
    public TokenEncoding? Encoding { get; }

    /// <summary>Tokens that fit in one request, the answer included; null where it is not known.</summary>
    public int? ContextWindow { get; }

    /// <summary>How an estimate is made; null where counts are exact.</summary>
    public string? Method => Encoding is not null || estimate is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"o200k_base x {estimate.Factor}; {estimate.Reason}");

    /// <summary>Stands for any model that uses an encoding.</summary>
    public static TokenModel Of(TokenEncoding encoding) => new(encoding);

    public TokenCount Count(ReadOnlySpan<char> text)
    {
        if (Encoding is not null)
        {
            return TokenCount.Of(Encoding.Count(text));
        }

        var tokens = TokenEncoding.Default.Count(text);
        return estimate is null
            ? new TokenCount(tokens, 0, int.MaxValue, "o200k_base")
            : new TokenCount(Scale(tokens, estimate.Factor), Scale(tokens, estimate.Low), Scale(tokens, estimate.High), Method);
    }

    private static int Scale(int tokens, double factor) => (int)Math.Min(int.MaxValue, Math.Round(tokens * factor));
}
