namespace Plumb.Tokens;

/// <summary>US dollars for a million tokens; null where it is not known or there is none.</summary>
public sealed record ModelPrice(decimal? Input = null, decimal? Output = null, decimal? CachedInput = null);

/// <summary>Tokens that a provider adds around chat messages.</summary>
/// <param name="PerMessage">For each message, besides its role and content.</param>
/// <param name="PerName">For a message that has a name, besides the name; negative where the name replaces the role.</param>
/// <param name="Reply">Once, where the answer begins.</param>
/// <param name="Source">Who says so.</param>
public sealed record ChatOverhead(int PerMessage, int PerName, int Reply, string Source);

/// <summary>A message of a chat as a provider's API takes it.</summary>
public sealed record ChatMessage(string Role, string Content, string? Name = null);
