using System.Text.Json;
using Plumb.Tokens.Models;

namespace Plumb.Tokens;

/// <summary>The built-in models: one dated data file.</summary>
public static class ModelCatalogue
{
    private static readonly Lazy<ModelTable> Loaded = new(Load);

    /// <summary>The day of the row that was checked last, as yyyy-mm-dd; each row has its own.</summary>
    public static string AsOf => Table.AsOf;

    public static ModelTable Table => Loaded.Value;

    /// <inheritdoc cref="ModelTable.Find"/>
    public static TokenModel? Find(string model) => Table.Find(model);

    private static ModelTable Load()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("Plumb.Tokens.Models.models.json")!;
        return new ModelTable(JsonSerializer.Deserialize(stream, ModelFileJson.Default.ModelFile)!, [], null);
    }
}
