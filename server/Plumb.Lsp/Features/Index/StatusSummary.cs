using Plumb.Lsp.Protocol;

namespace Plumb.Lsp.Features.Index;

/// <summary>The state of all folders as one: what asks for attention first, sums, and each folder's own.</summary>
internal static class StatusSummary
{
    // Whatever comes first holds for all: "ready" says that nothing is left to do anywhere.
    private static readonly string[] Urgency = ["error", "indexing", "starting", "partial", "absent", "ready", "disabled"];

    /// <param name="roots">At least one.</param>
    public static StatusResult Of(IReadOnlyList<StatusResult> roots)
    {
        if (roots.Count == 1)
        {
            return roots[0] with { Roots = [roots[0]] };
        }

        var leading = roots.MinBy(r => Array.IndexOf(Urgency, r.State) is var at and >= 0 ? at : Urgency.Length)!;
        return leading with
        {
            Root = roots[0].Root,
            Files = roots.Sum(r => r.Files),
            Chunks = roots.Sum(r => r.Chunks),
            Symbols = roots.Sum(r => r.Symbols),
            FilesDone = roots.Sum(r => r.FilesDone),
            FilesTotal = roots.Sum(r => r.FilesTotal),
            StorePath = null,
            StoreBytes = roots.Sum(r => r.StoreBytes),
            LastIndexed = roots.Max(r => r.LastIndexed),
            LastChange = roots.Max(r => r.LastChange),
            NextReconcile = roots.Min(r => r.NextReconcile),
            VectorChunks = roots.Sum(r => r.VectorChunks),
            VectorBytes = roots.Sum(r => r.VectorBytes),
            Skipped = Sum(roots.Select(r => r.Skipped)),
            SkippedExamples = null,
            Failed = null,
            Languages = Sum(roots.Select(r => r.Languages)),
            Coverage = roots.Average(r => r.Coverage),
            Paused = roots.All(r => r.Paused),
            Unsaved = roots.Sum(r => r.Unsaved),
            Notice = roots.Select(r => r.Notice).FirstOrDefault(notice => notice is not null),
            InMemory = roots.Any(r => r.InMemory),
            Secrets = new StatusSecrets(roots.Sum(r => r.Secrets?.Files ?? 0), roots.Sum(r => r.Secrets?.Count ?? 0), Sum(roots.Select(r => r.Secrets?.Kinds))),
            Roots = roots,
        };
    }

    private static Dictionary<string, int> Sum(IEnumerable<IReadOnlyDictionary<string, int>?> counts) =>
        counts.SelectMany(c => c ?? new Dictionary<string, int>()).GroupBy(c => c.Key, StringComparer.Ordinal).OrderByDescending(g => g.Sum(c => c.Value)).ToDictionary(g => g.Key, g => g.Sum(c => c.Value));
}
