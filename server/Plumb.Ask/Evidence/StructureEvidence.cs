using System.Text.RegularExpressions;
using Plumb.Search.Workspaces;
using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>
/// The repository map as evidence: the heads of the declarations that most else mentions. A question about how things are
/// laid out is answered by no passage alone, and its words ("parts", "layers") stand in none of them.
/// </summary>
internal static partial class StructureEvidence
{
    private const int MostFiles = 6;
    private const int MostDeclarations = 40;
    private const int LinesOfHead = 12;

    // Of all that a question is given, what the map may take: the rest is for what its own words find.
    private const int ShareOfBudget = 3;

    /// <summary>Words that say how a question is meant, and are not what it is about.</summary>
    public static bool IsStructureWord(string word) => Words().IsMatch(word);

    public static bool IsAskedFor(string question) => Asked().IsMatch(question);

    public static int BudgetOf(int tokens) => tokens / ShareOfBudget;

    /// <summary>Of the folder that the question names, or of all; most important first. They have no lines yet.</summary>
    public static IReadOnlyList<Passage> Collect(IWorkspaceReader index, string question, CancellationToken cancellation)
    {
        var all = index.GetMap(MostDeclarations, "", cancellation);
        var folder = FolderOf(question, all.Files.Select(file => file.Path));
        var map = folder.Length > 0 ? index.GetMap(MostDeclarations, folder, cancellation) : all;
        var passages = new List<Passage>();
        foreach (var file in map.Files.Where(file => LanguageTable.FindForFile(file.Path) is not null).Take(MostFiles))
        {
            // What encloses others says more of a file than its most mentioned member.
            if (file.Declarations.Where(d => d.Kind is not (DeclarationKind.Namespace or DeclarationKind.Module)).MinBy(d => (d.Depth, -d.MentionedBy)) is { } head)
            {
                passages.Add(new Passage(file.Path, head.StartLine, Math.Min(head.EndLine, head.StartLine + LinesOfHead - 1), head.Name, LanguageTable.FindForFile(file.Path)!, 0, [], [], 0) { IsOnMap = true });
            }
        }

        return passages;
    }

    /// <summary>The folder that the question names by its path or its name; empty for none.</summary>
    internal static string FolderOf(string question, IEnumerable<string> files)
    {
        var folders = files.SelectMany(Above).Distinct(StringComparer.Ordinal).ToList();
        var words = question.Split((char[])[' ', '?', '!', ',', ';', '"', '\'', '`', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('/', '.')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return folders.Where(folder => words.Contains(folder) || words.Contains(folder[(folder.LastIndexOf('/') + 1)..])).OrderBy(folder => words.Contains(folder) ? 0 : 1).ThenBy(folder => folder.Count(c => c == '/')).FirstOrDefault() ?? "";

        static IEnumerable<string> Above(string path)
        {
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                yield return path[..slash];
            }
        }
    }

    [GeneratedRegex(
        """
        \b(?:structure[ds]?|architecture|organi[sz](?:ed|ation)|laid\s+out|layout|layers?|layered|overview|building\s+blocks|built\s+up|big\s+picture)\b
        | \b(?:main|major|core|central|key|most\s+important|important)\s+(?:\w+\s+)?(?:parts?|pieces|components?|modules?|classes|types|files|abstractions?|concepts?|interfaces|packages?|folders|functions|entities)\b
        | \bhow\s+(?:do|does|are)\s+.{0,60}\b(?:fit|work|hang|belong|play)\s+together\b
        | \b(?:which|what)\s+(?:\w+\s+){0,2}(?:modules|components|packages|layers|subsystems)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Asked();

    [GeneratedRegex(
        """
        ^(?:structure[ds]?|architecture|organi[sz](?:ed|ation)|laid|layout|layers?|layered|overview|building|blocks|big|picture|main|major|core|central|key|important|parts?|pieces|components?|modules?
        | classes|types|files|abstractions?|concepts?|interfaces|packages?|folders?|functions|entities|fit|hang|belong|together|subsystems?|code\s?base|project|repository|repo|library|app|application)$
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
