using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Search.Evaluation;
using Plumb.Text;

namespace Plumb.Cli.Evaluation;

/// <summary>First questions for a golden file, from doc comments and commit messages.</summary>
internal static class Proposals
{
    // Doc comments name one place each; commits are nearer to what people ask, but name whole files.
    private const int CommitShare = 3;

    public static async Task<(IReadOnlyList<GoldenQuestion> Questions, string? Note)> FindAsync(string root, int count, CancellationToken cancellation)
    {
        var files = Files(root, cancellation);
        var known = files.ToHashSet(StringComparer.Ordinal);
        var (commits, note) = await CommitQuestions.FindAsync(root, path => known.Contains(path) && LanguageTable.FindForFile(path) is not null, count, cancellation);
        var documented = QuestionProposer.Choose(files.SelectMany(path => Read(root, path, cancellation)), count)
            .Select(proposed => new GoldenQuestion(proposed.Question, [proposed.Expectation], false, ["doc"]))
            .ToList();
        var fromCommits = Math.Min(commits.Count, Math.Max(count / CommitShare, count - documented.Count));
        var texts = documented.Take(count - fromCommits).Select(question => question.Text).ToHashSet(StringComparer.Ordinal);
        return ([.. documented.Take(count - fromCommits), .. commits.Where(commit => !texts.Contains(commit.Text)).Take(fromCommits)], note);
    }

    private static IReadOnlyList<ProposedQuestion> Read(string root, string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return LanguageTable.FindForFile(path) is { Kind: LanguageKind.Code } && WorkspaceText.Read(root, path) is { } document ? QuestionProposer.OfDocument(document) : [];
    }

    private static List<string> Files(string root, CancellationToken cancellation)
    {
        var sink = new Sink();
        try
        {
            WorkspaceWalker.Walk(root, new DiscoveryOptions(), sink, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{root} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }

        return sink.Files;
    }

    private sealed class Sink : IDiscoverySink
    {
        public List<string> Files { get; } = [];

        public void OnFile(in WorkspaceFile file) => Files.Add(file.Path);

        public void OnSkipped(in SkippedFile skipped)
        {
        }
    }
}
