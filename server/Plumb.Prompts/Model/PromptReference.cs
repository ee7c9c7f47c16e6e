using Plumb.Text;

namespace Plumb.Prompts.Model;

public enum ReferenceKind
{
    /// <summary>A file of the workspace, relative to the prompt file (or to the root where it begins with '/').</summary>
    File,

    /// <summary>A partial or an included template.</summary>
    Partial,

    /// <summary>A tool that the prompt may call.</summary>
    Tool,

    /// <summary>An image whose address is built when the prompt is rendered or shown.</summary>
    Image,
}

/// <summary>Something outside of the file that the prompt names.</summary>
/// <param name="Target">A path with forward slashes, a name, an address: as it is written, without its fragment.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="IsCertain">Whether it can mean nothing else. Words in prose that merely look like paths are not certain.</param>
public sealed record PromptReference(ReferenceKind Kind, string Target, TextSpan Span, bool IsCertain = true);
