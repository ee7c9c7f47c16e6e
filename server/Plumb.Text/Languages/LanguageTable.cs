namespace Plumb.Text;

/// <summary>The languages that Plumb knows, and how a file's language is told from its name and first line.</summary>
public static partial class LanguageTable
{
    private static readonly Dictionary<string, (Language Language, Func<IOutliner>? Outliner)> ById = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, Language> ByExtension = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, Language> ByFileName = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, Language> ByInterpreter = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, IOutliner> Outliners = new(StringComparer.Ordinal);

    static LanguageTable()
    {
        RegisterBraceLanguages();
        RegisterBlockLanguages();
        RegisterDocsAndData();
    }

    /// <summary>Text that is none of the known languages.</summary>
    public static Language PlainText => ById["plaintext"].Language;

    public static IEnumerable<Language> All => ById.Values.Select(row => row.Language);

    public static Language? FindById(string id) => ById.TryGetValue(id, out var row) ? row.Language : null;

    /// <summary>
    /// The language of a file, from its name and, where the name says nothing, from a <c>#!</c> first line.
    /// Null when neither tells: the caller decides whether it is plain text.
    /// </summary>
    /// <param name="path">Any path; only the file name is looked at.</param>
    /// <param name="firstLine">The first line, or more of the text; may be empty.</param>
    public static Language? FindForFile(string path, ReadOnlySpan<char> firstLine = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path.AsSpan(path.AsSpan().LastIndexOfAny('/', '\\') + 1);
        if (ByFileName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var language))
        {
            return language;
        }

        var extensions = ByExtension.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var dot = name.IndexOf('.'); dot >= 0;)
        {
            if (extensions.TryGetValue(name[dot..], out language))
            {
                return language;
            }

            var next = name[(dot + 1)..].IndexOf('.');
            dot = next < 0 ? -1 : dot + 1 + next;
        }

        return FindByInterpreter(firstLine);
    }

    internal static IOutliner? OutlinerFor(Language language)
    {
        lock (Outliners)
        {
            if (Outliners.TryGetValue(language.Id, out var outliner))
            {
                return outliner;
            }

            var make = ById.TryGetValue(language.Id, out var row) ? row.Outliner : null;
            if (make is null)
            {
                return null;
            }

            return Outliners[language.Id] = make();
        }
    }

    // Each partial file registers the languages of one family, so that a language is added in one place.
    static partial void RegisterBraceLanguages();

    static partial void RegisterBlockLanguages();

    static partial void RegisterDocsAndData();

    private static void Register(
        string id,
        string name,
        LanguageKind kind,
        string extensions,
        Func<IOutliner>? outliner = null,
        string fileNames = "",
        string interpreters = "")
    {
        const StringSplitOptions Options = StringSplitOptions.RemoveEmptyEntries;
        var language = new Language(id, name, kind, extensions.Split(' ', Options), fileNames.Split(' ', Options), interpreters.Split(' ', Options));
        ById.Add(id, (language, outliner));
        foreach (var extension in language.Extensions)
        {
            ByExtension.Add(extension, language);
        }

        foreach (var fileName in language.FileNames)
        {
            ByFileName.Add(fileName, language);
        }

        foreach (var interpreter in language.Interpreters)
        {
            ByInterpreter.Add(interpreter, language);
        }
    }

    private static Language? FindByInterpreter(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("#!"))
        {
            return null;
        }

        var end = text.IndexOfAny('\r', '\n');
        var line = (end < 0 ? text : text[..end])[2..];
        foreach (var part in line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var program = part[(part.LastIndexOf('/') + 1)..].TrimEnd("0123456789.".ToCharArray());
            if (program is "env" or "" || program.StartsWith('-'))
            {
                continue;
            }

            return ByInterpreter.GetValueOrDefault(program);
        }

        return null;
    }
}
