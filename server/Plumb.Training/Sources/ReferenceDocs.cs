using System.Text.RegularExpressions;
using System.Xml;
using Plumb.Search.Storage;
using Plumb.Training.Mining;

namespace Plumb.Training.Sources;

/// <summary>The XML documentation of assemblies: a member's summary against its name, type and parameters.</summary>
internal static partial class ReferenceDocs
{
    public static void Mine(string file, PairSink sink)
    {
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        try
        {
            while (reader.ReadToFollowing("member"))
            {
                var id = reader.GetAttribute("name");
                var content = reader.ReadInnerXml();
                if (id is { Length: > 2 } && Summary().Match(content) is { Success: true } summary)
                {
                    Add(id, summary.Groups[1].Value, content, sink);
                }
            }
        }
        catch (XmlException)
        {
            // Some packages ship broken files; what was read before the break is good.
        }
    }

    private static void Add(string id, string summary, string content, PairSink sink)
    {
        var (first, rest) = DocSentence.Split(summary);
        var open = id.IndexOf('(', StringComparison.Ordinal);
        var names = (open < 0 ? id[2..] : id[2..open]).Split('.');
        var passage = new Passage(sink.Numbers).Name(names[^1], SymbolLevel.Primary).Body(names[^1]);
        if (names.Length > 1)
        {
            passage.Name(names[^2], SymbolLevel.Context);
        }

        if (open > 0)
        {
            passage.Body(string.Join(' ', id[open..].Split([',', '(', ')']).Select(p => p[(p.LastIndexOf('.') + 1)..])));
        }

        foreach (Match parameter in Parameter().Matches(content))
        {
            passage.Body(parameter.Groups[1].Value);
        }

        if (rest.Length > 0)
        {
            passage.Body(rest);
        }
        else if (Returns().Match(content) is { Success: true } returns)
        {
            passage.Body(DocSentence.Split(returns.Groups[1].Value).First);
        }

        sink.Add(PairSource.Reference, "csharp", first, passage);
    }

    [GeneratedRegex("(?s)<summary>(.*?)</summary>")]
    private static partial Regex Summary();

    [GeneratedRegex("(?s)<returns>(.*?)</returns>")]
    private static partial Regex Returns();

    [GeneratedRegex("<param name=\"([^\"]+)\"")]
    private static partial Regex Parameter();
}
