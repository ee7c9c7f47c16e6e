using System.Text.Json;
using Plumb.Tokens.Tokenizers;

namespace Plumb.Embedders.Hub;

/// <summary>A model that Plumb knows by name; models.json is the table.</summary>
/// <param name="Source">Address of its files, with {revision} and {file} left open.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Megabytes">About how much is downloaded.</param>
/// <param name="Revision">The commit that is wanted; null: what is newest at the first pull, and that ever after.</param>
/// <param name="Hashes">SHA-256 of each file in hex, where somebody verified it.</param>
public sealed record PublishedModel(
    string Name, string Source, string Licence, int Megabytes, string About, string? Revision, IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Hashes)
{
    private static readonly Lazy<IReadOnlyList<PublishedModel>> Table = new(Read);

    public static IReadOnlyList<PublishedModel> All => Table.Value;

    public static PublishedModel? Find(string name) => All.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));

    private static List<PublishedModel> Read()
    {
        using var stream = typeof(PublishedModel).Assembly.GetManifestResourceStream("models.json")!;
        using var json = JsonDocument.Parse(stream);
        var root = json.RootElement;
        var source = root.Text("source")!;
        string[] files = [.. root.Items("files").Select(f => f.GetString()!)];
        return [.. root.Items("models").Select(m => new PublishedModel(
            m.Text("name")!,
            source.Replace("{repository}", m.Text("repository"), StringComparison.Ordinal),
            m.Text("licence")!,
            m.Number("megabytes")!.Value,
            m.Text("about")!,
            m.Text("revision"),
            files,
            m.Find("sha256") is { } hashes ? hashes.EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!) : new Dictionary<string, string>()))];
    }
}
