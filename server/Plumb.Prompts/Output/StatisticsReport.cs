using System.Globalization;
using System.Text;

namespace Plumb.Prompts.Output;

/// <summary>How often each rule fires, in how many files, and where most: what tells a noisy rule from a useful one.</summary>
public static class StatisticsReport
{
    private const int MostFiles = 20;

    public static string WriteText(LintReport report)
    {
        var text = new StringBuilder();
        var rules = Rules(report);
        var folders = Folders(report);
        Table(text, ["findings", "files", "fixable", "severity", "rule"], [.. rules.Select(r => (string[])[Number(r.Count), Number(r.Files), Number(r.Fixable), r.Severity, $"{r.Code} {r.Name}"])]);
        var files = report.WithFindings.OrderByDescending(f => f.Diagnostics.Count).ThenBy(f => f.Path, StringComparer.Ordinal).ToList();
        if (files.Count > 0)
        {
            text.Append('\n');
            Table(text, ["findings", "rules", "file"], [.. files.Take(MostFiles).Select(f => (string[])[Number(f.Diagnostics.Count), string.Join(' ', PerCode(f)), f.Path])]);
            if (files.Count > MostFiles)
            {
                text.Append(CultureInfo.InvariantCulture, $"and {files.Count - MostFiles} more files (--format json lists all)\n");
            }
        }

        if (folders.Count > 1)
        {
            text.Append('\n');
            Table(text, ["findings", "errors", "files", "folder"], [.. folders.Select(f => (string[])[Number(f.Count), Number(f.Errors), Number(f.Files), f.Folder])]);
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{ReportWords.Plural(report.Count, "finding")} in {report.WithFindings.Count()} of {ReportWords.Plural(report.Files.Count, "prompt file")}{Formats(report)}.\n");
        return text.ToString();
    }

    public static string WriteJson(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("promptFiles", report.Files.Count);
            json.WriteNumber("findings", report.Count);
            json.WriteStartArray("rules");
            foreach (var rule in Rules(report))
            {
                json.WriteStartObject();
                json.WriteString("code", rule.Code);
                json.WriteString("rule", rule.Name);
                json.WriteString("severity", rule.Severity);
                json.WriteNumber("count", rule.Count);
                json.WriteNumber("files", rule.Files);
                json.WriteNumber("fixable", rule.Fixable);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("folders");
            foreach (var folder in Folders(report))
            {
                json.WriteStartObject();
                json.WriteString("folder", folder.Folder);
                json.WriteNumber("promptFiles", folder.Files);
                json.WriteNumber("findings", folder.Count);
                json.WriteNumber("errors", folder.Errors);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("files");
            foreach (var file in report.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteString("format", file.Format?.ToString());
                json.WriteStartObject("counts");
                foreach (var group in file.Diagnostics.GroupBy(d => d.Code).OrderBy(g => g.Key, StringComparer.Ordinal))
                {
                    json.WriteNumber(group.Key, group.Count());
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static List<(string Code, string Name, string Severity, int Count, int Files, int Fixable)> Rules(LintReport report) =>
        [.. report.Files.SelectMany(f => f.Diagnostics.Select(d => (File: f, Diagnostic: d)))
            .GroupBy(x => x.Diagnostic.Code)
            .Select(g => (g.Key, g.First().Diagnostic.Rule, g.Min(x => x.Diagnostic.Severity).Name(), g.Count(), g.Select(x => x.File.Path).Distinct(StringComparer.Ordinal).Count(), g.Count(x => x.Diagnostic.Fix is { Kind: FixKind.Safe })))
            .OrderByDescending(r => r.Item4).ThenBy(r => r.Key, StringComparer.Ordinal)];

    /// <summary>By the first part of the paths: over a folder of clones that is the repository.</summary>
    private static List<(string Folder, int Files, int Count, int Errors)> Folders(LintReport report)
    {
        var common = CommonFolder(report.Files);
        return [.. report.Files
            .GroupBy(f => f.Path.IndexOf('/', common) is >= 0 and var slash ? f.Path[common..slash] : ".")
            .Select(g => (g.Key, g.Count(), g.Sum(f => f.Diagnostics.Count), g.Sum(f => f.Diagnostics.Count(d => d.Severity == LintSeverity.Error))))
            .OrderByDescending(f => f.Item3).ThenBy(f => f.Key, StringComparer.Ordinal)];
    }

    /// <summary>The length of the folder that all paths begin with.</summary>
    private static int CommonFolder(IReadOnlyList<LintedFile> files)
    {
        if (files.Count == 0)
        {
            return 0;
        }

        var length = files[0].Path.LastIndexOf('/') + 1;
        foreach (var file in files)
        {
            while (length > 0 && (file.Path.Length < length || string.CompareOrdinal(file.Path, 0, files[0].Path, 0, length) != 0))
            {
                length = files[0].Path.LastIndexOf('/', Math.Max(0, length - 2)) + 1;
            }
        }

        return length;
    }

    private static IEnumerable<string> PerCode(LintedFile file) =>
        file.Diagnostics.GroupBy(d => d.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}×{g.Count()}"));

    private static string Formats(LintReport report)
    {
        var formats = report.Files.Where(f => f.Format is not null).GroupBy(f => f.Format!.Value).OrderByDescending(g => g.Count()).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}")).ToList();
        return formats.Count > 0 ? $" ({string.Join(", ", formats)})" : "";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Every column but the last is as wide as its widest cell; numbers stand to the right.</summary>
    private static void Table(StringBuilder text, string[] head, List<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var widths = head.Select((h, i) => Math.Max(h.Length, rows.Max(r => r[i].Length))).ToArray();
        foreach (var row in rows.Prepend(head))
        {
            for (var i = 0; i < row.Length - 1; i++)
            {
                var isNumber = char.IsAsciiDigit(rows[0][i][0]) && rows[0][i].All(char.IsAsciiDigit);
                text.Append(isNumber ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i])).Append("  ");
            }

            text.Append(row[^1]).Append('\n');
        }
    }
}
