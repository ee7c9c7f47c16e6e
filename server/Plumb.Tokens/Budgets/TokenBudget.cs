using System.Text.Json;
using Plumb.Text.Configuration;

namespace Plumb.Tokens.Budgets;

/// <summary>Most tokens that the files of a pattern should have.</summary>
/// <param name="Files">A pattern; see <see cref="PathPattern"/>.</param>
public sealed record TokenBudget(string Files, int Tokens)
{
    private readonly PathPattern pattern = new(Files);

    /// <summary>Whether it holds for a file, by its path from the workspace's root.</summary>
    public bool Covers(string path) => pattern.IsMatch(path);

    /// <summary>Reads <c>{ "prompts/**": 2000, "AGENTS.md": 4000 }</c>, in that order.</summary>
    internal static List<TokenBudget> Read(JsonElement budgets, List<ConfigurationProblem> problems)
    {
        var read = new List<TokenBudget>();
        if (budgets.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new ConfigurationProblem("tokens.budgets", "'tokens.budgets' has to be an object such as { \"prompts/**\": 2000 }.", null));
            return read;
        }

        foreach (var budget in budgets.EnumerateObject())
        {
            if (budget.Value.ValueKind == JsonValueKind.Number && budget.Value.TryGetInt32(out var tokens) && tokens >= 0)
            {
                read.Add(new TokenBudget(budget.Name, tokens));
            }
            else
            {
                problems.Add(new ConfigurationProblem("tokens.budgets." + budget.Name, $"The budget of '{budget.Name}' has to be a whole number of tokens.", null));
            }
        }

        return read;
    }
}
