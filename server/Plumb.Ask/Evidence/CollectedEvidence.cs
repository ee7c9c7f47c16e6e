namespace Plumb.Ask.Evidence;

/// <summary>What the workspace has on a question.</summary>
/// <param name="Passages">Best first.</param>
/// <param name="IsExpected">They may be expected to answer it; else they are only the closest places.</param>
/// <param name="Unknown">Words of the question that are nowhere in the workspace.</param>
/// <param name="Coverage">Share of the question's words that the best hits have, each by its weight, 0 to 1.</param>
internal sealed record CollectedEvidence(IReadOnlyList<Passage> Passages, bool IsExpected, IReadOnlyList<string> Unknown, double Coverage);
