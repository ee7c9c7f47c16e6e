using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Navigation;

/// <summary>From a variable to where it is declared and used, from a reference to its file.</summary>
internal static class NavigationFeature
{
    public static IReadOnlyList<Location> Definition(TextDocument document, PromptFile file, string uri, Position position, PositionEncoding encoding)
    {
        var offset = document.ToOffset(position, encoding);
        if (file.References.FirstOrDefault(r => r.Span.Start <= offset && offset <= r.Span.End) is { } reference && ReferencedFiles.Find(document.Path, reference) is { } path)
        {
            return [new Location { Uri = DocumentUri.FromPath(path), Range = Positions.OfLines(1, 0) }];
        }

        if (PromptNames.At(file, offset) is not { } name)
        {
            return [];
        }

        var declared = name.Occurrences.Where(o => o.Kind == OccurrenceKind.Declaration).ToList();
        return [.. (declared.Count > 0 ? declared : name.Occurrences.Where(o => o.Kind == OccurrenceKind.Data)).Select(o => At(document, file, uri, o.Span, encoding))];
    }

    public static IReadOnlyList<Location> References(TextDocument document, PromptFile file, string uri, Position position, bool withDeclaration, PositionEncoding encoding) =>
        PromptNames.At(file, document.ToOffset(position, encoding)) is { } name
            ? [.. name.Occurrences.Where(o => withDeclaration || o.Kind != OccurrenceKind.Declaration).Select(o => At(document, file, uri, o.Span, encoding))]
            : [];

    public static IReadOnlyList<DocumentHighlight> Highlights(TextDocument document, PromptFile file, Position position, PositionEncoding encoding) =>
        PromptNames.At(file, document.ToOffset(position, encoding)) is { } name
            ? [.. name.Occurrences.Select(o => new DocumentHighlight
            {
                Range = document.ToRange(PromptNames.Bare(file, o.Span), encoding),
                Kind = o.Kind == OccurrenceKind.Use ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
            })]
            : [];

    private static Location At(TextDocument document, PromptFile file, string uri, TextSpan span, PositionEncoding encoding) =>
        new() { Uri = uri, Range = document.ToRange(PromptNames.Bare(file, span), encoding) };
}
