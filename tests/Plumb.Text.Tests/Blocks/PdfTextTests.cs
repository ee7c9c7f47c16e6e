using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Plumb.Text.Tests.Blocks;

/// <summary>PDF files: text by lines, pages as cells, large lines as headings, trouble as a result.</summary>
public class PdfTextTests
{
    [Fact]
    public void Pages_are_cells_and_large_lines_are_headings()
    {
        var result = PdfText.Read(Make());
        Assert.Null(result.Problem);
        Assert.Equal("Big Title\nfirst line of text\nsecond line of text\n\fsecond page says more\n", result.Text);
        Assert.Equal("Cell Page 1 @1-3\n  Heading Big Title @1-3\nCell Page 2 @4-4\n", OutlineText.Show(result.Text!, result.Outline));
        OutlineLaws.Hold(result.Text!, result.Outline);
    }

    [Fact]
    public void Damage_is_told_and_never_thrown()
    {
        var bytes = Make();
        for (var length = 0; length < bytes.Length; length += 97)
        {
            var result = PdfText.Read(bytes.AsMemory(0, length));
            Assert.True(result.Text is not null || result.Problem is not null);
        }

        Assert.NotNull(PdfText.Read("no pdf at all"u8.ToArray()).Problem);
    }

    private static byte[] Make()
    {
        using var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        var page = builder.AddPage(PageSize.A4);
        page.AddText("Big Title", 24, new PdfPoint(50, 780), font);
        page.AddText("first line of text", 11, new PdfPoint(50, 740), font);
        page.AddText("second line of text", 11, new PdfPoint(50, 720), font);
        builder.AddPage(PageSize.A4).AddText("second page says more", 11, new PdfPoint(50, 780), font);
        return builder.Build();
    }
}
