using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>Values for a prompt's variables that stand in a file of their own: a sample, or a list of tests.</summary>
public static class TestDataFile
{
    private static readonly string[] Keys = ["sample", "samples", "testData", "tests", "defaultTest"];

    private static readonly string[] Endings = [".json", ".yaml", ".yml"];

    /// <summary>The files of test data that a prompt names, by their paths from the workspace's root.</summary>
    public static IReadOnlyList<string> Of(PromptFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var folder = WorkspacePath.Folder(file.Path);
        return [.. Keys.SelectMany(key => Scalars(file.Data?.Find(key))).Select(written => Join(folder, written)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The values that a file of test data gives, with the places of their names in it.</summary>
    public static IReadOnlyList<PromptTestValue> Read(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var root = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonReader.Read(MappedText.Verbatim(text[start..], start)).Root
            : YamlReader.Read(text[start..], start).Root;
        var cases = root is DataSequence list ? list.Items.OfType<DataMapping>() : root is DataMapping only ? [only] : [];
        return [.. cases.SelectMany(c => (c.Find("vars") as DataMapping ?? c).Entries).Select(e => new PromptTestValue(e.Key.Value, e.Key.Span, e.Value))];
    }

    private static IEnumerable<string> Scalars(DataNode? node) => node switch
    {
        DataScalar { IsNull: false } scalar => [scalar.Value.Trim()],
        DataSequence list => list.Items.SelectMany(Scalars),
        _ => [],
    };

    /// <summary>"${file:sample.json}", "file://tests.yaml" or a path; null for what names no such file.</summary>
    private static string? Join(string folder, string written)
    {
        var path = written.StartsWith("${file:", StringComparison.Ordinal) && written.EndsWith('}') ? written[7..^1] : written.StartsWith("file://", StringComparison.Ordinal) ? written[7..] : written;
        return Endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) && path.AsSpan().IndexOfAny("*{}\n") < 0 ? WorkspacePath.Join(folder, path) : null;
    }
}
