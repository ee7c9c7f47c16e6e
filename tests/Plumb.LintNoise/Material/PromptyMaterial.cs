using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumb.LintNoise.Material;

/// <summary>microsoft/prompty: its fixtures, and the templates and front matters of its conformance vectors.</summary>
internal static partial class PromptyMaterial
{
    public static IEnumerable<Specimen> Find(string clone)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(clone, "spec", "fixtures"), "*.prompty").Order(StringComparer.Ordinal))
        {
            yield return new Specimen($"spec/fixtures/{Path.GetFileName(file)}", "a.prompty", File.ReadAllText(file), true);
        }

        var vectors = Path.Combine(clone, "schema", "model", "conformance", "vectors");
        foreach (var file in (string[])["render.tsp", "load.tsp"])
        {
            foreach (var vector in Vectors(Path.Combine(vectors, file)))
            {
                if (vector.TryGetProperty("input", out var input) && Specimen(input, vector.GetProperty("expected"), $"{file} {vector.GetProperty("name").GetString()}") is { } specimen)
                {
                    yield return specimen;
                }
            }
        }
    }

    /// <summary>A vector as a file; null where its outcome depends on the run and not on the file.</summary>
    private static Specimen? Specimen(JsonElement input, JsonElement expected, string source)
    {
        var error = expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out var e) ? e.GetString() : null;
        if (input.TryGetProperty("template", out var template))
        {
            return input.TryGetProperty("engine", out var engine) && engine.GetString() == "jinja2" ? new Specimen(source, "a.prompty", template.GetString()!, error is null) : null;
        }

        if (input.TryGetProperty("frontmatter_raw", out var raw))
        {
            return new Specimen(source, "a.prompty", raw.GetString()!, error is null);
        }

        return input.TryGetProperty("frontmatter", out var front) && error is "Invalid template format" ? new Specimen(source, "a.prompty", $"---\n{front.GetRawText()}\n---\nuser:\nHello\n", false) : null;
    }

    private static IEnumerable<JsonElement> Vectors(string file)
    {
        if (!File.Exists(file))
        {
            yield break;
        }

        foreach (Match text in Quoted().Matches(File.ReadAllText(file)))
        {
            // TypeSpec's string has escapes of its own around those of JSON.
            var json = Escape().Replace(text.Groups["body"].Value, "${sign}");
            using var document = JsonDocument.Parse(json);
            foreach (var vector in document.RootElement.EnumerateArray())
            {
                yield return vector.Clone();
            }
        }
    }

    [GeneratedRegex("= \"\"\"\\r?\\n(?<body>.*?)\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\(?<sign>[\\""$])")]
    private static partial Regex Escape();
}
