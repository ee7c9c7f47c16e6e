using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>What a body of Markdown names: links and images, <c>#file:</c> and <c>#tool:</c>. Code is no place for links.</summary>
internal static partial class MarkdownReferences
{
    public static IReadOnlyList<PromptReference> Find(MappedText body)
    {
        var text = body.Value;
        var references = new List<PromptReference>();
        var fences = MarkdownFences.Find(text);
        foreach (Match match in Link().Matches(text))
        {
            var target = match.Groups["target"];
            if (!IsInCode(match.Index) && target.Length > 0)
            {
                var cut = target.Value.IndexOfAny(['#', '?']);
                var path = cut < 0 ? target.Value : target.Value[..cut];
                var isImage = match.Groups["image"].Length > 0;
                if (isImage)
                {
                    references.Add(new PromptReference(ReferenceKind.Image, target.Value, Span(target)));
                }

                if (path.Length > 0 && !path.Contains(':', StringComparison.Ordinal) && !path.StartsWith("//", StringComparison.Ordinal) && path.AsSpan().IndexOfAny("<>{}$*") < 0)
                {
                    references.Add(new PromptReference(ReferenceKind.File, path, Span(target)));
                }
            }
        }

        foreach (Match match in Marked().Matches(text))
        {
            var target = match.Groups["target"];
            if (!IsInCode(match.Index))
            {
                references.Add(new PromptReference(match.Groups["kind"].Value == "tool" ? ReferenceKind.Tool : ReferenceKind.File, target.Value.TrimEnd('.', ',', ')'), Span(target)));
            }
        }

        return references;

        bool IsInCode(int at) => fences.Any(f => f.Whole.Contains(at)) || InInlineCode(text, at);

        TextSpan Span(Group group) => body.ToFile(new TextSpan(group.Index, group.Index + group.Length));
    }

    private static bool InInlineCode(string text, int at)
    {
        var ticks = 0;
        for (var i = at - 1; i >= 0 && text[i] != '\n' && at - i < 2000; i--)
        {
            ticks += text[i] == '`' ? 1 : 0;
        }

        return ticks % 2 == 1;
    }

    [GeneratedRegex(@"(?<image>!?)\[[^\]\r\n]{0,300}\]\((?<target>[^()\s]{1,500})(?:\s+""[^""\r\n]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/])#(?<kind>file|tool):(?<target>[\w./\-]+)")]
    private static partial Regex Marked();
}
