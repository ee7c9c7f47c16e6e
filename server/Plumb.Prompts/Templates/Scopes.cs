using Plumb.Text;

namespace Plumb.Prompts.Templates;

/// <summary>The names that a template's own blocks define, and the variables that are left over.</summary>
internal sealed class Scopes(TemplateSyntax syntax)
{
    private readonly Stack<string[]> locals = new();
    private readonly NamesInScope names = new();
    private readonly HashSet<string> assigned = [];
    private readonly List<VariableUse> uses = [];

    /// <summary>How many uses there are: a mark for <see cref="ForgetSince"/> and <see cref="MakeOptionalSince"/>.</summary>
    public int Mark => uses.Count;

    /// <summary>Whether the uses that follow are printed.</summary>
    public bool Printing { get; set; }

    public TemplateSyntax Syntax => syntax;

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
    public void Assign(string name, TextSpan span)
    {
        if (assigned.Add(name))
        {
            syntax.Define(name, span);
        }
    }

    public void Use(string name, TextSpan span)
    {
        if (!names.Contains(name))
        {
            uses.Add(new VariableUse(name, span) { IsPrinted = Printing });
        }
    }

    /// <summary>Takes back the uses since a mark: they turned out to be none.</summary>
    public void ForgetSince(int mark) => uses.RemoveRange(mark, uses.Count - mark);

    /// <summary>What is tested for being defined, or given a default, may be absent.</summary>
    public void MakeOptionalSince(int mark)
    {
        for (var i = mark; i < uses.Count; i++)
        {
            uses[i] = uses[i] with { Kind = UseKind.Optional };
        }
    }

    public void Finish()
    {
        // A name that is tested somewhere is one that may be absent everywhere.
        foreach (var use in uses)
        {
            if (!assigned.Contains(use.Name))
            {
                syntax.Use(use.Name, use.Span, use.Kind, use.IsPrinted);
            }
        }
    }
}
