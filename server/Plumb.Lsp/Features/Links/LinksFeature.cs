using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Navigation;
using Plumb.Lsp.Protocol;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Links;

/// <summary>The files that a prompt names, where they exist.</summary>
internal static class LinksFeature
{
    public static IReadOnlyList<DocumentLink> Get(TextDocument document, PromptFile file, PositionEncoding encoding)
    {
        var links = new List<DocumentLink>();
        foreach (var reference in file.References.Where(r => !r.Span.IsEmpty && r.Span.End <= document.Text.Length))
        {
            if (ReferencedFiles.Find(document.Path, reference) is { } path && System.IO.File.Exists(path))
            {
                links.Add(new DocumentLink { Range = document.ToRange(reference.Span, encoding), Target = DocumentUri.FromPath(path) });
            }
        }

        return links;
    }
}
