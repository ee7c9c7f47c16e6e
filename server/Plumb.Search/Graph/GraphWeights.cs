using Plumb.Search.Ranking;

namespace Plumb.Search.Graph;

/// <summary>The few numbers of the reference graph, each with its reason; chosen by thought, not fitted.</summary>
internal static class GraphWeights
{
    /// <summary>The share of a file's rank that goes to what it mentions (Brin and Page, 1998, use the same).</summary>
    public const double Damping = 0.85;

    /// <summary>Ranks settle by a factor of <see cref="Damping"/> an iteration: after so many by less than a thousandth.</summary>
    public const int Iterations = 50;

    /// <summary>Sum of changes of all ranks at which they count as settled; ranks are kept in single precision.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Shorter names are letters of formulas and loops.</summary>
    public const int MinNameLength = 3;

    /// <summary>A name that more files declare (in one language) is a habit, like "run": nobody can tell which of them is meant.</summary>
    public const int MaxDeclaringFiles = 5;

    /// <summary>A name of one part is often an ordinary word of a comment.</summary>
    public const double PlainWord = 0.3;

    // So few files tell nothing about how common a name is.
    private const int FewFiles = 10;

    /// <summary>
    /// Names that more files mention are the language's or the project's everyday words: for a name of one part a
    /// twentieth of all files, for others half of them.
    /// </summary>
    public static int MaxMentioningFiles(int files, bool isPlainWord) => Math.Max(FewFiles, isPlainWord ? files / 20 : files / 2);

    /// <summary>
    /// How much a file's mentions are worth. Tests and examples mention what they show, not what others build on; a
    /// list of changes mentions everything once.
    /// </summary>
    public static double Of(FileRole role) => role switch
    {
        FileRole.Source => 1.0,
        FileRole.Documentation => 0.5,
        FileRole.Test or FileRole.Example or FileRole.Legacy => 0.3,
        _ => 0.1,
    };
}
