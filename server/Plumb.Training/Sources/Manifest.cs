using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Training.Sources;

/// <summary>A public repository to learn from.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Commit">The exact commit that was read.</param>
/// <param name="License">SPDX identifier of its licence.</param>
/// <param name="Language">Its main language.</param>
/// <param name="HeldOut">Never trained on: whole repositories measure what was learned.</param>
internal sealed record ManifestRepository(string Url, string Commit, string License, string Language, bool HeldOut = false);

/// <summary>What the table is trained from.</summary>
internal sealed record Manifest(IReadOnlyList<ManifestRepository> Repositories)
{
    public static Manifest Read(string file) =>
        JsonSerializer.Deserialize(File.ReadAllText(file), ManifestJson.Default.Manifest) ?? throw new InvalidDataException($"{file} is empty.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
