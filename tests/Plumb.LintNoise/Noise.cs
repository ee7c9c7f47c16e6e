using System.Diagnostics;
using System.Globalization;
using Plumb.Prompts;
using Plumb.Prompts.Code;

namespace Plumb.LintNoise;

/// <summary>Counts findings per rule over local clones, so that the noise of each rule is known.</summary>
internal static class Noise
{
    public static int Run(string root, string[] options)
    {
        var show = Value(options, "--show");
        var most = Value(options, "--most") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : 40;
        var (prompts, errorFiles, shown) = (0, 0, 0);
        var rules = new SortedDictionary<string, (int Findings, int Files)>(StringComparer.Ordinal);
        var formats = new SortedDictionary<PromptFormat, int>();
        var slowest = (Time: TimeSpan.Zero, Path: "");
        var linted = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();
        foreach (var clone in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var files = new CloneFiles(clone);
            foreach (var path in files.Paths)
            {
                if (!IsCandidate(path) || files.Read(path) is not { } text)
                {
                    continue;
                }

                var start = watch.Elapsed;
                var result = Lint(path, text, files);
                var took = watch.Elapsed - start;
                if (result.Format is not { } format)
                {
                    continue;
                }

                linted += took;
                slowest = took > slowest.Time ? (took, path) : slowest;
                prompts++;
                formats[format] = formats.GetValueOrDefault(format) + 1;
                errorFiles += result.Diagnostics.Any(d => d.Severity == LintSeverity.Error) ? 1 : 0;
                foreach (var group in result.Diagnostics.GroupBy(d => d.Code))
                {
                    var (findings, count) = rules.GetValueOrDefault(group.Key);
                    rules[group.Key] = (findings + group.Count(), count + 1);
                    foreach (var found in group.Where(d => show == "all" || d.Code == show || (show == "errors" && d.Severity == LintSeverity.Error)))
                    {
                        if (shown++ < most)
                        {
                            var line = text.AsSpan(0, found.Span.Start).Count('\n') + 1;
                            Console.WriteLine($"{found.Code} {Path.GetFileName(clone)}/{path}:{line}: {found.Message} [{text[found.Span.Start..Math.Min(text.Length, found.Span.Start + 60)].ReplaceLineEndings("\\n")}]");
                        }
                    }
                }
            }
        }

        Console.WriteLine($"{prompts} files with prompts in {watch.Elapsed.TotalSeconds:0.0} s (reading included), {linted.TotalMilliseconds / Math.Max(1, prompts):0.00} ms each on one core, slowest {slowest.Time.TotalMilliseconds:0} ms {slowest.Path}");
        Console.WriteLine(string.Join(", ", formats.Select(f => $"{f.Key} {f.Value}")));
        foreach (var (code, (findings, count)) in rules)
        {
            Console.WriteLine($"{code}  {findings,6} findings in {count,5} files");
        }

        Console.WriteLine($"files with an error: {errorFiles} of {prompts} ({100.0 * errorFiles / Math.Max(1, prompts):0.0} %)");
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
