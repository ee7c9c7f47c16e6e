using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Plumb.Prompts.Review;
using Plumb.Prompts.Rules;
using Plumb.Text;

namespace Plumb.Prompts.Output;

/// <summary>The findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS): what code scanning takes.</summary>
public static class SarifReport
{
    private const string BaseId = "SRCROOT";

    /// <param name="version">Plumb's own.</param>
    /// <param name="root">URI of the folder that relative paths start from; it ends with a slash.</param>
    public static string Write(LintReport report, string version, string root)
    {
        ArgumentNullException.ThrowIfNull(report);
        var rules = RuleCatalogue.All;
        var indexes = rules.Select(rule => rule.Code).Concat(Opinion.All.Select(o => o.Code)).Select((code, index) => (Code: code, index)).ToDictionary(r => r.Code, r => r.index, StringComparer.Ordinal);
        return JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules, version);
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject(BaseId);
            json.WriteString("uri", root);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var file in report.WithFindings)
            {
                var seen = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var found in file.Diagnostics)
                {
                    WriteResult(json, file, found, indexes, seen);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<LintRule> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "plumb");
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Code);
            json.WriteString("name", rule.Name);
            WriteText(json, "shortDescription", rule.Documentation.Summary);
            WriteText(json, "fullDescription", rule.Documentation.Why);
            json.WriteStartObject("help");
            json.WriteString("text", rule.Documentation.Why);
            json.WriteString("markdown", RulePage.Write(rule));
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        foreach (var opinion in Opinion.All)
        {
            json.WriteStartObject();
            json.WriteString("id", opinion.Code);
            json.WriteString("name", opinion.Name);
            WriteText(json, "shortDescription", opinion.Summary);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(LintSeverity.Information));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, LintedFile file, LintDiagnostic found, Dictionary<string, int> indexes, Dictionary<string, int> seen)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", found.Code);
        if (indexes.TryGetValue(found.Code, out var index))
        {
            json.WriteNumber("ruleIndex", index);
        }

        json.WriteString("level", Level(found.Severity));
        WriteText(json, "message", found.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, file.Path);
        WriteRegion(json, "region", file, found.Span);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();

        // The same as long as the line's text is, wherever it moves: what was seen before stays known.
        var line = file.Lines.GetLineSpan(file.Lines.GetLine(found.Span.Start));
        var print = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{found.Code} {file.Text[line.Start..line.End].Trim()}")).AsSpan(0, 8));
        seen[print] = seen.GetValueOrDefault(print) + 1;
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", $"{print}:{seen[print].ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        json.WriteEndObject();
        if (found.Fix is { Kind: not FixKind.None } fix)
        {
            WriteFix(json, file, fix);
        }

        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, LintedFile file, LintFix fix)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        WriteText(json, "description", fix.Title);
        json.WriteStartArray("artifactChanges");
        json.WriteStartObject();
        WriteArtifact(json, file.Path);
        json.WriteStartArray("replacements");
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WriteRegion(json, "deletedRegion", file, edit.Span);
            WriteText(json, "insertedContent", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteArtifact(Utf8JsonWriter json, string path)
    {
        json.WriteStartObject("artifactLocation");
        var isAbsolute = path.StartsWith('/') || (path.Length > 1 && path[1] == ':');
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        json.WriteString("uri", !isAbsolute ? escaped : "file://" + (path.StartsWith('/') ? "" : "/") + escaped.Replace("%3A", ":", StringComparison.Ordinal));
        if (!isAbsolute)
        {
            json.WriteString("uriBaseId", BaseId);
        }

        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, LintedFile file, TextSpan span)
    {
        var (startLine, startColumn, endLine, endColumn) = file.Range(span);
        json.WriteStartObject(name);
        json.WriteNumber("startLine", startLine);
        json.WriteNumber("startColumn", startColumn);
        json.WriteNumber("endLine", endLine);
        json.WriteNumber("endColumn", endColumn);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "note",
    };
}
