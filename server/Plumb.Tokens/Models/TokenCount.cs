namespace Plumb.Tokens;

/// <summary>
/// A number of tokens and how sure it is. An exact count has <see cref="Low"/> and <see cref="High"/> equal to
/// <see cref="Tokens"/> and no <see cref="Method"/>; an estimate is shown with <c>≈</c>, its band and its method.
/// </summary>
/// <param name="High"><see cref="Unbounded"/> where something was left out of which no most is known.</param>
public readonly record struct TokenCount(int Tokens, int Low, int High, string? Method)
{
    /// <summary>A <see cref="High"/> that says nothing.</summary>
    public const int Unbounded = int.MaxValue;

    public bool Exact => Method is null;

    public static TokenCount Of(int tokens) => new(tokens, tokens, tokens, null);
}
