using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation;

/// <summary>Questions from the subjects of small commits: what was changed, and in which files.</summary>
internal static partial class CommitQuestions
{
    private const int CommitsRead = 500;
    private const int MostFiles = 3;
    private const int FewestWords = 4;
    private const char Separator = '\u001e';

    /// <param name="isText">Whether a path is a text file of the workspace as it is now.</param>
    /// <returns>At most <paramref name="count"/> questions, the newest first, and a sentence where there can be none.</returns>
    public static async Task<(IReadOnlyList<GoldenQuestion> Questions, string? Note)> FindAsync(string root, Func<string, bool> isText, int count, CancellationToken cancellation)
    {
        var (log, note) = await ReadLogAsync(root, cancellation);
        return (Parse(log, isText, count), note);
    }

    public static IReadOnlyList<GoldenQuestion> Parse(string log, Func<string, bool> isText, int count)
    {
        var found = new List<GoldenQuestion>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var commit in log.Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = commit.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length is < 2 or > MostFiles + 1)
            {
                continue;
            }

            var subject = Reference().Replace(Prefix().Replace(lines[0].Trim(), ""), "").TrimEnd('.', ' ');
            var files = lines[1..].Where(isText).ToList();
            if (files.Count > 0 && subject.Count(c => c == ' ') + 1 >= FewestWords && !Chore().IsMatch(subject) && seen.Add(subject))
            {
                found.Add(new GoldenQuestion(subject, [.. files.Select(file => new Expectation(file))], false, ["commit"]));
                if (found.Count == count)
                {
                    break;
                }
            }
        }

        return found;
    }

    private static async Task<(string Log, string? Note)> ReadLogAsync(string root, CancellationToken cancellation)
    {
        // Nothing that the repository configured is run, and nothing is fetched.
        var start = new ProcessStartInfo("git", ["-C", root, "-c", "core.quotePath=off", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "log", "--no-merges",
            $"--max-count={CommitsRead}", "--relative", "--name-only", "--no-renames", "--no-ext-diff", $"--format={Separator}%s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return ("", "git is not installed, so no question comes from commit messages.");
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(cancellation);
                var log = await process.StandardOutput.ReadToEndAsync(cancellation);
                await errors;
                await process.WaitForExitAsync(cancellation);
                return process.ExitCode == 0 ? (log, null) : ("", "there is no git history here, so no question comes from commit messages.");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }

    // "fix(parser): " and "(#123)".
    [GeneratedRegex(@"^(?:feat|fix|docs?|style|refactor|perf|tests?|build|ci|chore|revert)(?:\([^()]*\))?!?:\s+|^\[[^\]]*\]\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\s*\(?#\d+\)?")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(?:merge|revert|bump|release|version|prepare|update (?:dependenc|change|readme|version)|typo|fix typo|v?\d)", RegexOptions.IgnoreCase)]
    private static partial Regex Chore();
}
