namespace Plumb.Training.Model;

/// <summary>How a table is trained.</summary>
internal sealed record Settings
{
    public int Rows { get; init; } = 28_000;

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; init; } = 256;

    /// <summary>Pairs in a step; each is a negative for all others.</summary>
    public int Batch { get; init; } = 1024;

    public int Epochs { get; init; } = 2;

    public float Temperature { get; init; } = 0.07f;

    public float LearningRate { get; init; } = 0.003f;

    /// <summary>Consecutive pairs of a batch that come from one repository: its own passages are the hard negatives.</summary>
    public int Group { get; init; } = 32;

    /// <summary>Share of a passage's terms that a step leaves out, so that no pair is learned by its one shared word.</summary>
    public float Dropout { get; init; } = 0.4f;

    /// <summary>Share of steps' pairs in which words that question and passage share are left out of the passage.</summary>
    public float OverlapDropout { get; init; } = 0.2f;

    public int Seed { get; init; } = 20_261_125;
}
