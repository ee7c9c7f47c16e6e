namespace Plumb.Ask.Evidence;

/// <summary>The path of a symbol, outermost name first, and the names in it.</summary>
internal static class SymbolName
{
    /// <summary>Whether a name is the last one of a path: "Cluster.restart" is called "restart", and "Cluster.phased_restart" is not.</summary>
    public static bool IsCalled(string symbol, string name) =>
        name.Length > 0 && (symbol == name || symbol.EndsWith("." + name, StringComparison.Ordinal) || symbol.EndsWith(" > " + name, StringComparison.Ordinal));
}
