using System.Runtime.InteropServices;

namespace Plumb.Training.Mining;

/// <summary>What kind of text asks, and what answers it.</summary>
internal enum PairSource : byte
{
    /// <summary>The first sentence of a doc comment, and the declaration without it.</summary>
    Doc,

    /// <summary>A comment inside a body, and the lines that follow it.</summary>
    Comment,

    /// <summary>What a test says it tests, and the test's body.</summary>
    Test,

    /// <summary>A heading, and its section.</summary>
    Heading,

    /// <summary>One sentence of a section, and the rest of the section (the inverse cloze task of Lee, Chang and Toutanova, 2019).</summary>
    Cloze,

    /// <summary>A link's text, and the section that it leads to.</summary>
    Link,

    /// <summary>The summary of a member in a package's XML documentation, and its signature.</summary>
    Reference,

    /// <summary>A manual page's one-line description, and its text.</summary>
    Manual,

    /// <summary>The subject of a commit, and the code of a file that it changed.</summary>
    Commit,
}

/// <summary>A term of a passage and how much it counts there.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Weighted(int Term, float Weight);

/// <summary>A question-like text and the passage that answers it, as numbers of terms.</summary>
internal sealed record Pair(PairSource Source, string Language, int Repository, int[] Query, Weighted[] Passage);
