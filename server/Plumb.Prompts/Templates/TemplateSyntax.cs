using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>How sure it is that a name means one of the template's inputs.</summary>
public enum UseKind
{
    /// <summary>It can be nothing else.</summary>
    Certain,

    /// <summary>It is an input that may be absent: tested for being defined, or given a default.</summary>
    Optional,

    /// <summary>It may be an input or a property of what a block is about.</summary>
    Possible,
}

/// <summary>A use of a variable that no block of the template itself defines. The span is the name's, in the template.</summary>
public readonly record struct VariableUse(string Name, TextSpan Span, UseKind Kind = UseKind.Certain)
{
    /// <summary>Whether the value itself is printed, not only tested or looped over.</summary>
    public bool IsPrinted { get; init; }
}

/// <summary>A place where the dialect's own engine would refuse the template, or not do what is meant.</summary>
public readonly record struct TemplateProblem(TextSpan Span, string Message);

public enum CallKind
{
    /// <summary>A Semantic Kernel function, <c>plugin.function</c> or <c>Plugin-Function</c>.</summary>
    Function,

    /// <summary>A Handlebars helper with arguments or in a block.</summary>
    Helper,
    Filter,
    Test,

    /// <summary>A statement's name in a Jinja-like dialect.</summary>
    Statement,
}

/// <summary>A call by name; the span is the name's, in the template.</summary>
public readonly record struct TemplateCall(CallKind Kind, string Name, TextSpan Span);

/// <summary>A partial or an included template by its name; the span is the name's, in the template.</summary>
public readonly record struct TemplateInclude(string Name, TextSpan Span);

public enum TemplatePartKind
{
    Output,
    Statement,
    Comment,

    /// <summary>Text that the engine is told to leave alone, with the tags around it.</summary>
    Raw,
}

/// <summary>A tag of the template, delimiters included.</summary>
public readonly record struct TemplatePart(TemplatePartKind Kind, TextSpan Span);

/// <summary>A name that the template itself defines, where it does.</summary>
public readonly record struct TemplateDefinition(string Name, TextSpan Span);

/// <summary>What a template parser finds. It never throws, and goes on after a problem.</summary>
public sealed class TemplateSyntax
{
    private readonly List<VariableUse> variables = [];
    private readonly List<VariableUse> locals = [];
    private readonly List<TemplateProblem> problems = [];
    private readonly List<TemplateCall> calls = [];
    private readonly List<TemplateInclude> includes = [];
    private readonly List<TemplatePart> parts = [];
    private readonly List<TemplateDefinition> definitions = [];

    public static TemplateSyntax Nothing { get; } = new();

    /// <summary>The uses of inputs, in the order of reading.</summary>
    public IReadOnlyList<VariableUse> Variables => variables;

    /// <summary>The uses of names that the template defines for itself.</summary>
    public IReadOnlyList<VariableUse> Locals => locals;

    public IReadOnlyList<TemplateProblem> Problems => problems;

    public IReadOnlyList<TemplateCall> Calls => calls;

    public IReadOnlyList<TemplateInclude> Includes => includes;

    /// <summary>The tags that were closed, in order.</summary>
    public IReadOnlyList<TemplatePart> Parts => parts;

    public IReadOnlyList<TemplateDefinition> Definitions => definitions;

    /// <summary>Whether some of the template was not read, because what it means is not certain there.</summary>
    public bool IsPartial { get; internal set; }

    internal void Use(string name, TextSpan span, UseKind kind = UseKind.Certain, bool isPrinted = false) => variables.Add(new VariableUse(name, span, kind) { IsPrinted = isPrinted });

    internal void Report(int start, int end, string message) => problems.Add(new TemplateProblem(new TextSpan(start, end), message));

    internal void Call(CallKind kind, string name, TextSpan span) => calls.Add(new TemplateCall(kind, name, span));

    internal void Include(string name, TextSpan span) => includes.Add(new TemplateInclude(name, span));

    internal void Part(TemplatePartKind kind, TextSpan span) => parts.Add(new TemplatePart(kind, span));

    internal void Define(string name, TextSpan span) => definitions.Add(new TemplateDefinition(name, span));

    /// <summary>Drops the uses of names that the template turned out to define.</summary>
    internal void Forget(IReadOnlySet<string> defined)
    {
        if (defined.Count > 0)
        {
            locals.AddRange(variables.Where(v => defined.Contains(v.Name)));
            variables.RemoveAll(v => defined.Contains(v.Name));
        }
    }
}
