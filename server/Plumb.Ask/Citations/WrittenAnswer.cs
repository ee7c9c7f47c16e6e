using System.Text;
using System.Text.RegularExpressions;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Citations;

/// <summary>What was found when a model's answer was checked.</summary>
/// <param name="Markdown">Citations that fail struck out, sentences without support marked.</param>
/// <param name="Struck">The citations that were struck out, each with why.</param>
/// <param name="Unknown">Names of code that are in no evidence.</param>
/// <param name="Sentences">Sentences that state something.</param>
/// <param name="Unsupported">Those of them that no citation holds up.</param>
internal sealed record CheckedAnswer(string Markdown, IReadOnlyList<Citation> Citations, IReadOnlyList<string> Struck, IReadOnlyList<string> Misplaced, IReadOnlyList<string> Unknown, int Sentences, int Unsupported);

/// <summary>
/// Checks an answer sentence by sentence: a citation must lie within the evidence and in the file as it is now, and where
/// its sentence names code between backticks, the cited lines must have one of these names.
/// </summary>
internal static partial class WrittenAnswer
{
    public const string Mark = " *[no source]*";

    public static CheckedAnswer Check(string text, string question, IReadOnlyList<Passage> passages, CitationChecker checker)
    {
        var (markdown, citations, struck) = WrittenCitations.Check(text, passages, checker);
        var misplaced = new List<string>();
        var unknown = new List<string>();
        var (sentences, unsupported) = (0, 0);
        var written = new StringBuilder();
        var inFence = false;
        var lines = markdown.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal) || line.TrimStart().StartsWith("~~~", StringComparison.Ordinal))
            {
                inFence = !inFence;
            }
            else if (!inFence && line.Trim().Length > 0 && !Heading().IsMatch(line))
            {
                line = CheckLine(line);
            }

            written.Append(line).Append(i < lines.Length - 1 ? "\n" : "");
        }

        return new CheckedAnswer(written.ToString(), [.. citations.Where(c => !misplaced.Contains(PlaceOf(c)))], struck, misplaced, unknown, sentences, unsupported);

        string CheckLine(string line)
        {
            var parts = Sentence().Split(line);

            // A citation holds up what stands before it in its line too; lines are paragraphs or items of a list.
            var cited = Array.FindLastIndex(parts, HasCitation);
            for (var p = 0; p < parts.Length; p++)
            {
                parts[p] = StrikeMisplaced(parts[p]);
                if (!IsStatement(parts[p]))
                {
                    continue;
                }

                sentences++;
                foreach (var name in NamesOf(parts[p]).Where(name => !unknown.Contains(name) && !question.Contains(name, StringComparison.Ordinal) && !passages.Any(passage => Holds(passage, name))))
                {
                    unknown.Add(name);
                }

                if (p > cited || (p == cited && !HasCitation(parts[p])))
                {
                    unsupported++;
                    parts[p] = parts[p].TrimEnd() + Mark;
                }
            }

            return string.Join(' ', parts);
        }

        bool HasCitation(string sentence) => citations.Any(citation => FindPlace(sentence, citation) >= 0);

        string StrikeMisplaced(string sentence)
        {
            var names = NamesOf(sentence).ToList();
            var here = names.Count == 0 ? [] : citations.Where(c => FindPlace(sentence, c) >= 0).ToList();

            // Several citations may share the names between them.
            if (here.Count == 0 || here.Any(citation => names.Any(name => HoldsCited(citation, name))))
            {
                return sentence;
            }

            foreach (var place in here.Select(PlaceOf))
            {
                misplaced.Add(place);
                sentence = sentence.Replace($"`{place}`", $"~~`{place}`~~", StringComparison.Ordinal);
            }

            return sentence;
        }

        bool HoldsCited(Citation citation, string name) =>
            citation.Label.Contains(name, StringComparison.Ordinal)
            || passages.Any(passage => passage.Path == citation.Path && citation.StartLine >= passage.StartLine && citation.EndLine <= passage.EndLine
                && passage.Lines.Skip(citation.StartLine - passage.StartLine).Take(citation.EndLine - citation.StartLine + 1).Any(line => line.Contains(name, StringComparison.Ordinal)));
    }

    private static bool Holds(Passage passage, string name) =>
        passage.Symbol.Contains(name, StringComparison.Ordinal) || passage.Path.Contains(name, StringComparison.Ordinal) || passage.Lines.Any(line => line.Contains(name, StringComparison.Ordinal));

    private static int FindPlace(string sentence, Citation citation) => sentence.Replace('–', '-').IndexOf(PlaceOf(citation), StringComparison.Ordinal) is >= 0 and var at
        && (at < 2 || !sentence.AsSpan(0, at).EndsWith("~~") && !sentence.AsSpan(0, at).EndsWith("~~`")) ? at : -1;

    private static string PlaceOf(Citation c) => c.StartLine == c.EndLine ? $"{c.Path}:{c.StartLine}" : $"{c.Path}:{c.StartLine}-{c.EndLine}";

    // The last part of what stands between backticks: "Store.Open()" is looked for as "Open".
    private static IEnumerable<string> NamesOf(string sentence) =>
        Quoted().Matches(sentence).Select(m => m.Groups["name"].Value).Select(name => name[(name.LastIndexOfAny(['.', ':', '#', '>']) + 1)..]).Where(name => name.Length > 1).Distinct(StringComparer.Ordinal);

    private static bool IsStatement(string sentence) =>
        sentence.Trim() is { Length: > 0 } text && text[^1] != ':' && text[^1] != '?' && !text.StartsWith('|') && !text.StartsWith("---", StringComparison.Ordinal) && text.Count(char.IsWhiteSpace) >= 2 && text.Any(char.IsLetter);

    [GeneratedRegex(@"^\s{0,3}(?:#{1,6}\s|\|)", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?<=[.!?][)*`_""]{0,3})\s+(?=[A-Z`*(])", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"`(?<name>[A-Za-z_$][\w$]*(?:(?:\.|::|#|->)[A-Za-z_$][\w$]*)*)(?:\(\))?`", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
