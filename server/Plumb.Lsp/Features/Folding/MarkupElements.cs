using System.Text.RegularExpressions;
using Plumb.Text;

namespace Plumb.Lsp.Features.Folding;

/// <summary>An element of markup that was closed.</summary>
/// <param name="Parent">Index of the element around it, or -1.</param>
internal sealed record MarkupElement(string Name, TextSpan NameSpan, TextSpan Span, int Parent);

/// <summary>
/// Finds the elements of markup, as outline views and folding show them. Read while it is typed: an end that fits no start is
/// passed over, and a start without an end is no element.
/// </summary>
internal static partial class MarkupElements
{
    private const int MostElements = 20_000;
    private const int Deepest = 500;

    /// <summary>In the order of their starts.</summary>
    public static IReadOnlyList<MarkupElement> Find(string text)
    {
        var open = new Stack<(string Name, Group Group, int Start, int Index)>();
        var found = new List<MarkupElement?>();
        foreach (Match match in Tag().Matches(text))
        {
            var name = match.Groups["name"];
            if (!name.Success)
            {
                continue;
            }

            if (match.Groups["end"].Length > 0)
            {
                if (!open.Any(o => o.Name == name.Value))
                {
                    continue;
                }

                while (open.Pop() is var closed)
                {
                    if (closed.Name == name.Value)
                    {
                        found[closed.Index] = Make(closed.Name, closed.Group, new TextSpan(closed.Start, match.Index + match.Length), open);
                        break;
                    }
                }
            }
            else if (found.Count < MostElements && open.Count < Deepest)
            {
                if (match.Value.EndsWith("/>", StringComparison.Ordinal))
                {
                    found.Add(Make(name.Value, name, new TextSpan(match.Index, match.Index + match.Length), open));
                }
                else
                {
                    open.Push((name.Value, name, match.Index, found.Count));
                    found.Add(null);
                }
            }
        }

        return Closed(found);
    }

    private static MarkupElement Make(string name, Group group, TextSpan span, Stack<(string Name, Group Group, int Start, int Index)> open) =>
        new(name, new TextSpan(group.Index, group.Index + group.Length), span, open.TryPeek(out var parent) ? parent.Index : -1);

    /// <summary>Without those that were never closed; what stood in them belongs to what is around them.</summary>
    private static List<MarkupElement> Closed(List<MarkupElement?> found)
    {
        var places = new int[found.Count];
        var closed = new List<MarkupElement>();
        for (var i = 0; i < found.Count; i++)
        {
            places[i] = found[i] is null ? -1 : closed.Count;
            if (found[i] is { } element)
            {
                closed.Add(element with { Parent = element.Parent < 0 ? -1 : places[element.Parent] });
            }
        }

        return closed;
    }

    // Comments are passed over whole; an attribute's value may hold anything but its own quote.
    [GeneratedRegex("""<!--.*?(?:-->|\z)|<(?<end>/?)(?<name>[A-Za-z][\w:.\-]*)(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
