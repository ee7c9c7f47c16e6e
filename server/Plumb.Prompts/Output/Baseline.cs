using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Plumb.Prompts.Output;

/// <summary>
/// Findings that were there when a repository began to lint, and are not told again. A finding is known by its file, its
/// code and the text of its line, so that it may move; when the line changes, or there are more of them than before, it is
/// told.
/// </summary>
public sealed class Baseline
{
    private readonly SortedDictionary<string, SortedDictionary<string, int>> files;

    private Baseline(SortedDictionary<string, SortedDictionary<string, int>> files) => this.files = files;

    /// <summary>The baseline that covers all of a report's findings.</summary>
    public static Baseline Of(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var files = new SortedDictionary<string, SortedDictionary<string, int>>(StringComparer.Ordinal);
        foreach (var file in report.WithFindings)
        {
            var known = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var found in file.Diagnostics)
            {
                var key = Key(file, found);
                known[key] = known.GetValueOrDefault(key) + 1;
            }

            files[file.Path] = known;
        }

        return new Baseline(files);
    }

    /// <summary>Null where the text is no baseline.</summary>
    public static Baseline? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            var files = new SortedDictionary<string, SortedDictionary<string, int>>(StringComparer.Ordinal);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("files", out var listed) || listed.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var file in listed.EnumerateObject())
            {
                var known = new SortedDictionary<string, int>(StringComparer.Ordinal);
                foreach (var entry in file.Value.EnumerateObject())
                {
                    known[entry.Name] = entry.Value.GetInt32();
                }

                files[file.Name] = known;
            }

            return new Baseline(files);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Sorted, a line for each finding: differences read well and merge.</summary>
    public string Write() => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteStartObject("files");
        foreach (var (path, known) in files)
        {
            json.WriteStartObject(path);
            foreach (var (key, count) in known)
            {
                json.WriteNumber(key, count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The findings of a file that the baseline does not have.</summary>
    public IReadOnlyList<LintDiagnostic> Filter(LintedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!files.TryGetValue(file.Path, out var known))
        {
            return file.Diagnostics;
        }

        var left = new Dictionary<string, int>(known, StringComparer.Ordinal);
        var told = new List<LintDiagnostic>();
        foreach (var found in file.Diagnostics)
        {
            var key = Key(file, found);
            if (left.GetValueOrDefault(key) is var count and > 0)
            {
                left[key] = count - 1;
            }
            else
            {
                told.Add(found);
            }
        }

        return told;
    }

    private static string Key(LintedFile file, LintDiagnostic found)
    {
        var line = file.Lines.GetLineSpan(file.Lines.GetLine(found.Span.Start));
        return $"{found.Code} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text[line.Start..line.End].Trim())).AsSpan(0, 8))}";
    }
}
