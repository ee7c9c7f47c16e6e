namespace Plumb.Search.Graph;

/// <summary>Languages whose files use each other's declarations under their names.</summary>
internal static class LanguageKin
{
    private static readonly string[][] Families =
    [
        ["c", "cpp", "objective-c", "swift"],
        ["javascript", "javascriptreact", "typescript", "typescriptreact", "vue", "svelte"],
        ["java", "kotlin", "scala", "groovy"],
        ["csharp", "fsharp", "vb"],
        ["css", "scss", "less"],
        ["erlang", "elixir"],
    ];

    private static readonly Dictionary<string, string> FamilyOf =
        Families.SelectMany(family => family.Select(language => (language, family[0]))).ToDictionary(pair => pair.language, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>One name for all languages of a family; a language without kin is its own.</summary>
    public static string Of(string language) => FamilyOf.GetValueOrDefault(language, language);
}
