using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Configuration;

/// <summary>A configuration's own options over what a lint run knows anyway.</summary>
public static class ConfiguredOptions
{
    public static LintOptions Over(this LintConfiguration configuration, LintOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            TokenBudget = configuration.TokenBudget ?? options.TokenBudget,
            AlwaysOnBudget = configuration.AlwaysOnBudget ?? options.AlwaysOnBudget,
            BudgetRegression = configuration.AllowedGrowth ?? options.BudgetRegression,
            Tools = configuration.Tools?.ToHashSet(StringComparer.Ordinal) ?? options.Tools,
            Tokens = configuration.Model is { } model && options.Tokens is { } tokens ? new DefaultModelCounter(tokens, model) : options.Tokens,
        };
    }

    /// <summary>Counts for the configured model where a prompt names none.</summary>
    private sealed class DefaultModelCounter(ITokenCounter counter, string fallback) : ITokenCounter
    {
        public int Count(string text, string? model) => counter.Count(text, model ?? fallback);
    }
}
