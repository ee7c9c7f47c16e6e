namespace Plumb.Search.Evaluation;

/// <summary>Questions whose answers are known, and how good the search has to be at them.</summary>
/// <param name="K">Hits that are looked at for each question.</param>
/// <param name="Bars">What has to be reached.</param>
/// <param name="Repository">Where the labels were made; for the reader only.</param>
public sealed record GoldenSet(int K, IReadOnlyList<Bar> Bars, GoldenRepository? Repository, IReadOnlyList<GoldenQuestion> Questions)
{
    public const int DefaultK = 10;

    /// <summary>What has to be reached by answers; search has none of it.</summary>
    public IReadOnlyList<AnswerBar> AnswerBars { get; init; } = [];
}

/// <summary>The state of the repository that the labels were made on.</summary>
public sealed record GoldenRepository(string? Url, string? Commit);

/// <summary>One question.</summary>
/// <param name="Text">In the words of whoever would ask it.</param>
/// <param name="Expectations">The places that answer it; empty exactly where it is unanswerable.</param>
/// <param name="IsUnanswerable">Nothing in the workspace answers it: it counts for refusals and not for retrieval.</param>
/// <param name="Tags">Groups that are also told by themselves.</param>
public sealed record GoldenQuestion(string Text, IReadOnlyList<Expectation> Expectations, bool IsUnanswerable, IReadOnlyList<string> Tags)
{
    /// <summary>What an answer has to say.</summary>
    public IReadOnlyList<ExpectedFact> Facts { get; init; } = [];

    /// <summary>What a good answer says, for a judge; empty where nobody wrote it.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Answers that people called good or bad: the judge is judged by them.</summary>
    public IReadOnlyList<LabelledAnswer> Labels { get; init; } = [];
}

/// <summary>An answer and what people think of it.</summary>
public sealed record LabelledAnswer(string Answer, bool IsGood);

/// <summary>A place that answers a question: a file, lines of it, or a symbol in it.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="Lines">Any hit that overlaps them is an answer; null: not told by lines.</param>
/// <param name="Symbol">"Queue.add" or "Install > Linux": a hit that is it, is inside it or holds it is an answer; null: not told by symbol.</param>
public sealed record Expectation(string Path, LineRange? Lines = null, string? Symbol = null)
{
    /// <summary>Line of the symbol's name in the file as it is now, 1-based; 0 where it was not looked up or is not there.</summary>
    public int SymbolLine { get; init; }

    public override string ToString() => Path + (Lines is { } lines ? $":{lines}" : "") + (Symbol is null ? "" : $" {Symbol}");
}

/// <summary>Lines of a file, 1-based, both inclusive.</summary>
public readonly record struct LineRange(int First, int Last)
{
    public bool Overlaps(int first, int last) => first <= Last && First <= last;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
