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

    public List<(string Text, Language Language)> Files { get; } = [];

    public List<string> Misses { get; } = [];

    public List<string> Extras { get; } = [];

    /// <summary>All functions, methods and types that we report, with those too that the recall and <see cref="Ours"/> leave out.</summary>
    public int Reported => Agreed + Unlisted.Count;

    /// <summary>Those of <see cref="Reported"/> that ctags has a tag for.</summary>
    public int Agreed { get; set; }

    /// <summary>Those that ctags has no tag for, each with its line, for a person to judge.</summary>
    public List<string> Unlisted { get; } = [];

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
        var wanted = onlyLanguage is null ? null : Extensions(onlyLanguage);
        var files = directories.SelectMany(FindFiles)
            .Where(file => LanguageTable.FindForFile(file) is { Kind: LanguageKind.Code } && (wanted is null || wanted.Contains(Path.GetExtension(file))))
            .ToList();
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

        foreach (var score in scores.Values)
        {
            // A second reading, now that everything is compiled.
            foreach (var (text, language) in score.Files)
            {
                var started = Stopwatch.GetTimestamp();
                _ = OutlineScanner.Scan(text, language);
                score.Ticks += Stopwatch.GetTimestamp() - started;
                score.Characters += text.Length;
            }
        }

        return [.. scores.Values.OrderByDescending(score => score.Wanted)];
    }

    // ctags need not read what is of another language. Headers may be of several.
    private static HashSet<string>? Extensions(string language) =>
        LanguageTable.All.FirstOrDefault(row => row.Name.Equals(language, StringComparison.OrdinalIgnoreCase)) is { } found && language is not ("C" or "C++" or "ObjectiveC")
            ? [.. found.Extensions]
            : null;

    private static IEnumerable<string> FindFiles(string directory) => File.Exists(directory) ? [directory]
        : Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static void Compare(string path, List<CtagsTag> tags, LanguageScore score)
    {
        if (SourceDecoder.Decode(File.ReadAllBytes(path)).Text is not { } text || LanguageTable.FindForFile(path) is not { } language)
        {
            return;
        }

        if (text.Length > 100 * (text.Count(c => c == '\n') + 10))
        {
            // Minified: ctags makes a class of every object there.
            return;
        }

        var outline = OutlineScanner.Scan(text, language);
        score.Files.Add((text, language));

        var lines = new LineIndex(text);
        var ours = outline.Declarations.Select(d => (d.Kind, Name: Normalize(d.Name), Line: lines.GetLine(d.NameSpan.Start))).ToList();
        var byName = ours.ToLookup(d => d.Name, d => d.Line);
        var wantedKinds = WantedKinds[score.Language].Split(' ');
        foreach (var tag in tags)
        {
            if (!wantedKinds.Contains(tag.Kind) || IsArtefact(tag, text, lines))
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
            var agreed = theirs[declaration.Name].Any(line => Math.Abs(line - declaration.Line) <= LineTolerance);
            var place = $"{path}:{declaration.Line + 1}: {declaration.Kind} {declaration.Name}";
            if (agreed)
            {
                score.Agreed++;
            }
            else
            {
                var span = lines.GetLineSpan(declaration.Line);
                score.Unlisted.Add($"{place} | {text[span.Start..span.End].Trim()}");
            }

            if (IsNotCompared(score.Language, declaration.Kind, declaration.Name))
            {
                continue;
            }

            score.Ours++;
            if (agreed)
            {
                score.Confirmed++;
            }
            else
            {
                score.Extras.Add(place);
            }
        }
    }

    // What ctags makes up, for what has no name and where it loses its way.
    private static bool IsArtefact(CtagsTag tag, string text, LineIndex lines)
    {
        var span = lines.GetLineSpan(tag.Line);
        var line = text[span.Start..span.End];
        return IsMadeUp(tag) || tag.Language switch
        {
            "Kotlin" => tag.Kind == "method" && !line.Contains("fun ", StringComparison.Ordinal),
            "TypeScript" => tag.Kind == "alias" && !System.Text.RegularExpressions.Regex.IsMatch(line, $@"\btype\s+{System.Text.RegularExpressions.Regex.Escape(tag.Name)}\s*(=|<|$)") || tag.Name is "this" or "if" or "for",
            "JavaScript" => tag.Kind == "class" && !line.Contains("class", StringComparison.Ordinal) && !line.Contains("function", StringComparison.Ordinal),
            "C#" => tag.Name.Contains('.', StringComparison.Ordinal) || tag.Name is "base",
            "C" or "C++" => tag.Kind == "function" && IsUpper(tag.Name),
            _ => false,
        };
    }

    // What we declare and ctags has no tags for: constructors and quoted names of Kotlin, test macros.
    private static bool IsNotCompared(string language, DeclarationKind kind, string name) => language switch
    {
        "Kotlin" => kind == DeclarationKind.Constructor || name.Contains(' ', StringComparison.Ordinal),
        "C" or "C++" => IsUpper(name),
        "JavaScript" or "TypeScript" => kind == DeclarationKind.Constructor,
        _ => false,
    };

    // A macro in the place of a name.
    private static bool IsUpper(string name) => !name.Any(char.IsLower);

    private static bool IsMadeUp(CtagsTag tag) =>
        tag.Name.StartsWith("__anon", StringComparison.Ordinal) || tag.Name.StartsWith("anonymous", StringComparison.OrdinalIgnoreCase) || tag.Name.Length == 0 || tag.Name[0] == '<';

    private static string Normalize(string name)
    {
        if (name.Contains(' ', StringComparison.Ordinal) && !name.StartsWith("operator", StringComparison.Ordinal))
        {
            return name;
        }

        var dot = name.LastIndexOf('.');
        name = dot > 0 && dot < name.Length - 1 && !name.StartsWith('[') ? name[(dot + 1)..] : name;
        return name.Replace(" ", "", StringComparison.Ordinal).TrimStart('#').Trim('"', '\'', '`');
    }
}
