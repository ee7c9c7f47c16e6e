namespace Plumb.Lsp.Protocol;

// Unions of the specification, as the one record that holds every form.

/// <summary>One edit of a document: of a range, or of the whole text when there is no range.</summary>
public sealed record TextDocumentContentChangeEvent
{
    public Range? Range { get; init; }

    public required string Text { get; init; }
}

/// <summary>A full report (kind "full", with items) or the word that nothing changed (kind "unchanged", without).</summary>
public sealed record DocumentDiagnosticReport
{
    /// <summary>A <see cref="DocumentDiagnosticReportKind"/>.</summary>
    public required string Kind { get; init; }

    public required string ResultId { get; init; }

    public IReadOnlyList<Diagnostic>? Items { get; init; }
}

/// <summary>A filter of a document selector: the parts that are given must all match.</summary>
public sealed record DocumentFilter
{
    public string? Language { get; init; }

    public string? Scheme { get; init; }

    public string? Pattern { get; init; }
}
