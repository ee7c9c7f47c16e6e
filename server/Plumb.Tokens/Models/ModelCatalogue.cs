using System.Text.Json;
using Plumb.Tokens.Models;

namespace Plumb.Tokens;

/// <summary>
/// Which models Plumb knows: one dated data file. A name that is not in it is unknown, and never silently counted
/// with another model's encoding.
/// </summary>
public static class ModelCatalogue
{
    private static readonly Lazy<ModelTable> Table = new(Load);

    /// <summary>The day on which the table was last checked, as yyyy-mm-dd.</summary>
    public static string AsOf => Table.Value.AsOf;

    /// <summary>
    /// The model by its name, in any case and with or without a provider before it (<c>openai/gpt-4o</c>); null when
    /// it is not known.
    /// </summary>
    public static TokenModel? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = model.Trim().ToLowerInvariant();
        name = name[(name.LastIndexOf('/') + 1)..];
        foreach (var row in Table.Value.Models)
        {
            if (row.Names.Any(pattern => Matches(pattern, name)))
            {
                return new TokenModel(model, row);
            }
        }

        return null;
    }

    private static bool Matches(string pattern, string name) => pattern.EndsWith('*')
        ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : name == pattern;

    private static ModelTable Load()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("Plumb.Tokens.Models.models.json")!;
        return JsonSerializer.Deserialize(stream, ModelTableJson.Default.ModelTable)!;
    }
}
