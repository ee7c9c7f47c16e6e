using Plumb.Ask.Citations;
using Plumb.Ask.Feedback;
using Plumb.Ask.Ledger;
using Plumb.Ask.Settings;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp.Features.Ask;

/// <summary><c>plumb/feedback</c> and <c>plumb/usage</c>: what is kept in Plumb's data folder around answers.</summary>
internal static class FeedbackFeature
{
    /// <param name="open">The folders whose index is open; null where none is: then paths are taken as they are.</param>
    /// <param name="roots">Absolute paths of the open folders, in the client's order.</param>
    public static FeedbackResult Save(OpenWorkspace? open, IReadOnlyList<string> roots, FeedbackParams parameters, LspServerOptions options)
    {
        if (parameters.Verdict is not ("up" or "down"))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"A verdict is \"up\" or \"down\", not \"{parameters.Verdict}\".");
        }

        if (string.IsNullOrWhiteSpace(parameters.Question))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, "There is no question that was answered.");
        }

        var root = (parameters.Folder is { } uri ? DocumentUri.ToPath(uri) : null) ?? (roots is [var first, ..] ? first : null);
        var identity = IdentityOf(root);
        var feedback = new AnswerFeedback(
            options.Time.GetUtcNow(), identity, parameters.Question.Trim(), parameters.Answer, parameters.Verdict == "up", parameters.Comment?.Trim() ?? "",
            [.. parameters.Citations.Select(citation => Locate(citation, open, identity))]);
        try
        {
            return new FeedbackResult(true, new FeedbackStore(options.DataHome).Save(feedback));
        }
        catch (LedgerException e)
        {
            throw new RequestFailedException(e.Message, e);
        }
    }

    public static UsageReport ReadUsage(int days, LspServerOptions options)
    {
        if (days is < 1 or > UsageReport.MostDays)
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"days is {days}, it has to be between 1 and {UsageReport.MostDays}.");
        }

        try
        {
            return UsageReport.Of(new UsageLedger(options.DataHome, options.Time), AskSettings.ReadUser(options.DataHome), days);
        }
        catch (LedgerException e)
        {
            throw new RequestFailedException(e.Message, e);
        }
    }

    // With several folders open, an answer's paths begin with the folder's name, which means nothing later on.
    private static JudgedCitation Locate(FeedbackCitation citation, OpenWorkspace? open, string identity)
    {
        if (open is null)
        {
            return new JudgedCitation(identity, citation.Path, citation.StartLine, citation.EndLine, "");
        }

        var (folder, path) = open.Locate(citation.Path);
        return new JudgedCitation(IdentityOf(folder.Root), path, citation.StartLine, citation.EndLine, Staleness.HashOf(open.Reader.ReadText, citation.Path, citation.StartLine, citation.EndLine));
    }

    private static string IdentityOf(string? root) => root is { Length: > 0 } ? new Plumb.Search.WorkspaceOptions(root).Identity : "";
}
