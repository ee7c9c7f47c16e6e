using Plumb.Text;

namespace Plumb.Prompts.Model;

/// <summary>An input that the file declares, and where its name stands.</summary>
internal sealed record PromptInput(string Name, TextSpan NameSpan);

/// <summary>Something that kept a part of the file from being read.</summary>
internal sealed record PromptProblem(TextSpan Span, string Message);

/// <summary>A template of the file.</summary>
/// <param name="Text">Its text, with the way back into the file.</param>
/// <param name="Syntax">What its dialect's parser made of it.</param>
/// <param name="KeySpan">The key that introduces it (<c>template:</c>), or an empty span where there is none.</param>
internal sealed record PromptTemplate(MappedText Text, TemplateDialect Dialect, Templates.TemplateSyntax Syntax, TextSpan KeySpan);

/// <summary>
/// A prompt file of any format, parsed once: what every rule looks at. Spans are offsets of <see cref="Text"/>.
/// </summary>
internal sealed record PromptFile(PromptFormat Format, string Path, string Text)
{
    public IReadOnlyList<PromptTemplate> Templates { get; init; } = [];

    public IReadOnlyList<PromptInput> Inputs { get; init; } = [];

    /// <summary>
    /// Whether <see cref="Inputs"/> is the whole list. It is not where the file declares none at all (then the caller's
    /// arguments are the only declaration), or takes them from another file.
    /// </summary>
    public bool InputsAreComplete { get; init; }

    public IReadOnlyList<PromptProblem> Problems { get; init; } = [];
}
