namespace Plumb.Tokens;

/// <summary>US dollars for a million tokens; null where it is not known or there is none.</summary>
public sealed record ModelPrice(decimal? Input = null, decimal? Output = null, decimal? CachedInput = null)
{
    private const decimal Million = 1_000_000m;

    /// <summary>What a call costs, in US dollars; null where a price that it needs is not known.</summary>
    /// <param name="prompt">Tokens in.</param>
    /// <param name="cached">Those of them that the service had from before; at the price of other input where they have none of their own.</param>
    /// <param name="answer">Tokens out.</param>
    public decimal? Of(long prompt, long cached, long answer) =>
        (((prompt - cached) * Input) + (cached * (CachedInput ?? Input)) + (answer == 0 ? 0 : answer * Output)) / Million;
}

/// <summary>Tokens that a provider adds around chat messages.</summary>
/// <param name="PerMessage">For each message, besides its role and content.</param>
/// <param name="PerName">For a message that has a name, besides the name; negative where the name replaces the role.</param>
/// <param name="Reply">Once, where the answer begins.</param>
/// <param name="Source">Who says so.</param>
public sealed record ChatOverhead(int PerMessage, int PerName, int Reply, string Source);
