using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Navigation;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Rename;

/// <summary>Renames a variable in the template, where it is declared, and in samples and test data.</summary>
internal static class RenameFeature
{
    /// <summary>Null where nothing can be renamed.</summary>
    public static PrepareRenamePlaceholder? Prepare(TextDocument document, PromptFile file, Position position, PositionEncoding encoding) =>
        PromptNames.At(file, document.ToOffset(position, encoding)) is { } name
            ? new PrepareRenamePlaceholder { Range = document.ToRange(PromptNames.Bare(file, name.At), encoding), Placeholder = name.Name }
            : null;

    /// <exception cref="RequestFailedException">The new name is none, or taken.</exception>
    public static WorkspaceEdit? Rename(TextDocument document, PromptFile file, string uri, Position position, string newName, PositionEncoding encoding)
    {
        if (PromptNames.At(file, document.ToOffset(position, encoding)) is not { } name)
        {
            return null;
        }

        if (newName.Length == 0 || char.IsAsciiDigit(newName[0]) || !newName.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"'{newName}' is no variable's name in every template language: use letters, digits and '_', and no digit first.");
        }

        var comparison = PromptNames.Comparison(file);
        if (!newName.Equals(name.Name, comparison) && PromptNames.All(file).Any(o => o.Name.Equals(newName, comparison)))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"There is a variable '{newName}' already: the two would become one.");
        }

        return new WorkspaceEdit
        {
            Changes = new Dictionary<string, IReadOnlyList<TextEdit>>
            {
                [uri] = [.. name.Occurrences.Select(o => new TextEdit { Range = document.ToRange(PromptNames.Bare(file, o.Span), encoding), NewText = newName })],
            },
        };
    }
}
