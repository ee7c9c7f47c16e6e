namespace Plumb.Search.Embedding;

/// <summary>The embedder that Plumb brings along.</summary>
internal static class BuiltInEmbedder
{
    /// <summary>One for the whole process; null in a build without its table.</summary>
    public static ITermEmbedder? Instance => StaticEmbedder.BuiltIn;
}
