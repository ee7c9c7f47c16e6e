using System.CommandLine;
using System.Text;
using System.Text.Json;
using Plumb.Prompts;
using Plumb.Prompts.Rules;
using Plumb.Text;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb lint</c>: the findings in prompt files, as text with the lines or as JSON.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        var fix = new Option<bool>("--fix") { Description = "Apply the safe fixes." };
        var explain = new Option<string?>("--explain") { Description = "Print the page of a rule, by its code." };
        var writePages = new Option<string?>("--write-docs") { Description = "Write the page of every rule into a folder.", Hidden = true };
        var paths = new Argument<string[]>("path") { Description = "Files and folders; the current folder where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lint", "Lint prompt files.") { format, fix, explain, writePages, paths };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            parsed.GetValue(explain) is { } code ? Explain(code)
            : parsed.GetValue(writePages) is { } folder ? WritePages(folder)
            : Run(parsed.GetValue(paths) ?? [], IsJson(parsed.GetValue(format)!), parsed.GetValue(fix), cancellation)));
        return command;
    }

    private static bool IsJson(string format) => format switch
    {
        "json" => true,
        "text" => false,
        "sarif" => throw new CommandException("--format sarif is not supported yet: use text or json."),
        _ => throw new CommandException($"The format '{format}' is unknown: use text or json."),
    };

    private static int Explain(string code)
    {
        var rule = RuleCatalogue.Find(code)
            ?? throw new CommandException($"There is no rule '{code}': there are {string.Join(", ", RuleCatalogue.All.Select(r => r.Code))}.");
        Console.Out.Write(RulePage.Write(rule));
        return PlumbCommand.Good;
    }

    private static int WritePages(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var rule in RuleCatalogue.All)
        {
            File.WriteAllText(Path.Combine(folder, rule.Code + ".md"), RulePage.Write(rule));
        }

        return PlumbCommand.Good;
    }

    private static int Run(string[] paths, bool json, bool fix, CancellationToken cancellation)
    {
        var findings = new List<LintedFile>();
        var (prompts, unreadable, mended) = (0, 0, 0);
        foreach (var file in PathArguments.Expand(paths, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!file.IsNamed && !MayBePrompt(file.Path))
            {
                continue;
            }

            var (text, problem) = InputText.Read(file.FullPath);
            if (text is null)
            {
                if (file.IsNamed)
                {
                    Console.Error.WriteLine($"plumb: '{file.Path}' {problem}.");
                    unreadable++;
                }

                continue;
            }

            var result = PromptLinter.Lint(file.Path, text);
            if (result.Format is null)
            {
                if (file.IsNamed)
                {
                    Console.Error.WriteLine($"plumb: '{file.Path}' is no prompt file that Plumb knows.");
                }

                continue;
            }

            prompts++;
            if (fix)
            {
                var (better, count) = PromptLinter.ApplySafeFixes(text, result.Diagnostics);
                if (count > 0)
                {
                    Save(file, better);
                    mended += count;
                    text = better;
                    result = PromptLinter.Lint(file.Path, text);
                }
            }

            if (result.Diagnostics.Count > 0)
            {
                findings.Add(new LintedFile(file.Path, text, result.Diagnostics));
            }
        }

        Console.Out.Write(json ? WriteJson(findings) : LintReport.Write(findings, prompts, mended));
        return unreadable > 0 ? PlumbCommand.Failure : findings.Count > 0 ? PlumbCommand.Findings : PlumbCommand.Good;
    }

    /// <summary>Spares reading a whole workspace: no prompt has any other ending.</summary>
    private static bool MayBePrompt(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || PromptLinter.IsPromptFile(path, "");

    private static void Save(InputFile file, string text)
    {
        try
        {
            var bytes = File.ReadAllBytes(file.FullPath);
            if (SourceDecoder.Decode(bytes).EncodingName != "utf-8")
            {
                throw new CommandException($"'{file.Path}' is not UTF-8: its findings have to be mended by hand.");
            }

            // A byte order mark is no business of a linter's.
            var hasMark = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
            File.WriteAllText(file.FullPath, text, new UTF8Encoding(hasMark));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{file.Path}' cannot be written: {e.Message}", e);
        }
    }

    private static string WriteJson(List<LintedFile> findings)
    {
        var rows = new List<LintRow>();
        foreach (var file in findings)
        {
            var lines = new LineIndex(file.Text);
            foreach (var found in file.Diagnostics)
            {
                var range = lines.ToRange(found.Span, PositionEncoding.Utf16);
                rows.Add(new LintRow(
                    file.Path,
                    range.Start.Line + 1,
                    range.Start.Character + 1,
                    range.End.Line + 1,
                    range.End.Character + 1,
                    found.Code,
                    found.Rule,
                    found.Severity.ToString().ToLowerInvariant(),
                    found.Message));
            }
        }

        return JsonSerializer.Serialize(rows, CommandJson.Relaxed.IReadOnlyListLintRow) + "\n";
    }
}
