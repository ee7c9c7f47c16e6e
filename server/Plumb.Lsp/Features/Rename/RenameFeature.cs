using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Navigation;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Text;

namespace Plumb.Lsp.Features.Rename;

/// <summary>Renames a variable in every place that names it, in whatever file.</summary>
internal static class RenameFeature
{
    public static PrepareRenamePlaceholder Prepare(TextDocument document, VariableName name, PositionEncoding encoding) =>
        new() { Range = document.ToRange(name.At, encoding), Placeholder = name.Name };

    /// <exception cref="RequestFailedException">The new name is none, or taken.</exception>
    public static WorkspaceEdit Rename(VariableName name, string newName, PositionEncoding encoding)
    {
        if (newName.Length == 0 || char.IsAsciiDigit(newName[0]) || !newName.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"'{newName}' is no variable's name in every template language: use letters, digits and '_', and no digit first.");
        }

        if (!newName.Equals(name.Name, name.Comparison) && name.Others.Contains(newName))
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, $"There is a variable '{newName}' already: the two would become one.");
        }

        return new WorkspaceEdit
        {
            Changes = name.Places.GroupBy(p => p.Uri, StringComparer.Ordinal).ToDictionary(
                file => file.Key,
                file => (IReadOnlyList<TextEdit>)[.. file.Select(place => Edit(place, newName, encoding))]),
        };
    }

    /// <summary>What a shorthand names it keeps: <c>new { city }</c> becomes <c>new { town = city }</c>.</summary>
    private static TextEdit Edit(VariablePlace place, string newName, PositionEncoding encoding) =>
        new() { Range = place.Document.ToRange(place.IsShorthand ? new TextSpan(place.Span.Start, place.Span.Start) : place.Span, encoding), NewText = place.IsShorthand ? newName + " = " : newName };
}
