using System.Collections.Concurrent;
using System.Text.Json;
using Plumb.Text.Configuration;
using Plumb.Tokens.Models;

namespace Plumb.Tokens;

/// <summary>
/// The models that are known: the built-in rows, and before them those of the user's files. A name that none of them has is
/// unknown, and never counted with another model's encoding.
/// </summary>
public sealed class ModelTable
{
    // How routers and clouds write a provider before a model's name.
    private static readonly string[] Providers = ["us.", "eu.", "apac.", "anthropic.", "meta.", "mistral.", "openai.", "deepseek.", "amazon.", "google."];

    private const int MostRemembered = 1000;

    private readonly ModelFile file;
    private readonly IReadOnlyList<ModelRow> own;
    private readonly Func<string, TextTokenizer>? open;

    // What was found for a name: a file names few models, and each is looked up many times.
    private readonly ConcurrentDictionary<string, TokenModel?> found = new(StringComparer.Ordinal);

    internal ModelTable(ModelFile file, IReadOnlyList<ModelRow> own, Func<string, TextTokenizer>? open)
    {
        this.file = file;
        this.own = own;
        this.open = open;
    }

    /// <summary>What Plumb brings.</summary>
    public static ModelTable BuiltIn => ModelCatalogue.Table;

    /// <summary>The day of the built-in row that was checked last, as yyyy-mm-dd; each row has its own.</summary>
    public string AsOf => file.AsOf;

    /// <summary>The day of the built-in row that was not checked for the longest time, as yyyy-mm-dd.</summary>
    public string OldestAsOf => file.Models.Select(row => row.AsOf).OfType<string>().Min(StringComparer.Ordinal) ?? file.AsOf;

    /// <summary>All rows as models, the user's first. Names may end with <c>*</c>.</summary>
    public IEnumerable<TokenModel> Models => own.Concat(file.Models).Select(row => Make(row.Name, row));

    /// <summary>Differs where the user's rows do; empty where there are none.</summary>
    public string Fingerprint => own.Count == 0 ? "" : JsonSerializer.Serialize(own, ModelFileJson.Default.IReadOnlyListModelRow);

    /// <summary>Names and aliases without a <c>*</c>: first the rows' own names, then the others.</summary>
    public IEnumerable<string> WholeNames =>
        own.Concat(file.Models).Select(row => row.Name).Concat(own.Concat(file.Models).SelectMany(row => row.Aliases ?? [])).Where(name => !name.EndsWith('*'));

    /// <summary>
    /// The model by its name, in any case, with or without a provider before it (<c>openai/gpt-4o</c>) and as a fine-tuned
    /// model is written (<c>ft:gpt-4o:me</c>); null when it is not known. A whole name goes before a pattern, a long pattern
    /// before a short one, and the user's row before a built-in one.
    /// </summary>
    public TokenModel? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (found.TryGetValue(model, out var known))
        {
            return known;
        }

        var name = Normalize(model);
        known = (Best(own, model.Trim().ToLowerInvariant()) ?? Best(own, name) ?? Best(file.Models, name)) is { } row ? Make(model, row) : null;
        if (found.Count < MostRemembered)
        {
            found[model] = known;
        }

