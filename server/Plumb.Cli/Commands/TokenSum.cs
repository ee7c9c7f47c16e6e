using System.Globalization;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <param name="Budget">Most tokens that plumb.json allows it; null where it has no budget, or none was asked for.</param>
internal readonly record struct CountedFile(string Path, TokenCount Count, int? Budget)
{
    public string Shown => TokenSum.Show(Count.Tokens, Count.Exact);
}

/// <summary>What all counted files come to, and how sure that is: as sure as the least sure of them.</summary>
/// <param name="Low">Null for an exact sum.</param>
/// <param name="High">Null for an exact sum, and where something was left out of which no most is known.</param>
/// <param name="Method">Null for an exact sum.</param>
internal sealed record TokenSum(long Total, long? Low, long? High, string? Method)
{
    public bool Exact => Method is null;

    public string Shown => Show(Total, Exact);

    public static TokenSum Of(TokenModel counter, IReadOnlyList<CountedFile> counted)
    {
        var total = counted.Sum(c => (long)c.Count.Tokens);

        // Each remark once: the files of a run are counted alike, but one may hold what another does not.
        var remarks = counted.Select(c => c.Count.Method).Prepend(counter.Method).OfType<string>().SelectMany(method => method.Split("; ")).Distinct(StringComparer.Ordinal).ToList();
        return remarks.Count == 0
            ? new TokenSum(total, null, null, null)
            : new TokenSum(
                total,
                counted.Sum(c => (long)c.Count.Low),
                counted.Any(c => c.Count.High == TokenCount.Unbounded) ? null : counted.Sum(c => (long)c.Count.High),
                string.Join("; ", remarks));
    }

    public static string Show(long tokens, bool exact) => (exact ? "" : "≈") + tokens.ToString(CultureInfo.InvariantCulture);
}
