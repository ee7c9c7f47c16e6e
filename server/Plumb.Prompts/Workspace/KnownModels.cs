using Plumb.Prompts.Model;

namespace Plumb.Prompts.Workspace;

/// <summary>
/// What rules need to know of models, written down by hand and not yet checked row by row against the providers' pages. What
/// is not listed is not known, and nothing is said about it.
/// </summary>
public sealed class KnownModels : IModelCatalogue
{
    private static readonly HashSet<ParameterKind> Sampling =
        [ParameterKind.Temperature, ParameterKind.TopP, ParameterKind.FrequencyPenalty, ParameterKind.PresencePenalty, ParameterKind.LogProbabilities];

    private static readonly Dictionary<string, ModelFacts> Table = new ModelFacts[]
    {
        new("gpt-4o") { ContextWindow = 128_000, MaxOutput = 16_384, StructuredOutput = true, TakesImages = true },
        new("gpt-4o-mini") { ContextWindow = 128_000, MaxOutput = 16_384, StructuredOutput = true, TakesImages = true },
        new("gpt-4o-2024-05-13") { ContextWindow = 128_000, MaxOutput = 4096, StructuredOutput = false, TakesImages = true },
        new("gpt-4.1") { ContextWindow = 1_047_576, MaxOutput = 32_768, StructuredOutput = true, TakesImages = true },
        new("gpt-4.1-mini") { ContextWindow = 1_047_576, MaxOutput = 32_768, StructuredOutput = true, TakesImages = true },
        new("gpt-4.1-nano") { ContextWindow = 1_047_576, MaxOutput = 32_768, StructuredOutput = true, TakesImages = true },
        new("gpt-4-turbo") { ContextWindow = 128_000, MaxOutput = 4096, StructuredOutput = false, TakesImages = true },
        new("gpt-4") { ContextWindow = 8192, MaxOutput = 8192, StructuredOutput = false, TakesImages = false },
        new("gpt-4-32k") { ContextWindow = 32_768, MaxOutput = 32_768, StructuredOutput = false, RetiredOn = "2025-06-06", Replacement = "gpt-4o" },
        new("gpt-4-vision-preview") { RetiredOn = "2024-12-06", Replacement = "gpt-4o" },
        new("gpt-4.5-preview") { RetiredOn = "2025-07-14", Replacement = "gpt-4.1" },
        new("gpt-3.5-turbo") { ContextWindow = 16_385, MaxOutput = 4096, StructuredOutput = false, TakesImages = false },
        new("gpt-3.5-turbo-0301") { RetiredOn = "2024-09-13", Replacement = "gpt-4o-mini" },
        new("gpt-3.5-turbo-0613") { RetiredOn = "2024-09-13", Replacement = "gpt-4o-mini" },
        new("gpt-3.5-turbo-16k-0613") { RetiredOn = "2024-09-13", Replacement = "gpt-4o-mini" },
        new("text-davinci-003") { RetiredOn = "2024-01-04", Replacement = "gpt-4o-mini" },
        new("text-davinci-002") { RetiredOn = "2024-01-04", Replacement = "gpt-4o-mini" },
        new("code-davinci-002") { RetiredOn = "2024-01-04", Replacement = "gpt-4o" },
        new("text-curie-001") { RetiredOn = "2024-01-04", Replacement = "gpt-4o-mini" },
        new("o1") { ContextWindow = 200_000, MaxOutput = 100_000, StructuredOutput = true, Unsupported = Sampling },
        new("o1-preview") { RetiredOn = "2025-07-28", Replacement = "o3", Unsupported = Sampling },
        new("o1-mini") { RetiredOn = "2025-10-27", Replacement = "o4-mini", Unsupported = Sampling },
        new("o3") { ContextWindow = 200_000, MaxOutput = 100_000, StructuredOutput = true, Unsupported = Sampling },
        new("o3-mini") { ContextWindow = 200_000, MaxOutput = 100_000, StructuredOutput = true, Unsupported = Sampling, TakesImages = false },
        new("o4-mini") { ContextWindow = 200_000, MaxOutput = 100_000, StructuredOutput = true, Unsupported = Sampling },
        new("gpt-5") { ContextWindow = 400_000, MaxOutput = 128_000, StructuredOutput = true, Unsupported = Sampling },
        new("gpt-5-mini") { ContextWindow = 400_000, MaxOutput = 128_000, StructuredOutput = true, Unsupported = Sampling },
        new("gpt-5-nano") { ContextWindow = 400_000, MaxOutput = 128_000, StructuredOutput = true, Unsupported = Sampling },
        new("claude-2.0") { RetiredOn = "2025-07-21", Replacement = "claude-sonnet-4-5" },
        new("claude-2.1") { RetiredOn = "2025-07-21", Replacement = "claude-sonnet-4-5" },
        new("claude-instant-1.2") { RetiredOn = "2024-11-06", Replacement = "claude-haiku-4-5" },
        new("claude-3-sonnet-20240229") { RetiredOn = "2025-07-21", Replacement = "claude-sonnet-4-5" },
        new("claude-3-opus-20240229") { ContextWindow = 200_000, MaxOutput = 4096, RetiredOn = "2026-01-05", Replacement = "claude-opus-4-5" },
        new("claude-3-5-sonnet-20240620") { ContextWindow = 200_000, MaxOutput = 8192, RetiredOn = "2025-10-28", Replacement = "claude-sonnet-4-5" },
        new("claude-3-5-sonnet-20241022") { ContextWindow = 200_000, MaxOutput = 8192, RetiredOn = "2025-10-28", Replacement = "claude-sonnet-4-5" },
        new("claude-3-haiku-20240307") { ContextWindow = 200_000, MaxOutput = 4096 },
        new("claude-sonnet-4-5") { ContextWindow = 200_000, MaxOutput = 64_000 },
        new("claude-haiku-4-5") { ContextWindow = 200_000, MaxOutput = 64_000 },
        new("claude-opus-4-5") { ContextWindow = 200_000, MaxOutput = 64_000 },
        new("gemini-1.0-pro") { RetiredOn = "2025-02-15", Replacement = "gemini-2.5-flash" },
        new("gemini-pro") { RetiredOn = "2025-02-15", Replacement = "gemini-2.5-flash" },
        new("gemini-1.5-pro") { ContextWindow = 2_097_152, MaxOutput = 8192, RetiredOn = "2025-09-24", Replacement = "gemini-2.5-pro" },
        new("gemini-1.5-flash") { ContextWindow = 1_048_576, MaxOutput = 8192, RetiredOn = "2025-09-24", Replacement = "gemini-2.5-flash" },
        new("gemini-2.0-flash") { ContextWindow = 1_048_576, MaxOutput = 8192, StructuredOutput = true },
        new("gemini-2.5-pro") { ContextWindow = 1_048_576, MaxOutput = 65_536, StructuredOutput = true },
        new("gemini-2.5-flash") { ContextWindow = 1_048_576, MaxOutput = 65_536, StructuredOutput = true },
    }.ToDictionary(m => m.Name, StringComparer.OrdinalIgnoreCase);

    public static KnownModels Instance { get; } = new();

    public IReadOnlyList<string> Names { get; } = [.. Table.Keys.Where(n => Table[n].RetiredOn is null)];

    public ModelFacts? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Table.GetValueOrDefault(Bare(name));
    }

    /// <summary>A model whose name is written wrongly: other separators, or letters missing or swapped. A version is never guessed.</summary>
    public string? Near(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bare = Bare(name).ToLowerInvariant();
        foreach (var known in Table.Keys)
        {
            if (Squash(known) == Squash(bare) || (bare.Length >= 8 && Digits(bare) == Digits(known) && Parts(bare) == Parts(known) && Rules.NearMiss.Distance(bare, known) <= 2))
            {
                return known;
            }
        }

        return null;
    }

    public bool KnowsFamily(string name) => false;

    private static string Bare(string name) => name[(name.LastIndexOf('/') + 1)..].Trim();

    private static string Squash(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string Digits(string name) => string.Concat(name.Where(char.IsAsciiDigit));

    private static int Parts(string name) => name.Count(c => c == '-');
}
