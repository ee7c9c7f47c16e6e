namespace Plumb.Search.Graph;

/// <summary>A file that mentions a name.</summary>
/// <param name="File">Its number.</param>
/// <param name="Weight">How strongly, above zero; compared with its other mentions only.</param>
internal readonly record struct Mention(int File, double Weight);

/// <summary>
/// A name between the files that mention it and those that declare it. Edges go through names, so that their number is
/// that of mentions and declarations, and not their product.
/// </summary>
/// <param name="Declarations">The files that declare it and how each spells it; ordered by file.</param>
/// <param name="DeclaringFiles">The same files, each once; none of them is among <paramref name="Mentions"/>.</param>
/// <param name="Mentions">The files that mention it, in order.</param>
internal sealed record ReferencedName(IReadOnlyList<(int File, string Name)> Declarations, int[] DeclaringFiles, Mention[] Mentions);

/// <summary>Which file mentions names of which other file.</summary>
/// <param name="FileWeights">For each file how much its mentions are worth, above zero.</param>
/// <param name="Names">Names that at least one file mentions.</param>
internal sealed record ReferenceGraph(double[] FileWeights, IReadOnlyList<ReferencedName> Names);
