namespace Plumb.Prompts.Templates;

/// <summary>The names that a template's own blocks define, and the variables that are left over.</summary>
internal sealed class Scopes(TemplateSyntax syntax)
{
    private readonly Stack<string[]> locals = new();
    private readonly NamesInScope names = new();
    private readonly HashSet<string> assigned = [];
    private readonly List<VariableUse> uses = [];

    /// <summary>How many uses there are: a mark for <see cref="ForgetSince"/>.</summary>
    public int Mark => uses.Count;

    public void Push(IEnumerable<string> defined)
    {
        locals.Push([.. defined]);
        names.Enter(locals.Peek());
    }

    public void Pop()
    {
        if (locals.TryPop(out var last))
        {
            names.Leave(last);
        }
    }

    /// <summary>Defines a name for the whole template: which path of a template runs is not known, so any assignment counts.</summary>
    public void Assign(string name) => assigned.Add(name);

    public void Use(string name, Plumb.Text.TextSpan span)
    {
        if (!names.Contains(name))
        {
            uses.Add(new VariableUse(name, span));
        }
    }

    /// <summary>Takes back the uses since a mark: what is tested for being defined, or given a default, may be absent.</summary>
    public void ForgetSince(int mark) => uses.RemoveRange(mark, uses.Count - mark);

    public void Finish()
    {
        foreach (var use in uses)
        {
            if (!assigned.Contains(use.Name))
            {
                syntax.Use(use.Name, use.Span);
            }
        }
    }
}
