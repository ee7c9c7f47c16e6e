using System.Diagnostics;
using Plumb.Text;

namespace Plumb.OutlineOracle;

/// <summary>How our outlines of one language compare with the tags that ctags finds.</summary>
public sealed class LanguageScore(string language)
{
    public string Language { get; } = language;

    /// <summary>Functions, methods and types that ctags finds.</summary>
    public int Wanted { get; set; }

    public int Found { get; set; }

    /// <summary>Functions, methods and types that we find.</summary>
    public int Ours { get; set; }

    public int Confirmed { get; set; }

    public long Characters { get; set; }

    public long Ticks { get; set; }

    public List<string> Misses { get; } = [];

    public List<string> Extras { get; } = [];

    public double Recall => Wanted == 0 ? 1 : (double)Found / Wanted;

    public double Precision => Ours == 0 ? 1 : (double)Confirmed / Ours;

    public double MegabytesPerSecond => Ticks == 0 ? 0 : Characters / 1e6 / (Ticks / (double)Stopwatch.Frequency);
}

/// <summary>Scans files with both scanners and matches what they find by name and line.</summary>
public static class Comparison
{
    private const int LineTolerance = 2;

    // Kinds that are functions, methods or types in each language of ctags. Namespaces, fields and variables are not compared.
    private static readonly Dictionary<string, string> WantedKinds = new()
    {
        ["C"] = "function struct union enum typedef",
        ["C++"] = "function class struct union enum typedef",
        ["C#"] = "method class struct interface enum typedef",
        ["Java"] = "method class interface enum annotation",
        ["Kotlin"] = "method class interface object typealias",
        ["Go"] = "func struct interface type methodSpec talias",
        ["Rust"] = "function method struct enum interface typedef",
        ["JavaScript"] = "function method class generator getter setter",
        ["TypeScript"] = "function method class interface enum alias generator",
        ["PHP"] = "function class interface trait",
        ["Python"] = "function member class",
        ["Ruby"] = "method singletonMethod class module",
        ["ObjectiveC"] = "interface implementation protocol method class function typedef struct enum",
        ["Protobuf"] = "message enum service rpc",
        ["Lua"] = "function",
        ["Sh"] = "function",
    };

    private static readonly HashSet<DeclarationKind> OurKinds =
    [
        DeclarationKind.Class, DeclarationKind.Struct, DeclarationKind.Interface, DeclarationKind.Trait, DeclarationKind.Enum,
        DeclarationKind.TypeAlias, DeclarationKind.Function, DeclarationKind.Method, DeclarationKind.Constructor,
    ];

    public static List<LanguageScore> Run(IEnumerable<string> directories, string? onlyLanguage)
    {
        var files = directories.SelectMany(FindFiles).Where(file => LanguageTable.FindForFile(file) is { Kind: LanguageKind.Code }).ToList();
        var tags = Ctags.Run(files).GroupBy(tag => tag.Path).ToDictionary(group => group.Key, group => group.ToList());
        var scores = new Dictionary<string, LanguageScore>();
        foreach (var (path, found) in tags)
        {
            var name = found[0].Language;
            if (!WantedKinds.ContainsKey(name) || (onlyLanguage is not null && !name.Equals(onlyLanguage, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (!scores.TryGetValue(name, out var score))
            {
                scores[name] = score = new LanguageScore(name);
            }

            Compare(path, found, score);
        }

        return [.. scores.Values.OrderByDescending(score => score.Wanted)];
    }

    private static IEnumerable<string> FindFiles(string directory) => File.Exists(directory) ? [directory]
        : Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static void Compare(string path, List<CtagsTag> tags, LanguageScore score)
    {
        if (SourceDecoder.Decode(File.ReadAllBytes(path)).Text is not { } text || LanguageTable.FindForFile(path) is not { } language)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var outline = OutlineScanner.Scan(text, language);
        score.Ticks += Stopwatch.GetTimestamp() - started;
        score.Characters += text.Length;

        var lines = new LineIndex(text);
        var ours = outline.Declarations.Select(d => (d.Kind, Name: Normalize(d.Name), Line: lines.GetLine(d.NameSpan.Start))).ToList();
        var byName = ours.ToLookup(d => d.Name, d => d.Line);
        var wantedKinds = WantedKinds[score.Language].Split(' ');
        foreach (var tag in tags)
        {
            if (!wantedKinds.Contains(tag.Kind) || IsArtefact(tag))
            {
                continue;
            }

            score.Wanted++;
            if (byName[Normalize(tag.Name)].Any(line => Math.Abs(line - tag.Line) <= LineTolerance))
            {
                score.Found++;
            }
            else
            {
                score.Misses.Add($"{path}:{tag.Line + 1}: {tag.Kind} {tag.Name}");
            }
        }

        var theirs = tags.ToLookup(tag => Normalize(tag.Name), tag => tag.Line);
        foreach (var declaration in ours.Where(d => OurKinds.Contains(d.Kind)))
        {
            score.Ours++;
            if (theirs[declaration.Name].Any(line => Math.Abs(line - declaration.Line) <= LineTolerance))
            {
                score.Confirmed++;
            }
            else
            {
                score.Extras.Add($"{path}:{declaration.Line + 1}: {declaration.Kind} {declaration.Name}");
            }
        }
    }

    // Names that ctags makes up for what has none.
    private static bool IsArtefact(CtagsTag tag) =>
        tag.Name.StartsWith("__anon", StringComparison.Ordinal) || tag.Name.StartsWith("anonymous", StringComparison.OrdinalIgnoreCase) || tag.Name.Length == 0;

    private static string Normalize(string name)
    {
        var dot = name.LastIndexOf('.');
        name = dot > 0 && dot < name.Length - 1 && !name.StartsWith('[') ? name[(dot + 1)..] : name;
        return name.Replace(" ", "", StringComparison.Ordinal).TrimStart('#').Trim('"', '\'', '`');
    }
}