        return known;
    }

    /// <summary>The rows of a <c>tokens.models</c> list go before what is there. A wrong row is a problem and left out.</summary>
    /// <param name="rows">A list of objects.</param>
    /// <param name="openTokenizer">Opens the file that a row names; called when something is counted with it.</param>
    public (ModelTable Table, IReadOnlyList<ConfigurationProblem> Problems) With(JsonElement rows, Func<string, TextTokenizer>? openTokenizer)
    {
        var problems = new List<ConfigurationProblem>();
        var more = new List<ModelRow>();
        if (rows.ValueKind != JsonValueKind.Array)
        {
            return (this, [new ConfigurationProblem("tokens.models", "'tokens.models' has to be a list of models.", null)]);
        }

        var place = 0;
        foreach (var element in rows.EnumerateArray())
        {
            var (at, named) = ($"tokens.models[{place}]", ModelRowCheck.Name(element, place));
            place++;
            try
            {
                if (ModelRowCheck.Find(element) is { } form)
                {
                    problems.Add(new ConfigurationProblem(at, $"{named}: {form}", null));
                    continue;
                }

                var row = element.Deserialize(ModelFileJson.Default.ModelRow)!;
                if (Check(row) is { } wrong)
                {
                    problems.Add(new ConfigurationProblem(at, $"{named}: {wrong}", null));
                }
                else
                {
                    more.Add(Complete(row));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Half of a surrogate pair, or the like, inside of a text.
                problems.Add(new ConfigurationProblem(at, $"tokens.models[{place - 1}]: the model cannot be read; write its texts anew.", null));
            }
        }

        return (new ModelTable(file, [.. more, .. own], openTokenizer ?? open), problems);
    }

    internal EstimateRow? FindEstimate(string? name) => name is not null && file.Estimates.TryGetValue(name, out var found) ? found : null;

    internal ChatOverhead? FindChat(string? name) => name is not null && file.Chat.TryGetValue(name, out var found) ? found : null;

    private TokenModel Make(string name, ModelRow row) => new(name, row, row.Name.EndsWith('*') && !own.Contains(row), this, row.Tokenizer is { } path ? open is null ? null : () => open(path) : null);

    private string? Check(ModelRow row) =>
        row.Name.Length == 0 ? "the field 'name' is empty."
        : row.Encoding is { } encoding && TokenEncoding.Find(encoding) is null ? $"the field 'encoding' names the unknown encoding '{encoding}': known are {string.Join(", ", TokenEncoding.Names)}."
        : row.Estimate is { } estimate && FindEstimate(estimate) is null ? $"the field 'estimate' names the unknown estimate '{estimate}': known are {string.Join(", ", file.Estimates.Keys)}."
        : row is { Encoding: null, Tokenizer: null, Estimate: null } && Find(row.Name) is null ? "it needs one of 'encoding', 'tokenizer' and 'estimate'."
        : null;

    /// <summary>A row that overrides a known model's keeps what it does not say.</summary>
    private ModelRow Complete(ModelRow row)
    {
        var name = Normalize(row.Name);
        if ((Best(own, name) ?? Best(file.Models, name)) is not { } known)
        {
            return row;
        }

        var counts = row.Encoding is not null || row.Tokenizer is not null || row.Estimate is not null;
        return row with
        {
            Family = row.Family ?? known.Family,
            Encoding = counts ? row.Encoding : known.Encoding,
            Tokenizer = counts ? row.Tokenizer : known.Tokenizer,
            Estimate = counts ? row.Estimate : known.Estimate,
            ContextWindow = row.ContextWindow ?? known.ContextWindow,
            MaxOutput = row.MaxOutput ?? known.MaxOutput,
            Price = row.Price ?? known.Price,
            Capabilities = row.Capabilities ?? known.Capabilities,
            Parameters = row.Parameters ?? known.Parameters,
            StructuredOutput = row.StructuredOutput ?? known.StructuredOutput,
            Retires = row.Retires ?? known.Retires,
            Replacement = row.Replacement ?? known.Replacement,
            Chat = row.Chat ?? known.Chat,
        };
    }

    private static string Normalize(string model)
    {
        // One cloud writes a version behind an at sign.
        var name = model.Trim().ToLowerInvariant().Replace('@', '-');
        name = name[(name.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.Ordinal))
        {
            name = name[3..].Split(':')[0];
        }

        while (Array.Find(Providers, provider => name.StartsWith(provider, StringComparison.Ordinal)) is { } found)
        {
            name = name[found.Length..];
        }

        return name;
    }

    private static ModelRow? Best(IReadOnlyList<ModelRow> rows, string name)
    {
        ModelRow? best = null;
        var longest = -1;
        foreach (var row in rows)
        {
            foreach (var pattern in (row.Aliases ?? []).Prepend(row.Name))
            {
                var length = Match(pattern, name);
                if (length > longest)
                {
                    (best, longest) = (row, length);
                }
            }
        }

        return best;
    }

    /// <summary>How much of the name a pattern says: a whole name says more than any pattern; -1 where it does not match.</summary>
    private static int Match(string pattern, string name) =>
        pattern.EndsWith('*')
            ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase) ? pattern.Length - 1 : -1
            : name.Equals(pattern, StringComparison.OrdinalIgnoreCase) ? int.MaxValue : -1;
}
