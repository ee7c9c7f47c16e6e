using YamlDotNet.RepresentationModel;

namespace Plumb.LintNoise.Material;

/// <summary>google/dotprompt: the templates of its specification, and the examples whose names say what is wrong with them.</summary>
internal static class DotpromptMaterial
{
    public static IEnumerable<Specimen> Find(string clone)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(clone, "spec"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var stream = new YamlStream();
            using var reader = File.OpenText(file);
            stream.Load(reader);
            foreach (var test in ((YamlSequenceNode)stream.Documents[0].RootNode).OfType<YamlMappingNode>())
            {
                if (test.Children.TryGetValue("template", out var template))
                {
                    yield return new Specimen($"{Path.GetRelativePath(clone, file)} {test.Children["name"]}", "a.prompt", ((YamlScalarNode)template).Value!, true);
                }
            }
        }

        var examples = Path.Combine(clone, "examples");
        foreach (var file in (Directory.Exists(examples) ? Directory.EnumerateFiles(examples, "*.prompt") : []).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (name.StartsWith("valid-", StringComparison.Ordinal) || name.StartsWith("error-", StringComparison.Ordinal) || name.StartsWith("warning-", StringComparison.Ordinal))
            {
                var text = File.ReadAllText(file);
                var end = text.IndexOf("\n---\n", Math.Max(0, text.IndexOf("---\n", StringComparison.Ordinal)), StringComparison.Ordinal);
                yield return new Specimen($"examples/{name}", "a.prompt", text, name.StartsWith("valid-", StringComparison.Ordinal), end < 0 ? null : Rendering.HandlebarsEngine.Refusal(text[(end + 5)..]) is null);
            }
        }
    }
}
