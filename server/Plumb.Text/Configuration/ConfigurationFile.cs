using System.Text.Json;

namespace Plumb.Text.Configuration;

/// <summary>
/// <c>plumb.json</c>: one object with a section for each ability, comments and trailing commas allowed. It stands at a
/// workspace's root, and once in the folder of the user's settings. Each room reads its own section; a section is never an
/// error for another. A workspace's file may not say where text is sent: whoever opens a folder has not agreed to that.
/// </summary>
public sealed class ConfigurationFile
{
    public const string FileName = "plumb.json";

    private static readonly string[] KnownSections = ["ask", "index", "lint", "tokens"];

    private readonly Dictionary<string, JsonElement> sections;

    private ConfigurationFile(Dictionary<string, JsonElement> sections) => this.sections = sections;

    /// <summary>A file that says nothing.</summary>
    public static ConfigurationFile Empty { get; } = new([]);

    /// <summary>A section as it is written; null when it is absent.</summary>
    public JsonElement? Section(string name) => sections.TryGetValue(name, out var section) ? section : null;

    /// <summary>Reads a file's text. What cannot be read is a problem and leaves the rest as it is.</summary>
    public static (ConfigurationFile File, IReadOnlyList<ConfigurationProblem> Problems) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : (Empty, [new ConfigurationProblem("", $"{FileName} has to hold one object, such as {{ \"lint\": {{}} }}.", 1)]);
        }
        catch (JsonException e)
        {
            return (Empty, [new ConfigurationProblem("", $"{FileName} is no JSON: {e.Message.Split(" LineNumber", 2)[0].Split(" Path:", 2)[0]}", (int)(e.LineNumber ?? 0) + 1)]);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no UTF-8: an editor may send one between two keystrokes.
            return (Empty, [new ConfigurationProblem("", $"{FileName} is no JSON: it holds half of a character.", 1)]);
        }
    }

    private static (ConfigurationFile File, IReadOnlyList<ConfigurationProblem> Problems) Read(JsonElement root)
    {
        var sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var problems = new List<ConfigurationProblem>();
        foreach (var property in root.EnumerateObject().Where(property => property.Name != "$schema"))
        {
            if (!KnownSections.Contains(property.Name, StringComparer.Ordinal))
            {
                problems.Add(new ConfigurationProblem(property.Name, $"unknown section '{property.Name}'; there are {string.Join(", ", KnownSections)}.", null));
            }
            else if (property.Value.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new ConfigurationProblem(property.Name, $"'{property.Name}' has to be an object.", null));
            }
            else
            {
                sections[property.Name] = property.Value.Clone();
            }
        }

        return (new ConfigurationFile(sections), problems);
    }
}
