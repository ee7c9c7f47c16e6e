using System.Text;
using Plumb.Text;

namespace Plumb.Search.Graph;

/// <summary>The head of a declaration in one line, for people and models that need no body.</summary>
internal static class SignatureLine
{
    private const int MaxLength = 160;

    public static string Of(TextDocument document, Declaration declaration)
    {
        var line = document.Lines.GetLineSpan(document.Lines.GetLine(declaration.NameSpan.Start));
        var isHead = declaration.Kind != DeclarationKind.Heading && declaration.Body.Start >= declaration.NameSpan.End && declaration.Body.End > declaration.Body.Start;
        var end = isHead ? declaration.Body.Start : line.End;
        var text = Collapse(WithoutRemarks(document.Text[line.Start..Math.Max(line.Start, end)]));
        return text.Length > 0 ? text : declaration.Name;
    }

    // Comments on lines of their own may stand between a head and its body.
    private static string WithoutRemarks(string head) =>
        head.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', head.Split('\n').Where((text, i) => i == 0 || !IsRemark(text.AsSpan().TrimStart()))) : head;

    private static bool IsRemark(ReadOnlySpan<char> line) =>
        line.StartsWith("#") || line.StartsWith("//") || line.StartsWith("/*") || line.StartsWith("* ") || line.StartsWith("--");

    // One space for each run of spaces and line ends; without what opens the body.
    private static string Collapse(ReadOnlySpan<char> text)
    {
        var collapsed = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var c in text)
        {
            if (collapsed.Length > MaxLength)
            {
                return collapsed.ToString(0, MaxLength) + "…";
            }

            var isSpace = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!isSpace)
            {
                collapsed.Append(c);
            }
            else if (collapsed.Length > 0 && collapsed[^1] != ' ')
            {
                collapsed.Append(' ');
            }
        }

        var head = collapsed.ToString().TrimEnd(' ', '{', ':', ';');
        return head.EndsWith("=>", StringComparison.Ordinal) ? head[..^2].TrimEnd() : head;
    }
}
