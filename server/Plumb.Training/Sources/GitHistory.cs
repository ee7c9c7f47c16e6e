using System.Text;
using System.Text.RegularExpressions;
using Plumb.Search.Ranking;
using Plumb.Text;
using Plumb.Training.Mining;

namespace Plumb.Training.Sources;

/// <summary>
/// Pairs from a repository's history: what a commit's message says it does, and the code that it changed. Messages tell
/// of behaviour in words that the code itself does not use.
/// </summary>
internal static partial class GitHistory
{
    private const int Commits = 1500;
    private const int MaxFiles = 3;
    private const int MaxText = 1800;

    public static void Mine(string clone, string commit, PairSink sink)
    {
        using var git = GitTree.Start(clone, redirectInput: false, "log", commit, "--no-merges", "-n", Commits.ToString(System.Globalization.CultureInfo.InvariantCulture), "-p", "-U5", "--no-color", "--no-renames", "--no-ext-diff", "--format=\u0001%s");
        var subject = string.Empty;
        var files = new List<(string Path, StringBuilder Text)>();
        while (git.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith('\u0001'))
            {
                Add(subject, files, sink);
                subject = line[1..];
                files.Clear();
            }
            else if (line.StartsWith("+++ b/", StringComparison.Ordinal))
            {
                files.Add((line[6..], new StringBuilder()));
            }
            else if (files.Count > 0 && line.Length > 1 && line[0] is '+' or ' ' or '@' && !line.StartsWith("+++", StringComparison.Ordinal) && files[^1].Text.Length < MaxText)
            {
                // A hunk's head ends with the declaration that it lies in.
                files[^1].Text.Append(line[0] == '@' ? line[(line.LastIndexOf("@@", StringComparison.Ordinal) + 2)..] : line[1..]).Append('\n');
            }
        }

        Add(subject, files, sink);
        git.WaitForExit();
    }

    private static void Add(string subject, List<(string Path, StringBuilder Text)> files, PairSink sink)
    {
        var text = Noise().Replace(subject, " ").Trim();
        var code = files.Where(f => IsCode(f.Path)).ToList();
        if (code.Count is 0 or > MaxFiles || text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < 4 || Housekeeping().IsMatch(text))
        {
            return;
        }

        foreach (var (path, body) in code)
        {
            sink.Add(PairSource.Commit, LanguageTable.FindForFile(path)!.Id, text, new Passage(sink.Numbers).Path(path).Body(body.ToString()));
        }
    }

    private static bool IsCode(string path) =>
        SourceTree.IsWanted(path) && LanguageTable.FindForFile(path) is { } language && FileRoles.Of(path, language.Id, language.Kind == LanguageKind.Docs, language.Kind == LanguageKind.Data) == FileRole.Source;

    // "fix(core): ...", "[ISSUE-12]", "(#123)": how a project files its commits, not what they do.
    [GeneratedRegex(@"^\w+(?:\([^)]*\))?!?:\s|^\[[^\]]*\]:?|\(?#\d+\)?|\b[A-Z]{2,}-\d+:?|https?://\S+")]
    private static partial Regex Noise();

    [GeneratedRegex(@"(?i)^(?:merge|revert|bump|release|version|update (?:dep|copyright|licen|year|changelog|version)|prepare|upgrade|typo|format|lint|style|chore|cleanup|fix(?:ed)? (?:typo|lint|warning|style|test|build|ci))")]
    private static partial Regex Housekeeping();
}
