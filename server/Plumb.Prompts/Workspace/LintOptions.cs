namespace Plumb.Prompts.Workspace;

/// <summary>
/// What a lint run may know besides the file. Everything may be absent: the rules that need it are then silent.
/// Implementations are asked from many threads and answer from memory or at the cost of one small file.
/// </summary>
public sealed record LintOptions
{
    public static LintOptions Default { get; } = new();

    /// <summary>The codes of the rules that run; null for all.</summary>
    public IReadOnlySet<string>? Rules { get; init; }

    /// <summary>The files of the workspace.</summary>
    public IWorkspaceFiles? Files { get; init; }

    /// <summary>The names that the workspace's code declares.</summary>
    public IWorkspaceSymbols? Symbols { get; init; }

    /// <summary>The scripts and targets that can be run in the workspace.</summary>
    public IWorkspaceCommands? Commands { get; init; }

    /// <summary>What is known of models.</summary>
    public IModelCatalogue? Models { get; init; } = KnownModels.Instance;

    /// <summary>Counts tokens.</summary>
    public ITokenCounter? Tokens { get; init; } = TokenCounter.Instance;

    /// <summary>The text of a file at the base that budgets are compared with.</summary>
    public IBaseTexts? Base { get; init; }

    /// <summary>The tools that the host knows; null where they are not known.</summary>
    public IReadOnlySet<string>? Tools { get; init; }

    /// <summary>Tokens that a prompt's fixed text may take; null for no budget.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Tokens that the instructions of every request may take before K05 speaks.</summary>
    public int AlwaysOnBudget { get; init; } = 8000;

    /// <summary>The share of growth against the base from which on K03 speaks.</summary>
    public double BudgetRegression { get; init; } = 0.2;

    /// <summary>Today, as yyyy-mm-dd: a model is retired from its day on. Null takes every announced date for past.</summary>
    public string? Today { get; init; }
}
