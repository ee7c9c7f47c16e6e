namespace Plumb.Prompts.Fixing;

/// <summary>What applying fixes made of a text.</summary>
/// <param name="Fixed">How many findings were mended.</param>
/// <param name="Remaining">The findings of the new text.</param>
public sealed record FixResult(string Text, int Fixed, IReadOnlyList<LintDiagnostic> Remaining);

/// <summary>
/// Applies fixes until none is left that may be applied. A fix is applied whole or not at all; one that overlaps another
/// waits for the next round, and a round that leaves a file that cannot be read is taken back.
/// </summary>
public static class FixApplier
{
    private const int MostRounds = 20;
    private const string Unreadable = "P01";

    /// <param name="lint">The findings of a text; they are asked for again after each round.</param>
    /// <param name="most">Which fixes may be applied: only safe ones, or also those that ask.</param>
    public static FixResult Apply(string text, IReadOnlyList<LintDiagnostic> diagnostics, FixKind most, Func<string, IReadOnlyList<LintDiagnostic>> lint)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(lint);
        var done = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            var (next, count) = ApplyOnce(text, diagnostics, most);
            if (count == 0 || next == text)
            {
                break;
            }

            var left = lint(next);
            if (left.Count(IsUnreadable) > diagnostics.Count(IsUnreadable))
            {
                break;
            }

            (text, diagnostics, done) = (next, left, done + count);
        }

        return new FixResult(text, done, diagnostics);
    }

    /// <summary>One round: the fixes in the order of the text, each only where it begins behind the one before.</summary>
    public static (string Text, int Fixed) ApplyOnce(string text, IReadOnlyList<LintDiagnostic> diagnostics, FixKind most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var chosen = Choose(diagnostics, most);
        if (chosen.Count == 0)
        {
            return (text, 0);
        }

        return (Replace(text, chosen.SelectMany(f => f.Edits)), chosen.Count);
    }

    /// <summary>The fixes of one round: none overlaps another.</summary>
    public static IReadOnlyList<LintFix> Choose(IReadOnlyList<LintDiagnostic> diagnostics, FixKind most)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var chosen = new List<LintFix>();
        var taken = new List<LintEdit>();
        foreach (var fix in diagnostics.Select(d => d.Fix).OfType<LintFix>().Where(f => IsAllowed(f.Kind, most) && f.Edits.Count > 0).OrderBy(f => f.Edits.Min(e => e.Span.Start)))
        {
            if (fix.Edits.Any(e => taken.Any(t => Collide(e, t))))
            {
                continue;
            }

            chosen.Add(fix);
            taken.AddRange(fix.Edits);
        }

        return chosen;
    }

    public static string Replace(string text, IEnumerable<LintEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(edits);
        var result = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var edit in edits.OrderBy(e => e.Span.Start).ThenBy(e => e.Span.End))
        {
            result.Append(text, at, edit.Span.Start - at).Append(edit.NewText);
            at = edit.Span.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static bool IsUnreadable(LintDiagnostic diagnostic) => diagnostic.Code == Unreadable;

    private static bool IsAllowed(FixKind kind, FixKind most) => kind == FixKind.Safe || (kind == FixKind.Ask && most == FixKind.Ask);

    // Two insertions at one place have no order of their own.
    private static bool Collide(LintEdit a, LintEdit b) =>
        a.Span.Overlaps(b.Span) || a.Span.Start == b.Span.Start
        || (a.Span.IsEmpty && b.Span.Contains(a.Span.Start)) || (b.Span.IsEmpty && a.Span.Contains(b.Span.Start));
}
