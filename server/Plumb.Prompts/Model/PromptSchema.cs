using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Model;

public enum SchemaLanguage
{
    JsonSchema,
    Picoschema,
}

/// <summary>The schema of the answer.</summary>
/// <param name="Root">The schema itself; null where it cannot be read (a problem says why) or lies in another file.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="IsStrict">Whether the service is asked to hold the model to it, which allows only a part of JSON Schema.</param>
public sealed record PromptSchema(SchemaLanguage Language, DataNode? Root, TextSpan Span, bool IsStrict)
{
    /// <summary>Why it cannot be read.</summary>
    public IReadOnlyList<PromptProblem> Problems { get; init; } = [];
}
