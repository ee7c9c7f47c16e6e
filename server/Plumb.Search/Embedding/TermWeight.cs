using Plumb.Search.Storage;

namespace Plumb.Search.Embedding;

/// <summary>How much a term counts in the vector of the passage that holds it, before the term's own learned weight.</summary>
internal static class TermWeight
{
    /// <summary>Repetition counts by its logarithm; a name says more about its declaration than a word of the body.</summary>
    /// <param name="body">Occurrences in the text.</param>
    /// <param name="symbol">How strongly the passage's names hold it.</param>
    /// <param name="inPath">The file's path holds it.</param>
    public static float Of(int body, SymbolLevel symbol, bool inPath) =>
        (body > 0 ? 1 + MathF.Log(body) : 0)
        + symbol switch
        {
            SymbolLevel.Primary => 1.5f,
            SymbolLevel.Declared => 0.75f,
            SymbolLevel.Context => 0.5f,
            _ => 0,
        }
        + (inPath ? 0.5f : 0);
}
