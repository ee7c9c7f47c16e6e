using System.Collections.Concurrent;
using Plumb.Lsp.Documents;
using Plumb.Prompts.Rules;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>
/// The pages of the rules as files, so that an editor can open them without a network: written when first linked to.
/// Without a folder there are none.
/// </summary>
internal sealed class RulePages(string? folder)
{
    private readonly ConcurrentDictionary<string, string?> uris = new(StringComparer.Ordinal);

    /// <summary>The URI of a rule's page; null where there is none.</summary>
    public string? UriOf(string code) => folder is null ? null : uris.GetOrAdd(code, Write);

    private string? Write(string code)
    {
        if (RuleCatalogue.Find(code) is not { } rule)
        {
            return null;
        }

        try
        {
            var path = Path.Combine(folder!, rule.Code + ".md");
            var page = RulePage.Write(rule);
            if (!File.Exists(path) || File.ReadAllText(path) != page)
            {
                Directory.CreateDirectory(folder!);
                File.WriteAllText(path, page);
            }

            return DocumentUri.FromPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
