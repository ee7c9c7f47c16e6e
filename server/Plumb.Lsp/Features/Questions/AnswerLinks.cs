using System.Text.RegularExpressions;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>The citations of an answer page that is open in the editor: links, and what "go to definition" goes to.</summary>
internal static partial class AnswerLinks
{
    public static IReadOnlyList<DocumentLink> Get(TextDocument page, PositionEncoding encoding) =>
    [
        .. Find(page).Select(link => new DocumentLink { Range = page.ToRange(link.Span, encoding), Target = link.Uri + link.Fragment }),
    ];

    /// <summary>The cited lines; none where no citation stands.</summary>
    public static IReadOnlyList<Location> Definition(TextDocument page, Position at, PositionEncoding encoding)
    {
        var offset = page.ToOffset(at, encoding);
        return [.. Find(page).Where(link => link.Span.Start <= offset && offset <= link.Span.End).Take(1).Select(link => new Location { Uri = link.Uri, Range = Positions.OfLines(link.Start, link.End) })];
    }

    private static IEnumerable<(TextSpan Span, string Uri, string Fragment, int Start, int End)> Find(TextDocument page) =>
        Link().Matches(page.Text).Select(match =>
        {
            var start = int.Parse(match.Groups["start"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            var end = match.Groups["end"] is { Success: true } last ? int.Parse(last.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : start;
            return (new TextSpan(match.Index, match.Index + match.Length), match.Groups["uri"].Value, match.Groups["fragment"].Value, start, end);
        });

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<uri>file://[^)\s#]+)(?<fragment>#L(?<start>\d{1,7})(?:-L(?<end>\d{1,7}))?)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
