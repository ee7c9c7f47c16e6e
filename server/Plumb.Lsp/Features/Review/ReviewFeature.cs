using System.Collections.Concurrent;
using Plumb.Ask.Review;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Prompts.Review;
using Plumb.Text;

namespace Plumb.Lsp.Features.Review;

/// <summary>
/// A model's opinions on open prompts. They are asked for by an action and never by themselves, and stay with their lines
/// while the text is edited; an edited line takes its opinions along.
/// </summary>
internal sealed class ReviewFeature(DocumentStore documents, Action changed)
{
    /// <summary>Asks the model; its one argument is the document's URI.</summary>
    public const string Command = "plumb.reviewPrompt";

    public const string ActionKind = CodeActionKind.Source + ".review.plumb";

    private readonly ConcurrentDictionary<string, IReadOnlyList<(string Line, int Number, ReviewRemark Remark)>> reviews = new(StringComparer.Ordinal);

    /// <summary>Whether the user wants to be offered it at all.</summary>
    public bool IsOffered { get; set; }

    public static CodeAction Action(string uri) => new()
    {
        Title = "Review this prompt with the configured model",
        Kind = ActionKind,
        Command = new Command { Title = "Review this prompt with the configured model", Name = Command, Arguments = [Json.ToElement(uri)] },
    };

    /// <summary>The opinions on a document whose lines still stand.</summary>
    /// <param name="document">The document.</param>
    /// <param name="parse">The prompt file that it is.</param>
    public IReadOnlyList<LintDiagnostic> Of(TextDocument document, Func<TextDocument, PromptFile?> parse)
    {
        if (!reviews.TryGetValue(document.Path, out var remarks) || parse(document) is not { } file)
        {
            return [];
        }

        var found = new List<LintDiagnostic>();
        foreach (var (line, number, remark) in remarks)
        {
            if (Find(document, line, number) is { } span)
            {
                found.Add(Opinion.Find(remark.Kind)!.Finding(span, remark.Reason));
            }
        }

        return PromptLinter.WithoutSuppressed(file, found);
    }

    /// <summary>Asks about a document as it is now, and tells the user what came of it where that is not seen in the text.</summary>
    public async Task ReviewAsync(string uri, PromptReviewer reviewer, IClient client, CancellationToken cancellation)
    {
        if (documents.Find(uri) is not { } document)
        {
            return;
        }

        var review = await reviewer.ReviewAsync(document.Text, cancellation).ConfigureAwait(false);
        if (review.Problem is null)
        {
            reviews[document.Path] = [.. review.Remarks.Select(r => (LineText(document, r.Line - 1), r.Line - 1, r))];
            changed();
        }

        if (review.Problem is not null || review.Remarks.Count == 0)
        {
            await client.NotifyAsync("window/showMessage", new ShowMessageParams
            {
                Type = review.Problem is null ? MessageType.Info : MessageType.Warning,
                Message = review.Problem is { } problem ? $"The prompt was not reviewed. {problem}" : $"{reviewer.Model} finds nothing ambiguous, missing or contradictory in this prompt.",
            }).ConfigureAwait(false);
        }
    }

    private static string LineText(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(Math.Clamp(line, 0, document.Lines.LineCount - 1));
        return document.Text[span.Start..span.End];
    }

    /// <summary>The line of the same text that is nearest to where it was.</summary>
    private static TextSpan? Find(TextDocument document, string line, int number)
    {
        for (var distance = 0; distance < document.Lines.LineCount; distance++)
        {
            foreach (var at in distance == 0 ? [number] : (ReadOnlySpan<int>)[number - distance, number + distance])
            {
                if (at >= 0 && at < document.Lines.LineCount && document.Lines.GetLineSpan(at) is var span && document.Text.AsSpan(span.Start, span.Length).SequenceEqual(line))
                {
                    return span;
                }
            }
        }

        return null;
    }
}
