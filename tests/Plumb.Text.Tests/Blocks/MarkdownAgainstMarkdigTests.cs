using System.Text;
using Markdig;
using Markdig.Syntax;

namespace Plumb.Text.Tests.Blocks;

/// <summary>
/// Markdig is the judge: over texts made of the pieces that decide what is a heading, both find the same headings.
/// </summary>
public class MarkdownAgainstMarkdigTests
{
    private static readonly string[] Pieces =
    [
        "# a", "## b ##", "#", "###### c", "####### d", "#e", "title", "===", "---", "- item", "  more", "    # code", "1. one", "   two", "> quote",
        "```", "~~~", "````", "  ```", "<div>", "</div>", "<!-- x", "-->", "<b>x</b>", "<pre>", "</pre>", "***", "", "", "", "text `x` *y*", "[r]: u", "* x", "   # f", "| a |",
    ];

    [Fact]
    public void Headings_are_where_Markdig_finds_them()
    {
        var pipeline = new MarkdownPipelineBuilder().Build();
        var random = new Random(7);
        var differences = new StringBuilder();
        var count = 0;
        for (var round = 0; round < 4000; round++)
        {
            var text = string.Join('\n', Enumerable.Range(0, random.Next(2, 9)).Select(_ => Pieces[random.Next(Pieces.Length)])) + "\n";
            if (text.StartsWith("---", StringComparison.Ordinal))
            {
                // Front matter to one of the two.
                continue;
            }

            var lines = new LineIndex(text);
            var expected = Markdown.Parse(text, pipeline).OfType<HeadingBlock>().Select(heading => lines.GetLine(heading.Span.Start)).ToList();
            var found = OutlineText.Scan("markdown", text).Declarations.Select(heading => lines.GetLine(heading.Span.Start)).ToList();
            if (!expected.SequenceEqual(found))
            {
                count++;
                differences.Append($"--- Markdig {string.Join(',', expected)}, Plumb {string.Join(',', found)}\n{text}");
            }
        }

        // Markdown's corners are many; what is left must be rarer than anybody's document.
        Assert.True(count <= 40, $"{count} differ\n{differences}");
    }
}
