using Plumb.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>What a selection is about: the name that it is, the first thing that it declares, or what it is a part of.</summary>
internal static class SelectedSymbol
{
    public static string? Find(TextDocument document, TextSpan selection)
    {
        if (document.Language.Kind != LanguageKind.Code)
        {
            return null;
        }

        var text = document.Text.AsSpan(selection.Start, selection.Length).Trim();
        if (IsName(text))
        {
            return text.ToString();
        }

        Declaration? around = null;
        foreach (var declaration in document.Outline.Declarations.Where(IsSymbol))
        {
            // They come in the order of the text, what holds others before these.
            if (declaration.NameSpan.Start >= selection.Start && declaration.NameSpan.End <= selection.End)
            {
                return declaration.Name;
            }

            if (declaration.Span.Start <= selection.Start && selection.Start < declaration.Span.End && (around is null || declaration.Span.Length <= around.Value.Span.Length))
            {
                around = declaration;
            }
        }

        return around?.Name;
    }

    private static bool IsSymbol(Declaration declaration) => declaration is
    {
        Name.Length: > 0, Kind: not (
        DeclarationKind.Namespace or DeclarationKind.Module or DeclarationKind.Variable or DeclarationKind.Heading or DeclarationKind.Key
        or DeclarationKind.Rule or DeclarationKind.Cell or DeclarationKind.Element or DeclarationKind.Extension)
    };

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '$'))
            {
                return false;
            }
        }

        return true;
    }
}
