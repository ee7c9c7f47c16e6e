using System.Globalization;
using System.Text;
using Plumb.Search.Discovery;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Indexing;

public class PdfTests
{
    [Fact]
    public async Task A_pdf_is_searched_by_its_text_and_a_damaged_one_keeps_its_reason()
    {
        using var folder = new IndexedFolder(("a.md", "something else"));
        File.WriteAllBytes(Path.Combine(folder.Root, "manual.pdf"), OnePage("The turbine is oiled weekly"));
        File.WriteAllText(Path.Combine(folder.Root, "broken.pdf"), "%PDF-1.4 and then nothing that helps");
        using var index = folder.Open();
        await index.Update();

        var hit = Assert.Single(index.Hits("turbine"));
        Assert.Equal("manual.pdf", hit.Path);
        Assert.Contains("oiled weekly", hit.Snippet, StringComparison.Ordinal);
        Assert.Contains(index.GetStatus().SkippedExamples, s => s is { Path: "broken.pdf", Reason: SkipReason.Unreadable });
    }

    // The smallest file that the format allows: five objects and a table of where they begin.
    private static byte[] OnePage(string text)
    {
        var content = $"BT /F1 12 Tf 72 700 Td ({text}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder().Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        for (var i = 0; i < objects.Length; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:0000000000} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = file.Length;
        file.Append(table).Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
