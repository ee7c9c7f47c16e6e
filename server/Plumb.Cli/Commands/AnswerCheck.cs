using System.Text.Json;
using Plumb.Ask.Citations;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb ask --check</c>: whether what a saved answer cites is still so.</summary>
internal static class AnswerCheck
{
    public static int Run(string? workspace, string file, bool json)
    {
        var root = Path.GetFullPath(workspace ?? Environment.CurrentDirectory);
        if (!Directory.Exists(root))
        {
            throw new CommandException($"There is no folder {root}: name an existing folder as the workspace.");
        }

        var saved = Read(file);
        var checks = Staleness.Check(root, saved.Citations!);
        var stale = checks.Any(check => check.State != CitationState.Fresh);
        if (json)
        {
            var report = new StaleReport(saved.Question, stale, [.. checks.Select(c => new StaleCitation(
                c.Citation.Path, c.Citation.StartLine, c.Citation.EndLine, c.State.ToString().ToLowerInvariant(), c.StartLine > 0 ? c.StartLine : null, c.EndLine > 0 ? c.EndLine : null))]);
            Console.Out.WriteLine(JsonSerializer.Serialize(report, WorkspaceJson.Indented.StaleReport));
        }
        else
        {
            foreach (var check in checks)
            {
                var now = check.State == CitationState.Moved ? $", now {check.StartLine}-{check.EndLine}" : "";
                Console.Out.WriteLine($"{check.State.ToString().ToLowerInvariant(),-8} {check.Citation.Path}:{check.Citation.StartLine}-{check.Citation.EndLine}{now}");
            }

            Console.Out.WriteLine(stale ? "The answer is stale: ask again." : $"All {checks.Count} citations are as they were.");
        }

        return stale ? PlumbCommand.Findings : PlumbCommand.Good;
    }

    private static SavedAnswer Read(string file)
    {
        try
        {
            var saved = JsonSerializer.Deserialize(File.ReadAllText(file), WorkspaceJson.Indented.SavedAnswer);
            return saved?.Citations is not null && saved.Citations.All(c => c is { Path: not null, ContentHash: not null })
                ? saved
                : throw new CommandException($"'{file}' is no saved answer: save one with 'plumb ask --json QUESTION > FILE'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{file}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
        catch (JsonException e)
        {
            throw new CommandException($"'{file}' is no saved answer: save one with 'plumb ask --json QUESTION > FILE'.", e);
        }
    }
}
