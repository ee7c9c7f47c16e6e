using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Workspace;

/// <summary>Reads the scripts of a folder's and its parents' package.json, Makefile and justfile.</summary>
public sealed partial class WorkspaceCommands(IWorkspaceFiles files) : IWorkspaceCommands
{
    public IReadOnlySet<string>? Names(CommandKind kind, string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var found = false;
        folder = folder.Replace('\\', '/').Trim('/');
        while (true)
        {
            var prefix = folder.Length == 0 ? "" : folder + "/";
            foreach (var name in (ReadOnlySpan<string>)(kind switch { CommandKind.NpmScript => ["package.json"], CommandKind.MakeTarget => ["Makefile", "makefile", "GNUmakefile"], _ => ["justfile", "Justfile"] }))
            {
                if (files.Read(prefix + name) is { } text)
                {
                    found = true;
                    if (!(kind switch { CommandKind.NpmScript => ReadScripts(text, names), CommandKind.MakeTarget => ReadTargets(text, names), _ => ReadRecipes(text, names) }))
                    {
                        return null;
                    }
                }
            }

            if (folder.Length == 0)
            {
                return found ? names : null;
            }

            folder = folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('/')] : "";
        }
    }

    /// <summary>False where what can be run is not certain: a monorepo's packages have scripts of their own.</summary>
    private static bool ReadScripts(string text, HashSet<string> names)
    {
        var (root, problem) = JsonReader.Read(MappedText.Verbatim(text.TrimStart('\uFEFF'), 0));
        if (problem is not null || root is not DataMapping map || map.Find("workspaces") is not null)
        {
            return false;
        }

        names.UnionWith((map.Find("scripts") as DataMapping)?.Entries.Select(e => e.Key.Value) ?? []);
        return true;
    }

    private static bool ReadTargets(string text, HashSet<string> names)
    {
        if (text.Contains("\ninclude ", StringComparison.Ordinal) || text.Contains("\n-include", StringComparison.Ordinal) || text.Contains("\nimport ", StringComparison.Ordinal) || text.Contains("\n%", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (Match match in Target().Matches(text))
        {
            names.UnionWith(match.Groups["names"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        }

        return true;
    }

    /// <summary>Recipes with any parameters, other names for them, and modules.</summary>
    private static bool ReadRecipes(string text, HashSet<string> names)
    {
        if (Import().IsMatch(text))
        {
            return false;
        }

        names.UnionWith(Recipe().Matches(text).Select(m => m.Groups["name"].Value));
        return true;
    }

    [GeneratedRegex(@"^import\??[ \t]", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^(?:alias[ \t]+(?<name>[\w\-]+)[ \t]*:=|mod\??[ \t]+(?<name>[\w\-]+)|@?(?<name>[A-Za-z_][\w\-]*)(?:[ \t][^\r\n]*?)?:(?!=))", RegexOptions.Multiline)]
    private static partial Regex Recipe();

    [GeneratedRegex(@"^@?(?<names>[A-Za-z0-9_./$()\-][A-Za-z0-9_./ \t$()\-]*?)(?:[ \t]+[^:=\r\n]*)?:(?!=)", RegexOptions.Multiline)]
    private static partial Regex Target();
}
