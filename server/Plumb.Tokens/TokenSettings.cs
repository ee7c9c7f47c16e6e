using System.Text.Json;
using Plumb.Text.Configuration;
using Plumb.Tokens.Budgets;

namespace Plumb.Tokens;

/// <summary>
/// The <c>tokens</c> section of plumb.json: which models counts are shown for, models of one's own, and budgets per file.
/// </summary>
public sealed record TokenSettings
{
    /// <summary>Nothing said: both encodings that are in use, no budgets.</summary>
    public static TokenSettings Default { get; } = new();

    public ModelTable Models { get; init; } = ModelTable.BuiltIn;

    /// <summary>Names of models or encodings; never empty.</summary>
    public IReadOnlyList<string> Show { get; init; } = ["o200k_base", "cl100k_base"];

    /// <summary>The first that matches a file holds for it.</summary>
    public IReadOnlyList<TokenBudget> Budgets { get; init; } = [];

    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    /// <summary>The chosen models; a name that is not known is left out.</summary>
    public IReadOnlyList<TokenModel> Shown => [.. Show.Select(Find).OfType<TokenModel>()];

    /// <summary>A model or an encoding by its name.</summary>
    public TokenModel? Find(string name) => TokenEncoding.Find(name) is { } encoding ? TokenModel.Of(encoding) : Models.Find(name);

    /// <summary>These settings with what a section says put before them.</summary>
    /// <param name="openTokenizer">Opens a tokenizer file by the path that the section writes.</param>
    public TokenSettings With(JsonElement? section, Func<string, TextTokenizer>? openTokenizer)
    {
        if (section is not { ValueKind: JsonValueKind.Object } tokens)
        {
            return this;
        }

        var result = this;
        var problems = new List<ConfigurationProblem>(Problems);
        if (tokens.TryGetProperty("models", out var rows))
        {
            var (table, wrong) = Models.With(rows, openTokenizer);
            problems.AddRange(wrong);
            result = result with { Models = table };
        }

        if (tokens.TryGetProperty("show", out var show))
        {
            result = result.WithShow(show, problems);
        }

        if (tokens.TryGetProperty("budgets", out var budgets))
        {
            result = result with { Budgets = [.. TokenBudget.Read(budgets, problems), .. Budgets] };
        }

        return result with { Problems = problems };
    }

    /// <summary>The same for models that an editor's setting names.</summary>
    public TokenSettings WithShow(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var known = names.Where(name => Find(name) is not null).ToList();
        return known.Count == 0 ? this : this with { Show = known };
    }

    private TokenSettings WithShow(JsonElement show, List<ConfigurationProblem> problems)
    {
        if (show.ValueKind != JsonValueKind.Array || show.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
        {
            problems.Add(new ConfigurationProblem("tokens.show", "'tokens.show' has to be a list of models or encodings.", null));
            return this;
        }

        var names = show.EnumerateArray().Select(e => e.GetString()!).ToList();
        problems.AddRange(names.Where(name => Find(name) is null).Select(name =>
            new ConfigurationProblem("tokens.show", $"The model '{name}' is unknown: add it to 'tokens.models', or name an encoding ({string.Join(", ", TokenEncoding.Names)}).", null)));
        return WithShow(names);
    }
}
