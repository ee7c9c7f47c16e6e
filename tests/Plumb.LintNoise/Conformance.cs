using Plumb.LintNoise.Material;

namespace Plumb.LintNoise;

/// <summary>A text that a format's own tests call valid or invalid, as a file.</summary>
/// <param name="Accepted">What the format's engine itself does with it where it was asked: null where it was not.</param>
internal sealed record Specimen(string Source, string Path, string Text, bool IsValid, bool? Accepted = null);

/// <summary>
/// Compares the linter with what the formats' own tests say: what they call valid gives no finding, what they call
/// invalid gives one. Where the two disagree and the engine itself was asked, its answer is printed.
/// </summary>
internal static class Conformance
{
    public static int Run(string root, string[] options)
    {
        var show = options.Contains("--show");
        foreach (var (name, find) in (ReadOnlySpan<(string, Func<string, IEnumerable<Specimen>>)>)[("dotprompt", DotpromptMaterial.Find), ("prompty", PromptyMaterial.Find), ("semantic-kernel", SemanticKernelMaterial.Find)])
        {
            var clone = Directory.EnumerateDirectories(root).Where(d => Path.GetFileName(d).EndsWith(name, StringComparison.Ordinal)).MinBy(d => Path.GetFileName(d).Length);
            if (clone is null)
            {
                Console.WriteLine($"{name}: no clone in {root}");
                continue;
            }

            var specimens = find(clone).DistinctBy(s => (s.Source, s.Text)).ToList();
            foreach (var group in specimens.GroupBy(s => s.IsValid).OrderByDescending(g => g.Key))
            {
                var faults = group.Where(s => IsSilent(s) != group.Key).ToList();
                Console.WriteLine($"{name}: {group.Count() - faults.Count} of {group.Count()} {(group.Key ? "valid ones silent" : "invalid ones found")}");
                foreach (var fault in show ? faults : [])
                {
                    var engine = fault.Accepted is { } accepted ? $" (its engine {(accepted ? "takes" : "refuses")} it)" : "";
                    Console.WriteLine($"  {fault.Source}{engine}: {fault.Text.ReplaceLineEndings("\\n")}");
                    foreach (var found in Findings(fault))
                    {
                        Console.WriteLine($"    {found.Code} {found.Message}");
                    }
                }
            }
        }

        return 0;
    }

    private static bool IsSilent(Specimen specimen) => Findings(specimen).Count == 0;

    private static List<Prompts.LintDiagnostic> Findings(Specimen specimen) => [.. Prompts.PromptLinter.Lint(specimen.Path, specimen.Text).Diagnostics];
}
