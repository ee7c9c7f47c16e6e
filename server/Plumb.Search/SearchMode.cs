namespace Plumb.Search;

/// <summary>What ranks the chunks.</summary>
public enum SearchMode
{
    /// <summary>Words, and vectors where there are any.</summary>
    Hybrid,

    /// <summary>Words alone.</summary>
    Lexical,

    /// <summary>Vectors alone, under the same rules of files and their roles.</summary>
    Vectors,
}
