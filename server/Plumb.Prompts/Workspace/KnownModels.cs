using Plumb.Prompts.Model;
using Plumb.Prompts.Rules;
using Plumb.Tokens;

namespace Plumb.Prompts.Workspace;

/// <summary>
/// What rules may say of models: the catalogue that tokens are counted by, built in or with the user's rows before it. A
/// family's row says how tokens are counted and nothing of the one model, so that here its members are not known.
/// </summary>
/// <param name="table">The catalogue as it is now; asked at every look-up.</param>
public sealed class KnownModels(Func<ModelTable> table) : IModelCatalogue
{
    /// <summary>What the APIs of the providers call the parameters that some models refuse. Others are not judged.</summary>
    private static readonly (ParameterKind Kind, string[] Names)[] Judged =
    [
        (ParameterKind.Temperature, ["temperature"]),
        (ParameterKind.TopP, ["top_p", "topP"]),
        (ParameterKind.FrequencyPenalty, ["frequency_penalty", "frequencyPenalty"]),
        (ParameterKind.PresencePenalty, ["presence_penalty", "presencePenalty"]),
        (ParameterKind.LogProbabilities, ["logprobs", "responseLogprobs"]),
    ];

    /// <summary>The built-in catalogue.</summary>
    public static KnownModels Instance { get; } = new(() => ModelTable.BuiltIn);

    public IReadOnlyList<string> Names => [.. table().Models.Where(m => !m.Name.EndsWith('*') && m.Retires is null).Select(m => m.Name)];

    public ModelFacts? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (table().Find(name) is not { IsFamily: false } model)
        {
            return null;
        }

        return new ModelFacts(model.RowName!)
        {
            ContextWindow = model.ContextWindow,
            MaxOutput = model.MaxOutput,
            Unsupported = Refused(model.Parameters),
            TakesImages = model.Capabilities?.Contains("image"),
            TakesAudio = model.Capabilities?.Contains("audio"),
            StructuredOutput = model.StructuredOutput,
            RetiredOn = model.Retires,
            Replacement = model.Replacement,
        };
    }

    /// <summary>A model whose name is written wrongly: other separators, or letters missing or swapped. A version is never guessed.</summary>
    public string? Near(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bare = name[(name.LastIndexOf('/') + 1)..].Trim().ToLowerInvariant();
        return table().WholeNames.FirstOrDefault(known => Squash(known) == Squash(bare) || IsSlip(bare, known.ToLowerInvariant()));
    }

    public bool KnowsFamily(string name) => false;

    private static HashSet<ParameterKind> Refused(IReadOnlyList<string>? accepted) =>
        accepted is null ? [] : [.. Judged.Where(p => !p.Names.Any(accepted.Contains)).Select(p => p.Kind)];

    /// <summary>The same parts, but for letters: one in a short part, two in a long one. A newer model differs in a figure or in a whole part.</summary>
    private static bool IsSlip(string written, string known)
    {
        var (a, b) = (written.Split('-'), known.Split('-'));
        return a.Length == b.Length && a.Zip(b).All(pair => pair.First == pair.Second
            || (Digits(pair.First) == Digits(pair.Second) && Math.Min(pair.First.Length, pair.Second.Length) is >= 3 and var shortest && NearMiss.Distance(pair.First, pair.Second) <= (shortest >= 5 ? 2 : 1)));
    }

    private static string Squash(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string Digits(string name) => string.Concat(name.Where(char.IsAsciiDigit));
}
