namespace Plumb.Ask.Kinds;

/// <summary>What is wanted besides an answer to a free question.</summary>
public enum AskTask
{
    /// <summary>What selected lines do, what they use, and who uses them.</summary>
    Explain,

    /// <summary>Which tests mention a symbol.</summary>
    Tests,

    /// <summary>What mentions a symbol, and so may break when it changes.</summary>
    Impact,

    /// <summary>What a file, a folder or a log holds.</summary>
    Summarize,

    /// <summary>What changed against the last commit.</summary>
    Diff,

    /// <summary>Where somebody new should begin.</summary>
    Tour,
}

/// <param name="Target">A path, a path with lines ("a.cs:10-20") or a symbol; empty where the task needs none.</param>
public sealed record KindRequest(AskTask Task, string Target);
