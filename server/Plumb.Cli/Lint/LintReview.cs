using Plumb.Ask;
using Plumb.Ask.Review;
using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Prompts.Output;
using Plumb.Prompts.Review;

namespace Plumb.Cli.Lint;

/// <summary>
/// <c>--review</c>: the opinions of the model that the user configured, beside what the rules found. A model that does not
/// answer is told on stderr and changes no exit code.
/// </summary>
internal sealed class LintReview
{
    private const int AtOnce = 4;

    private readonly PromptReviewer reviewer;
    private readonly Lock gate = new();
    private int reviewed;
    private int kept;
    private long tokens;

    /// <exception cref="CommandException">No model is configured.</exception>
    public LintReview()
    {
        reviewer = new PromptReviewer(AskOptions.FromUser(DataFolder.Path));
        if (reviewer.Model is null)
        {
            throw new CommandException(reviewer.ModelProblem.Length > 0 ? reviewer.ModelProblem : "--review asks a model, and none is configured: set PLUMB_MODEL (with PLUMB_ENDPOINT and PLUMB_API_KEY), or ask.model in your own plumb.json.");
        }
    }

    /// <summary>The report with opinions.</summary>
    /// <param name="report">What the rules found.</param>
    /// <param name="scopeOf">The scope of a file of the report, and its path from there.</param>
    /// <param name="cancellation">Stops asking.</param>
    public async Task<LintReport> AddAsync(LintReport report, Func<LintedFile, (LintScope Scope, string Relative)> scopeOf, CancellationToken cancellation)
    {
        var files = report.Files.ToArray();
        await Parallel.ForAsync(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, stop) =>
        {
            var (scope, relative) = scopeOf(files[i]);
            if (PromptLinter.Parse(relative, files[i].Text, scope.Files) is { IsSettings: false } prompt)
            {
                files[i] = await AddAsync(files[i], prompt, scope, relative, stop);
            }
        });
        Console.Error.WriteLine(FormattableString.Invariant($"plumb: {ReportWords.Plural(reviewed, "prompt file")} reviewed by {reviewer.Model}, {kept} of them before, with {tokens} tokens."));
        return report with { Files = files };
    }

    private async Task<LintedFile> AddAsync(LintedFile file, PromptFile prompt, LintScope scope, string relative, CancellationToken cancellation)
    {
        var review = await reviewer.ReviewAsync(file.Text, cancellation);
        lock (gate)
        {
            if (review.Problem is { } problem)
            {
                Console.Error.WriteLine($"plumb: '{file.Path}' was not reviewed: {problem}");
                return file;
            }

            reviewed++;
            kept += review.IsKept ? 1 : 0;
            tokens += review.Tokens;
        }

        var findings = review.Remarks.Select(r => Opinion.Find(r.Kind)!.Finding(file.Lines.GetLineSpan(Math.Min(r.Line, file.Lines.LineCount) - 1), r.Reason)).ToList();
        var counted = scope.Policy.Apply(relative, PromptLinter.WithoutSuppressed(prompt, findings)).Select(f => f.Severity == LintSeverity.Error ? f with { Severity = LintSeverity.Warning } : f);
        return file with { Diagnostics = [.. file.Diagnostics.Concat(counted).OrderBy(d => d.Span.Start)] };
    }
}
