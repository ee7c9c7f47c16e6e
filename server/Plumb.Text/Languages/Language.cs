namespace Plumb.Text;

/// <summary>What a language is mostly for: it decides how its files are chunked and ranked.</summary>
public enum LanguageKind
{
    /// <summary>Programs: declarations are functions, types and members.</summary>
    Code,

    /// <summary>Prose: declarations are headings.</summary>
    Docs,

    /// <summary>Configuration and data: declarations are keys, tables and sections.</summary>
    Data,
}

/// <summary>One row of the language table.</summary>
/// <param name="Id">Stable lower-case name; the Language Server Protocol's identifier where it has one.</param>
/// <param name="Name">The name that people use.</param>
/// <param name="Kind">What the language is mostly for.</param>
/// <param name="Extensions">File name endings, lower case, with the dot (".cs"); the longest match wins.</param>
/// <param name="FileNames">Whole file names that need no ending ("Makefile"), compared without case.</param>
/// <param name="Interpreters">Programs that a <c>#!</c> first line may name ("bash"), without version numbers.</param>
public sealed record Language(
    string Id,
    string Name,
    LanguageKind Kind,
    IReadOnlyList<string> Extensions,
    IReadOnlyList<string> FileNames,
    IReadOnlyList<string> Interpreters);
