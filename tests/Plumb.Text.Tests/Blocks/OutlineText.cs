using System.Text;

namespace Plumb.Text.Tests.Blocks;

/// <summary>An outline as text: a line for each declaration, its kind, name and lines, indented by nesting.</summary>
internal static class OutlineText
{
    public static void Check(string language, string text, string expected)
    {
        var outline = Scan(language, text);
        OutlineLaws.Hold(text, outline);
        Assert.Equal(expected.ReplaceLineEndings("\n"), Show(text, outline).TrimEnd());
    }

    public static Outline Scan(string language, string text) => OutlineScanner.Scan(text, LanguageTable.FindById(language)!);

    public static string Show(string text, Outline outline)
    {
        var lines = new LineIndex(text);
        var shown = new StringBuilder();
        foreach (var declaration in outline.Declarations)
        {
            for (var parent = declaration.Parent; parent >= 0; parent = outline.Declarations[parent].Parent)
            {
                shown.Append("  ");
            }

            var first = lines.GetLine(declaration.Span.Start) + 1;
            var last = lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)) + 1;
            shown.Append($"{declaration.Kind} {declaration.Name} @{first}-{last}\n");
        }

        return shown.ToString();
    }
}

/// <summary>What holds for every outline of every text, however broken.</summary>
internal static class OutlineLaws
{
    public static void Hold(string text, Outline outline)
    {
        var whole = new TextSpan(0, text.Length);
        for (var i = 0; i < outline.Declarations.Count; i++)
        {
            var declaration = outline.Declarations[i];
            Assert.True(declaration.Span.Start <= declaration.Span.End && whole.Contains(declaration.Span), $"{declaration} is out of range");
            Assert.True(declaration.Span.Contains(declaration.NameSpan), $"{declaration}: name outside");
            Assert.True(declaration.Doc.IsEmpty || declaration.Span.Contains(declaration.Doc), $"{declaration}: doc outside");
            Assert.True(declaration.Body.IsEmpty || declaration.Span.Contains(declaration.Body), $"{declaration}: body outside");
            Assert.True(declaration.Parent < i, $"{declaration}: parent after it");
            Assert.True(i == 0 || outline.Declarations[i - 1].Span.Start <= declaration.Span.Start, $"{declaration}: out of order");
            Assert.True(declaration.Parent < 0 || outline.Declarations[declaration.Parent].Span.Contains(declaration.Span), $"{declaration}: not inside its parent");
        }

        var last = 0;
        foreach (var literal in outline.Strings)
        {
            Assert.True(whole.Contains(literal.Span) && literal.Span.Contains(literal.Content) && literal.Content.Length >= 0, $"{literal} is out of range");
            Assert.True(literal.Span.Start >= last, $"{literal}: out of order");
            last = literal.Span.Start;
        }

        foreach (var span in outline.Content)
        {
            Assert.True(whole.Contains(span));
        }
    }
}
