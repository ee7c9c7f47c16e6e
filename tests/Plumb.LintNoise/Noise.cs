using System.Diagnostics;
using System.Globalization;
using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Prompts.Output;

namespace Plumb.LintNoise;

/// <summary>Counts findings per rule over local clones, so that the noise of each rule is known.</summary>
internal static class Noise
{
    public static int Run(string root, string[] options)
    {
        var show = Value(options, "--show");
        var most = Value(options, "--most") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : 40;
        var shown = 0;
        var linted = new List<LintedFile>();
        var slowest = (Time: TimeSpan.Zero, Path: "");
        var all = TimeSpan.Zero;
        foreach (var clone in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var files = new CloneFiles(clone);
            foreach (var path in files.Paths)
            {
                if (!IsCandidate(path) || files.Read(path) is not { } text)
                {
                    continue;
                }

                var start = Stopwatch.GetTimestamp();
                var result = Lint(path, text, files);
                var took = Stopwatch.GetElapsedTime(start);
                if (result.Format is null)
                {
                    continue;
                }

                all += took;
                slowest = took > slowest.Time ? (took, path) : slowest;
                var file = new LintedFile($"{Path.GetFileName(clone)}/{path}", text, result.Format, result.Diagnostics);
                linted.Add(file);
                foreach (var found in result.Diagnostics.Where(d => show == "all" || d.Code == show || (show == "errors" && d.Severity == LintSeverity.Error)))
                {
                    if (shown++ < most)
                    {
                        Console.WriteLine($"{found.Code} {file.Path}:{file.Range(found.Span).StartLine}: {found.Message} [{text[found.Span.Start..Math.Min(text.Length, found.Span.Start + 60)].ReplaceLineEndings("\\n")}]");
                    }
                }
            }
        }

        var wrong = linted.Count(f => f.Diagnostics.Any(d => d.Severity == LintSeverity.Error));
        Console.Write(StatisticsReport.WriteText(new LintReport(linted, 0)));
        Console.WriteLine($"{all.TotalMilliseconds / Math.Max(1, linted.Count):0.00} ms a file on one core, slowest {slowest.Time.TotalMilliseconds:0} ms {slowest.Path}");
        Console.WriteLine($"files with an error: {wrong} of {linted.Count} ({100.0 * wrong / Math.Max(1, linted.Count):0.0} %)");
        return 0;
    }

    /// <summary>Lints a file as a prompt or, where it is code, the prompts in it.</summary>
    public static LintResult Lint(string path, string text, CloneFiles files) =>
        CodePrompts.Recognises(path) ? CodePrompts.Lint(path, text, files.Options) : PromptLinter.Lint(path, text, files.Options);

    public static bool IsCandidate(string path) =>
        PromptLinter.IsPromptFile(path, "") || CodePrompts.Recognises(path)
        || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static string? Value(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;
}
