using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Hub;

/// <summary>What came with a model's first pull, which every later pull has to match.</summary>
/// <param name="Source">Where it came from, {file} left open.</param>
/// <param name="Revision">The commit; null where the source has none.</param>
/// <param name="Sha256">Of each file, in hex.</param>
public sealed record ModelRecord(string Source, string? Revision, IReadOnlyDictionary<string, string> Sha256);

/// <summary>
/// The records of all models ever pulled, <c>models/records.json</c>. A record outlives its model: what is pulled again has
/// to be the same files.
/// </summary>
internal static class ModelRecords
{
    /// <exception cref="EmbedderException">The file is there and cannot be read.</exception>
    public static Dictionary<string, ModelRecord> Read(string modelsFolder)
    {
        var path = PathIn(modelsFolder);
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RecordJson.Default.DictionaryStringModelRecord) ?? []
                : new Dictionary<string, ModelRecord>(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EmbedderException($"{path} cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}): it keeps the hashes of your models, so repair it or delete it.", e);
        }
    }

    public static void Write(string modelsFolder, string name, ModelRecord record)
    {
        var records = Read(modelsFolder);
        records[name] = record;
        AtomicFile.Write(PathIn(modelsFolder), JsonSerializer.SerializeToUtf8Bytes(records, RecordJson.Default.DictionaryStringModelRecord));
    }

    private static string PathIn(string modelsFolder) => Path.Combine(modelsFolder, "records.json");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, ModelRecord>))]
internal sealed partial class RecordJson : JsonSerializerContext;
