using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

/// <summary>A workspace's symbols as a list of names, such as that of a rule's example.</summary>
internal sealed class KnownSymbols(IReadOnlyCollection<string> names) : IWorkspaceSymbols
{
    public bool? IsKnown(string name) => names.Contains(name);

    public bool? IsDeclared(string name) => names.Contains(name);

    public string? Near(string name) => NearMiss.Find(name, names);
}
