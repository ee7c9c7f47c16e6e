using Plumb.LintNoise.Rendering;
using Plumb.Prompts;
using Plumb.Prompts.Fixing;

namespace Plumb.LintNoise;

/// <summary>
/// Applies the safe fixes to every prompt file of local clones, in memory: a second time they must change nothing, the
/// file must be as readable as before, and what is sent must be what was sent.
/// </summary>
internal static class FixCheck
{
    public static int Run(string root)
    {
        var (files, changed, rendered, faults) = (0, 0, 0, 0);
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var clone in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            var workspace = new CloneFiles(clone);
            foreach (var path in workspace.Paths.Where(p => Noise.IsCandidate(p) && !Plumb.Prompts.Code.CodePrompts.Recognises(p)))
            {
                if (workspace.Read(path) is not { } text || PromptLinter.Lint(path, text, workspace.Options) is not { Format: not null } result)
                {
                    continue;
                }

                files++;
                foreach (var planted in Plant(path, text))
                {
                    var found = planted == text ? result.Diagnostics : PromptLinter.Lint(path, planted, workspace.Options).Diagnostics;
                    var safe = found.Where(d => d.Fix?.Kind == FixKind.Safe).Select(d => d.Code).ToHashSet();
                    if (safe.Count == 0)
                    {
                        continue;
                    }

                    changed++;
                    foreach (var rule in safe)
                    {
                        rules[rule] = rules.GetValueOrDefault(rule) + 1;
                    }

                    if (Fault(path, planted, found, safe, workspace, ref rendered) is { } fault)
                    {
                        faults++;
                        Console.WriteLine($"{Path.GetFileName(clone)}/{path} ({string.Join(',', safe)}): {fault}");
                    }
                }
            }
        }

        Console.WriteLine($"{files} prompt files; safe fixes applied to {changed} texts (as they are, and with a fault planted): {string.Join(", ", rules.Select(r => $"{r.Key} {r.Value}"))}");
        Console.WriteLine($"{rendered} renderings compared before and after; {faults} faults");
        return faults == 0 ? 0 : 1;
    }

    private static string? Fault(string path, string text, IReadOnlyList<LintDiagnostic> found, HashSet<string> safe, CloneFiles workspace, ref int rendered)
    {
        IReadOnlyList<LintDiagnostic> Lint(string t) => PromptLinter.Lint(path, t, workspace.Options).Diagnostics;
        var once = FixApplier.Apply(text, found, FixKind.Safe, Lint);
        if (FixApplier.Apply(once.Text, Lint(once.Text), FixKind.Safe, Lint).Text != once.Text)
        {
            return "Applied a second time the fixes change more.";
        }

        if (once.Remaining.Count(d => d.Code is "P01" or "T04") > found.Count(d => d.Code is "P01" or "T04"))
        {
            return "After the fixes the file cannot be read as before.";
        }

        if (PromptLinter.Parse(path, text, workspace) is not { } before || PromptLinter.Parse(path, once.Text, workspace) is not { } after)
        {
            return "After the fixes the file is no prompt.";
        }

        // Lines that are said twice go on purpose: what is sent is the other file's.
        if (safe.Contains("I01"))
        {
            return null;
        }

        var difference = RenderedAlike.Difference(before, after, safe, out var count);
        rendered += count;
        return difference;
    }

    /// <summary>The text, and the text with one fault in it that a safe fix mends: real files have few.</summary>
    private static IEnumerable<string> Plant(string path, string text)
    {
        yield return text;
        if (text.Length == 0 || PromptLinter.Parse(path, text) is not { } file)
        {
            yield break;
        }

        if (file.Templates is [{ Text.Value.Length: > 20 } template, ..])
        {
            // An invisible character between two letters: inside of a tag it would be another tag.
            var value = template.Text.Value;
            var middle = Enumerable.Range(value.Length / 2, value.Length - (value.Length / 2)).FirstOrDefault(i => char.IsLetter(value[i]) && char.IsLetter(value[i - 1]) && !template.Syntax.Parts.Any(p => p.Span.Contains(i)));
            if (middle > 0)
            {
                yield return text.Insert(template.Text.ToFile(new Text.TextSpan(middle, middle)).Start, "\u200B");
            }

            // A suppression of nothing, on a line of its own.
            var line = value.IndexOf('\n', value.Length / 2);
            if (line > 0 && !template.Syntax.Parts.Any(p => p.Span.Contains(line)) && Comment(template.Dialect) is { } comment)
            {
                var at = template.Text.ToFile(new Text.TextSpan(line, line)).Start;
                var start = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
                var indent = text[start..at].Length - text[start..at].TrimStart(' ').Length;
                yield return text.Insert(at, "\n" + new string(' ', indent) + comment);
            }
        }

        foreach (var use in file.Templates.SelectMany(t => t.Syntax.Variables.Select(v => t.Text.ToFile(v.Span))).Take(3))
        {
            // A name in capitals, where its declaration has none.
            yield return string.Concat(text.AsSpan(0, use.Start), text[use.Start..use.End].ToUpperInvariant(), text.AsSpan(use.End));
        }

        foreach (var input in file.Inputs.Where(i => i.Source == Plumb.Prompts.Model.PromptInputSource.Declared && i.Lines is not null).Take(2))
        {
            // The entry once more under a name that nothing uses.
            var lines = input.Lines!.Value;
            var entry = text[lines.Start..lines.End];
            var at = input.NameSpan.Start - lines.Start;
            yield return text.Insert(lines.End, string.Concat(entry.EndsWith('\n') ? "" : "\n", entry.AsSpan(0, at), "plantedQzx", entry.AsSpan(at + input.NameSpan.Length)));
        }
    }

    private static string? Comment(TemplateDialect dialect) => dialect switch
    {
        TemplateDialect.Jinja or TemplateDialect.Nunjucks => "{# plumb-ignore X05 #}",
        TemplateDialect.Liquid => "{% comment %}plumb-ignore X05{% endcomment %}",
        TemplateDialect.Handlebars => "{{!-- plumb-ignore X05 --}}",
        TemplateDialect.Unknown => "<!-- plumb-ignore X05 -->",
        _ => null,
    };
}
