using System.Runtime.CompilerServices;
using Plumb.OutlineOracle;

namespace Plumb.Text.Tests;

internal static class OutlineAssert
{
    /// <summary>Compares an outline with its text form, after checking what every outline promises.</summary>
    public static Outline Scans(string language, string source, string expected)
    {
        source = source.ReplaceLineEndings("\n");
        var outline = OutlineScanner.Scan(source, LanguageTable.FindById(language)!);
        KeepsItsPromises(outline, source);
        Assert.Equal(expected.ReplaceLineEndings("\n").TrimEnd(), OutlineText.Of(outline, source).TrimEnd());
        return outline;
    }

    // The message is only made where it is needed: the fuzz tests ask a hundred million times.
    private static void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] RequireMessage message)
    {
        if (!condition)
        {
            Assert.Fail(message.Text);
        }
    }

    /// <summary>Spans lie in the text, nest, and stand in order; literals do too.</summary>
    public static void KeepsItsPromises(Outline outline, string source)
    {
        var all = new TextSpan(0, source.Length);
        for (var i = 0; i < outline.Declarations.Count; i++)
        {
            var declaration = outline.Declarations[i];
            Require(declaration.Span.Start <= declaration.Span.End && all.Contains(declaration.Span), $"{declaration} lies outside of the text");
            Require(declaration.Span.Contains(declaration.NameSpan), $"{declaration} does not hold its name");
            Require(declaration.Doc.IsEmpty || declaration.Span.Contains(declaration.Doc), $"{declaration} does not hold its comment");
            Require(declaration.Body.IsEmpty || declaration.Span.Contains(declaration.Body), $"{declaration} does not hold its body");
            Assert.InRange(declaration.Parent, -1, i - 1);
            if (declaration.Parent >= 0)
            {
                Require(outline.Declarations[declaration.Parent].Span.Contains(declaration.Span), $"{declaration} reaches out of its parent");
            }

            if (i > 0)
            {
                Require(outline.Declarations[i - 1].Span.Start <= declaration.Span.Start, $"{declaration} is out of order");
            }
        }

        for (var i = 0; i < outline.Strings.Count; i++)
        {
            var literal = outline.Strings[i];
            Require(all.Contains(literal.Span) && literal.Span.Contains(literal.Content) && literal.Content.Start <= literal.Content.End, $"{literal} is no range of the text");
            Require(i == 0 || outline.Strings[i - 1].Span.Start <= literal.Span.Start, $"{literal} is out of order");
        }
    }

    [InterpolatedStringHandler]
    private readonly ref struct RequireMessage
    {
        private readonly System.Text.StringBuilder? builder;

        public RequireMessage(int literalLength, int formattedCount, bool condition, out bool wanted)
        {
            wanted = !condition;
            builder = wanted ? new System.Text.StringBuilder(literalLength + (formattedCount * 16)) : null;
        }

        public string Text => builder?.ToString() ?? "";

        public void AppendLiteral(string text) => builder!.Append(text);

        public void AppendFormatted<T>(T value) => builder!.Append(value);
    }
}
