using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Model;

/// <summary>Where an input is declared.</summary>
public enum PromptInputSource
{
    /// <summary>In the list of inputs: it has a type, a description, a default.</summary>
    Declared,

    /// <summary>In sample, default or test data only.</summary>
    Sample,
}

/// <summary>An input that the file declares, and where its name stands.</summary>
public sealed record PromptInput(string Name, TextSpan NameSpan)
{
    public PromptInputSource Source { get; init; }

    /// <summary>What is declared about it: a mapping, a type's name, a sample value; null where only the name is.</summary>
    public DataNode? Declaration { get; init; }

    /// <summary>The whole entry, from its first line's start to behind its last line's end, where it stands on lines of its own; else null. Deleting it leaves valid YAML.</summary>
    public TextSpan? Lines { get; init; }

    public string? Description { get; init; }

    /// <summary>The default, or null where there is none.</summary>
    public DataNode? Default { get; init; }

    /// <summary>Whether it says that it is required, and where; null where it says nothing.</summary>
    public (bool Value, TextSpan Key, TextSpan Span)? Required { get; init; }

    /// <summary>The type or kind as it is written, such as "string", "array"; null where none is.</summary>
    public string? Type { get; init; }

    /// <summary>Whether the engine leaves markup in its value alone: whoever fills it may then write messages of any role.</summary>
    public bool AllowsMarkup { get; init; }
}

/// <summary>A value that a case of test data gives to an input.</summary>
public sealed record PromptTestValue(string Name, TextSpan NameSpan, DataNode Value);

/// <summary>A case of test data: the file's own sample, or one of a list of tests.</summary>
/// <param name="Span">The whole case.</param>
/// <param name="IsComplete">False where a part of its values comes from elsewhere.</param>
public sealed record PromptTestCase(TextSpan Span, IReadOnlyList<PromptTestValue> Values, bool IsComplete);
