using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts.Configuration;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Lsp.Features.Search;

/// <summary>Which of the ranked passages are wanted: by path, by what the file is for, and by language. All have to hold.</summary>
internal sealed class SearchFilter
{
    private readonly PathGlob? path;
    private readonly string? kind;
    private readonly string? language;

    private SearchFilter(PathGlob? path, string? kind, string? language) => (this.path, this.kind, this.language) = (path, kind, language);

    /// <summary>Null where everything is wanted.</summary>
    /// <exception cref="RequestFailedException">The kind is none of those that there are.</exception>
    public static SearchFilter? Of(SearchParams parameters)
    {
        var glob = parameters.Include?.Trim() is { Length: > 0 } text ? new PathGlob(text) : null;
        var kind = parameters.Kind is { Length: > 0 } named ? named : null;
        if (kind is not (null or "code" or "docs" or "data" or "tests"))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"A kind is \"code\", \"docs\", \"data\" or \"tests\", not \"{kind}\".");
        }

        var language = parameters.Language is { Length: > 0 } id ? id : null;
        return glob is null && kind is null && language is null ? null : new SearchFilter(glob, kind, language);
    }

    /// <param name="hit">A passage.</param>
    /// <param name="inFolder">Its path from its own folder.</param>
    public bool Wants(Hit hit, string inFolder) =>
        (path is null || path.IsMatch(inFolder))
        && (language is null || string.Equals(hit.Language, language, StringComparison.OrdinalIgnoreCase))
        && (kind is null || kind == KindOf(hit, inFolder));

    /// <summary>A test is a test first, and code only then.</summary>
    private static string KindOf(Hit hit, string path) =>
        LanguageTable.FindById(hit.Language)?.Kind switch
        {
            LanguageKind.Code => TestFiles.IsTest(path) ? "tests" : "code",
            LanguageKind.Data => "data",
            _ => "docs",
        };
}
