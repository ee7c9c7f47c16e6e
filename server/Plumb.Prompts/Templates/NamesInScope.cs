namespace Plumb.Prompts.Templates;

/// <summary>Counts how many open blocks define a name, so that looking one up does not depend on how deep blocks nest.</summary>
internal sealed class NamesInScope
{
    private readonly Dictionary<string, int> counts = [];

    public bool Contains(string name) => counts.GetValueOrDefault(name) > 0;

    public void Enter(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }

    public void Leave(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            counts[name]--;
        }
    }
}
