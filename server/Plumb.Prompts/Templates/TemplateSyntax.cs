using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>A use of a variable that no block of the template itself defines. The span is the name's, in the template.</summary>
internal readonly record struct VariableUse(string Name, TextSpan Span);

/// <summary>A place where the dialect's own engine would refuse the template, or not do what is meant.</summary>
internal readonly record struct TemplateProblem(TextSpan Span, string Message);

/// <summary>What a template parser finds. It never throws, and goes on after a problem.</summary>
internal sealed class TemplateSyntax
{
    private readonly List<VariableUse> variables = [];
    private readonly List<TemplateProblem> problems = [];

    public static TemplateSyntax Nothing { get; } = new();

    public IReadOnlyList<VariableUse> Variables => variables;

    public IReadOnlyList<TemplateProblem> Problems => problems;

    public void Use(string name, TextSpan span) => variables.Add(new VariableUse(name, span));

    public void Report(int start, int end, string message) => problems.Add(new TemplateProblem(new TextSpan(start, end), message));

    /// <summary>Drops the uses of names that the template turned out to define.</summary>
    public void Forget(IReadOnlySet<string> defined)
    {
        if (defined.Count > 0)
        {
            variables.RemoveAll(v => defined.Contains(v.Name));
        }
    }
}
