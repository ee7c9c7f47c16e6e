namespace Plumb.Search.Ranking;

/// <summary>One of the best chunks, before the list is made of them.</summary>
/// <param name="File">Index of its file in the snapshot.</param>
/// <param name="Segment">Index of its segment in the snapshot.</param>
/// <param name="Document">Number of the chunk in its segment.</param>
/// <param name="Sum">What words, vectors and declarations give it.</param>
/// <param name="Factor">What its file's role and name make of that.</param>
/// <param name="Standing">What others' mentions of its file make of it.</param>
internal readonly record struct Candidate(int File, int Segment, int Document, double Sum, double Factor, double Standing)
{
    /// <summary>What the words of the query in its path add to the sum.</summary>
    public double Path { get; init; }

    /// <summary>What its file's other candidates add to the sum.</summary>
    public double Company { get; init; }

    /// <summary>
    /// The score but for the standing. What files add is measured by this: mentions are counted later than words where a file
    /// was edited, and must not change what the words of other files say.
    /// </summary>
    public double Weight => (Sum + Path + Company) * Factor;

    public double Score => Weight * Standing;

    /// <summary>Its file, and its number among the chunks of that.</summary>
    public (int File, int Chunk) PlaceIn(IndexSnapshot snapshot) => (File, Document - snapshot.Files[File].FirstDocument);
}
