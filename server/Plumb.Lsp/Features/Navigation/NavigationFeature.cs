using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Navigation;

/// <summary>From a variable to where it is declared and used, from a reference to its file.</summary>
internal static class NavigationFeature
{
    /// <summary>The file that the prompt names at a place; null where it names none.</summary>
    public static IReadOnlyList<Location>? Reference(TextDocument document, PromptFile? file, Position position, PositionEncoding encoding)
    {
        var offset = document.ToOffset(position, encoding);
        return file?.References.FirstOrDefault(r => r.Span.Start <= offset && offset <= r.Span.End) is { } reference && ReferencedFiles.Find(document.Path, reference) is { } path
            ? [new Location { Uri = DocumentUri.FromPath(path), Range = Positions.OfLines(1, 0) }]
            : null;
    }

    public static IReadOnlyList<Location> Definition(VariableName name, PositionEncoding encoding)
    {
        var declared = name.Places.Where(p => p.Kind == OccurrenceKind.Declaration).ToList();
        return [.. (declared.Count > 0 ? declared : name.Places.Where(p => p.Kind == OccurrenceKind.Data)).Select(p => At(p, encoding))];
    }

    public static IReadOnlyList<Location> References(VariableName name, bool withDeclaration, PositionEncoding encoding) =>
        [.. name.Places.Where(p => withDeclaration || p.Kind != OccurrenceKind.Declaration).Select(p => At(p, encoding))];

    public static IReadOnlyList<DocumentHighlight> Highlights(TextDocument document, VariableName name, PositionEncoding encoding) =>
        [.. name.Places.Where(p => ReferenceEquals(p.Document, document)).Select(p => new DocumentHighlight
        {
            Range = document.ToRange(p.Span, encoding),
            Kind = p.Kind == OccurrenceKind.Use ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
        })];

    private static Location At(VariablePlace place, PositionEncoding encoding) => new() { Uri = place.Uri, Range = place.Document.ToRange(place.Span, encoding) };
}
