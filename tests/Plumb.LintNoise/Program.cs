using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Plumb.LintNoise;
using Plumb.Prompts;

// Counts findings per rule over a folder of local clones, so that the noise of each rule is known. Offline.
// Usage: LintNoise DIR [--show CODE] [--most N]
if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: LintNoise DIR [--show CODE] [--most N]: every folder in DIR is taken for a clone.");
    return 2;
}

var show = Array.IndexOf(args, "--show") is >= 0 and var s && s + 1 < args.Length ? args[s + 1] : null;
var most = Array.IndexOf(args, "--most") is >= 0 and var m && m + 1 < args.Length ? int.Parse(args[m + 1], CultureInfo.InvariantCulture) : 40;
var (prompts, errorFiles, shown) = (0, 0, 0);
var rules = new ConcurrentDictionary<string, (int Findings, int Files)>();
var formats = new ConcurrentDictionary<string, int>();
var slowest = (Time: TimeSpan.Zero, Path: "");
var linted = TimeSpan.Zero;
var watch = Stopwatch.StartNew();
foreach (var clone in Directory.EnumerateDirectories(args[0]).Order(StringComparer.Ordinal))
{
    var files = new CloneFiles(clone);
    var options = files.Options;
    foreach (var path in files.Paths)
    {
        if (!PromptLinter.IsPromptFile(path, "") && !path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            continue;
        }

        if (files.Read(path) is not { } text)
        {
            continue;
        }

        var start = watch.Elapsed;
        var result = PromptLinter.Lint(path, text, options);
        var took = watch.Elapsed - start;
        if (result.Format is not { } format)
        {
            continue;
        }

        linted += took;
        slowest = took > slowest.Time ? (took, path) : slowest;
        prompts++;
        formats.AddOrUpdate(format.ToString(), 1, (_, n) => n + 1);
        errorFiles += result.Diagnostics.Any(d => d.Severity == LintSeverity.Error) ? 1 : 0;
        foreach (var group in result.Diagnostics.GroupBy(d => d.Code))
        {
            rules.AddOrUpdate(group.Key, (group.Count(), 1), (_, n) => (n.Findings + group.Count(), n.Files + 1));
            foreach (var found in group.Where(_ => group.Key == show || (show == "errors" && group.First().Severity == LintSeverity.Error)))
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

Console.WriteLine($"{prompts} prompt files in {watch.Elapsed.TotalSeconds:0.0} s (reading included), {linted.TotalMilliseconds / Math.Max(1, prompts):0.00} ms each on one core, slowest {slowest.Time.TotalMilliseconds:0} ms {slowest.Path}");
Console.WriteLine(string.Join(", ", formats.OrderBy(f => f.Key).Select(f => $"{f.Key} {f.Value}")));
foreach (var (code, (findings, count)) in rules.OrderBy(r => r.Key))
{
    Console.WriteLine($"{code}  {findings,6} findings in {count,5} files");
}

Console.WriteLine($"files with an error: {errorFiles} of {prompts} ({100.0 * errorFiles / Math.Max(1, prompts):0.0} %)");
return 0;
