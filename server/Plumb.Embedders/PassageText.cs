using Plumb.Search.Embedding;

namespace Plumb.Embedders;

/// <summary>
/// What a model reads of a text: what it declares, then the text; a query as it was typed. The path is left out: vectors
/// are kept by content, and a file that is moved keeps its own.
/// </summary>
internal static class PassageText
{
    /// <summary>Part of the ids of those who use it: other words make other vectors.</summary>
    public const string Version = "p1";

    public static string Of(EmbeddingText text) => text.Symbol.Length == 0 ? text.Text : text.Symbol + "\n" + text.Text;
}
