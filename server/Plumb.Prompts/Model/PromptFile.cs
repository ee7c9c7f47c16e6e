using Plumb.Prompts.Templates;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Model;

/// <summary>Something that kept a part of the file from being read.</summary>
public sealed record PromptProblem(TextSpan Span, string Message);

/// <summary>A template of the file, or a text that is sent as it is (its dialect is then unknown).</summary>
/// <param name="Text">Its text, with the way back into the file.</param>
/// <param name="Syntax">What its dialect's parser made of it.</param>
/// <param name="KeySpan">The key that introduces it (<c>template:</c>), or an empty span where there is none.</param>
public sealed record PromptTemplate(MappedText Text, TemplateDialect Dialect, TemplateSyntax Syntax, TextSpan KeySpan)
{
    /// <summary>Parses a text in its dialect.</summary>
    public static PromptTemplate Parse(MappedText text, TemplateDialect dialect, TextSpan keySpan = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, dialect, TemplateParser.Parse(text.Value, dialect), keySpan);
    }

    /// <summary>The place of the whole template in the file.</summary>
    public TextSpan FileSpan => Text.ToFile(new TextSpan(0, Text.Value.Length));
}

/// <summary>A message: a role and a part of a template.</summary>
/// <param name="Role">The role in lower case, such as "system", "user", "assistant"; what stands before any role mark has the format's own default.</param>
/// <param name="RoleSpan">Where the role is named in the file; empty where it is not.</param>
/// <param name="Content">The message's part of the template's text.</param>
public sealed record PromptMessage(string Role, TextSpan RoleSpan, PromptTemplate Template, TextSpan Content)
{
    /// <summary>The content as it is in the template.</summary>
    public string Text => Template.Text.Value[Content.Start..Content.End];

    /// <summary>The content's place in the file.</summary>
    public TextSpan FileSpan => Template.Text.ToFile(Content);
}

/// <summary>
/// A prompt file of any format, parsed once: what every rule looks at. Spans are offsets of <see cref="Text"/>, but
/// for those that say that they are offsets of a template.
/// </summary>
/// <param name="Path">The path as it was handed in; rules that need the workspace take it for relative to its root.</param>
public sealed record PromptFile(PromptFormat Format, string Path, string Text)
{
    /// <summary>
    /// The place of what stands in another file: a finding there is that file's, and is told when it is linted itself.
    /// </summary>
    public static readonly TextSpan Elsewhere = new(int.MaxValue, int.MaxValue);

    public InstructionKind InstructionKind { get; init; }

    /// <summary>The file holds only what belongs to a prompt that stands in another one (a <c>config.json</c>); its templates are <see cref="Elsewhere"/>.</summary>
    public bool IsSettings { get; init; }

    /// <summary>The version of the format where it has several (Prompty: 1 or 2); else 0.</summary>
    public int FormatVersion { get; init; }

    /// <summary>The front matter or, for YAML files, the whole document; null where there is none or it is no mapping.</summary>
    public DataMapping? Data { get; init; }

    /// <summary>Where the front matter stands, without its lines of dashes; null where there is none.</summary>
    public TextSpan? FrontMatter { get; init; }

    public IReadOnlyList<PromptTemplate> Templates { get; init; } = [];

    public IReadOnlyList<PromptMessage> Messages { get; init; } = [];

    public IReadOnlyList<PromptInput> Inputs { get; init; } = [];

    /// <summary>
    /// Whether <see cref="Inputs"/> is the whole list. It is not where the file declares none at all (then the caller's
    /// arguments are the only declaration), or takes them from another file.
    /// </summary>
    public bool InputsAreComplete { get; init; }

    /// <summary>The models that the prompt names, each with its parameters; a single one without a name holds the parameters where no model is named.</summary>
    public IReadOnlyList<PromptModel> Models { get; init; } = [];

    /// <summary>The schema that the answer is asked to follow, or null.</summary>
    public PromptSchema? OutputSchema { get; init; }

    /// <summary>Whether the answer is asked for as JSON, by a schema or a format.</summary>
    public bool AsksForJson { get; init; }

    /// <summary>Cases of test data that the file brings along.</summary>
    public IReadOnlyList<PromptTestCase> TestCases { get; init; } = [];

    /// <summary>Other files, tools and addresses that the prompt names.</summary>
    public IReadOnlyList<PromptReference> References { get; init; } = [];

    public IReadOnlyList<PromptProblem> Problems { get; init; } = [];

    /// <summary>Whether every key of the front matter is known to mean something or nothing: rules about keys run only then.</summary>
    public FrontMatterShape? Shape { get; init; }
}
