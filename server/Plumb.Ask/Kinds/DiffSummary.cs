using System.Text;
using System.Text.RegularExpressions;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Kinds;

/// <summary>What a unified diff changes: files with their lines added and taken out, and the declarations that are touched.</summary>
internal static partial class DiffSummary
{
    private const string Question = "What changed since the last commit?";
    private const int MostFiles = 40;

    /// <param name="diffs">For each folder what its paths begin with, and its diff; null where it has no history.</param>
    public static KindEvidence Write(IReadOnlyList<(string Prefix, string? Diff)> diffs, SourceReader sources)
    {
        var files = diffs.SelectMany(d => Parse(d.Diff ?? "").Select(file => file with { Path = d.Prefix + file.Path })).ToList();
        if (files.Count == 0)
        {
            return KindEvidence.Nothing(Question, diffs.All(d => d.Diff is null) ? "there is no git history here" : "nothing changed");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder($"{files.Count} file{(files.Count == 1 ? "" : "s")} changed, {files.Sum(f => f.Added)} lines added, {files.Sum(f => f.Removed)} taken out.\n\n");
        foreach (var file in files.OrderByDescending(f => f.Added + f.Removed).Take(MostFiles))
        {
            text.Append($"- `{file.Path}` +{file.Added} -{file.Removed}");
            var names = new List<string>();
            foreach (var (start, end) in file.Hunks)
            {
                if (sources.Read(file.Path) is { } document && SourceReader.Enclosing(document, (start + end) / 2) is { } declaration && !names.Contains(declaration.Name))
                {
                    names.Add(declaration.Name);
                }

                if (sources.Passage(file.Path, start, end, names.LastOrDefault() ?? "") is { } passage)
                {
                    passages.Add(passage);
                }
            }

            text.Append(names.Count > 0 ? $": {string.Join(", ", names.Take(6).Select(n => $"`{n}`"))}" : "").Append('\n');
        }

        return new KindEvidence(Question, text.ToString(), "Summarise the change for a reviewer: what it does and why it seems to be made, file by file where that helps, and what to look at twice. The evidence is the code as it is after the change.", passages);
    }

    internal static IReadOnlyList<ChangedFile> Parse(string diff)
    {
        var files = new List<ChangedFile>();
        var (line, left) = (0, 0);
        foreach (var text in diff.Split('\n'))
        {
            if (left <= 0 && text.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                files.Add(new ChangedFile(text[(text.LastIndexOf(" b/", StringComparison.Ordinal) + 3)..].Trim('"', '\r')));
            }
            else if (files.Count > 0 && Hunk().Match(text) is { Success: true } hunk)
            {
                line = int.Parse(hunk.Groups["start"].ValueSpan, null);
                left = hunk.Groups["count"].Success ? int.Parse(hunk.Groups["count"].ValueSpan, null) : 1;
                files[^1].Hunks.Add((Math.Max(1, line), Math.Max(1, line + left - 1)));
            }
            else if (files.Count > 0 && text.Length > 0 && files[^1].Hunks.Count > 0)
            {
                left -= text[0] is ' ' or '+' ? 1 : 0;
                files[^1].Added += text[0] == '+' ? 1 : 0;
                files[^1].Removed += text[0] == '-' ? 1 : 0;
            }
        }

        return files;
    }

    /// <param name="Path">As it is called after the change.</param>
    internal sealed record ChangedFile(string Path)
    {
        public int Added { get; set; }

        public int Removed { get; set; }

        /// <summary>First and last line after the change.</summary>
        public List<(int Start, int End)> Hunks { get; } = [];
    }

    [GeneratedRegex(@"^@@ -\d+(?:,\d+)? \+(?<start>\d+)(?:,(?<count>\d+))? @@", RegexOptions.CultureInvariant)]
    private static partial Regex Hunk();
}
