using System.Text.RegularExpressions;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Training.Mining;

/// <summary>Pairs from documentation: headings, sentences taken out of their section, and links.</summary>
internal sealed partial class ProsePairs
{
    private const int MaxSection = 2400;
    private const int MinSection = 80;

    private readonly Dictionary<string, List<Section>> byPath = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string From, string Text, string Target)> links = [];

    public void Mine(TextDocument document, PairSink sink)
    {
        var declarations = document.Outline.Declarations;
        var sections = new List<Section>();
        for (var i = 0; i < declarations.Count; i++)
        {
            if (declarations[i].Kind != DeclarationKind.Heading)
            {
                continue;
            }

            var start = document.Lines.GetLineStart(document.Lines.GetLine(Math.Max(declarations[i].NameSpan.Start, declarations[i].NameSpan.End - 1)) + 1);
            var end = i + 1 < declarations.Count ? Math.Max(start, Math.Min(declarations[i].Span.End, declarations[i + 1].Span.Start)) : declarations[i].Span.End;
            var text = document.Text[Math.Min(start, document.Text.Length)..Math.Min(Math.Min(end, start + MaxSection), document.Text.Length)];
            var parents = new List<string>();
            for (var parent = declarations[i].Parent; parent >= 0; parent = declarations[parent].Parent)
            {
                parents.Add(declarations[parent].Name);
            }

            sections.Add(new Section(document.Path, document.Language.Id, declarations[i].Name, parents, text));
        }

        byPath[document.Path] = sections;
        foreach (var section in sections.Where(s => s.Text.Length >= MinSection))
        {
            MineHeading(section, sink);
            MineCloze(section, sink);
        }

        foreach (Match link in Link().Matches(document.Text))
        {
            links.Add((document.Path, link.Groups[1].Value, link.Groups[2].Value));
        }
    }

    /// <summary>Follows the links once all documents of a repository are known.</summary>
    public void MineLinks(PairSink sink)
    {
        foreach (var (from, text, target) in links)
        {
            var hash = target.IndexOf('#', StringComparison.Ordinal);
            var path = Resolve(from, hash < 0 ? target : target[..hash]);
            var anchor = hash < 0 ? string.Empty : target[(hash + 1)..];
            if (path is null || !byPath.TryGetValue(path, out var sections))
            {
                continue;
            }

            var section = anchor.Length == 0 ? sections.FirstOrDefault(s => s.Text.Length >= MinSection) : sections.Find(s => string.Equals(Slug(s.Heading), anchor, StringComparison.OrdinalIgnoreCase));
            if (section is { Text.Length: >= MinSection })
            {
                sink.Add(PairSource.Link, section.Language, text, Of(section, sink.Numbers, withHeading: true).Body(section.Text));
            }
        }
    }

    private static void MineHeading(Section section, PairSink sink)
    {
        var query = section.Parents.Count > 0 ? $"{section.Heading} {section.Parents[0]}" : section.Heading;
        sink.Add(PairSource.Heading, section.Language, query, Of(section, sink.Numbers, withHeading: false).Body(section.Text));
    }

    private static void MineCloze(Section section, PairSink sink)
    {
        var prose = Fence().Replace(section.Text, "\n");
        var sentences = DocSentence.Sentences(Markup().Replace(prose, " "));
        var chosen = sentences.FindIndex(s => s.Split(' ').Length is >= 6 and <= 28);
        if (chosen < 0 || sentences.Count < 3)
        {
            return;
        }

        sentences = [.. sentences];
        var query = sentences[chosen];
        sentences.RemoveAt(chosen);
        sink.Add(PairSource.Cloze, section.Language, query, Of(section, sink.Numbers, withHeading: true).Body(string.Join(' ', sentences)));
    }

    private static Passage Of(Section section, TermNumbers numbers, bool withHeading)
    {
        var passage = new Passage(numbers);
        if (withHeading)
        {
            passage.Name(section.Heading, SymbolLevel.Primary).Path(section.Path);
            foreach (var parent in section.Parents)
            {
                passage.Name(parent, SymbolLevel.Context);
            }
        }

        return passage;
    }

    private string? Resolve(string from, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return null;
        }

        if (target.Length == 0)
        {
            return from;
        }

        var folder = from.LastIndexOf('/') is > 0 and var slash ? from[..slash] : string.Empty;
        var parts = new List<string>(target.StartsWith('/') ? [] : folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        var path = string.Join('/', parts);
        string[] candidates = [path, path + ".md", path + ".mdx", path + "/index.md", path + "/_index.md", path + "/README.md", Path.ChangeExtension(path, ".md")];
        return Array.Find(candidates, byPath.ContainsKey);
    }

    private static string Slug(string heading) => Blank().Replace(NoSlug().Replace(heading.ToLowerInvariant(), string.Empty).Trim(), "-");

    private sealed record Section(string Path, string Language, string Heading, List<string> Parents, string Text);

    [GeneratedRegex(@"(?<!!)\[([^\]\n]{6,120})\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?s)```.*?```|~~~.*?~~~|\{%.*?%\}|<!--.*?-->")]
    private static partial Regex Fence();

    [GeneratedRegex(@"[#*_`>|]+|\]\([^)]*\)|\[|<[^>]{1,80}>|^\s*[-+]\s", RegexOptions.Multiline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoSlug();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
