using System.Text;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Answers;

/// <summary>Writes the answer that needs no model: the passages themselves, ranked, each with its reason.</summary>
internal static class ExtractiveAnswer
{
    public static string Write(IReadOnlyList<Passage> passages, QuestionWords words)
    {
        var text = new StringBuilder();
        var (found, map) = (passages.Where(p => !p.IsOnMap || p.Matches.Count > 0).ToList(), passages.Where(p => p.IsOnMap).ToList());
        if (map.Count > 0)
        {
            AppendMap(text, map);
            if (found.Count == 0)
            {
                return text.ToString();
            }

            text.Append('\n');
            passages = found;
        }

        text.Append(Opening(passages[0])).Append('\n');
        if (passages[0].Summary.Length > 0)
        {
            text.Append("\nIts documentation begins: \"").Append(passages[0].Summary).Append(".\"\n");
        }

        var missing = words.Weighty.Where(word => (map.Count == 0 || !StructureEvidence.IsStructureWord(word)) && !passages.Any(p => p.Matches.Any(m => m.Word == word))).ToList();
        if (missing.Count > 0)
        {
            text.Append("\nNo passage has ").AppendJoin(", ", missing.Select(word => $"\"{word}\"")).Append(": the answer may be elsewhere, or be called otherwise.\n");
        }

        for (var i = 0; i < passages.Count; i++)
        {
            text.Append('\n');
            Append(text, i + 1, passages[i]);
        }

        return text.ToString();
    }

    private static void AppendMap(StringBuilder text, IReadOnlyList<Passage> map)
    {
        text.Append("What most of the rest builds on:\n\n");
        foreach (var head in map)
        {
            text.Append("- `").Append(head.Label).Append("` — `").Append(head.Place).Append('`').Append(head.Summary.Length > 0 ? ": " + head.Summary : "").Append('\n');
        }
    }

    private static string Opening(Passage best)
    {
        if (best.IsProse)
        {
            return best.Symbol.Length > 0
                ? $"The section \"{best.Symbol}\" of {best.Path} says most about it (`{best.Place}`)."
                : $"{best.Path} says most about it (`{best.Place}`).";
        }

        if (best.Symbol.Length == 0)
        {
            return $"The most likely place is `{best.Place}`.";
        }

        // A passage may declare several things; only the one that it is called after was found where it says.
        var name = best.Symbol[(best.Symbol.LastIndexOf('.') + 1)..].Replace("_", string.Empty, StringComparison.Ordinal);
        return best.Matches.Any(m => m.Where == "declares" && m.Word.Replace("_", string.Empty, StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase))
            ? $"`{best.Symbol}` is declared at `{best.Place}`."
            : $"The most likely place is `{best.Symbol}` at `{best.Place}`.";
    }

    private static void Append(StringBuilder text, int number, Passage passage)
    {
        text.Append("### ").Append(number).Append(". ");
        text.Append(passage.IsProse || passage.Symbol.Length == 0 ? passage.Label : $"`{passage.Label}`").Append(" — `").Append(passage.Place).Append("`\n\n");
        text.Append(Reason(passage)).Append("\n\n");
        if (passage.IsProse)
        {
            foreach (var line in passage.Lines)
            {
                text.Append(line.Length == 0 ? ">" : "> ").Append(line).Append('\n');
            }

            return;
        }

        var fence = Fence(passage.Lines);
        text.Append(fence).Append(passage.Language.Id == "plaintext" ? "" : passage.Language.Id).Append('\n')
            .AppendJoin('\n', passage.Lines).Append('\n').Append(fence).Append('\n');
    }

    /// <summary>Which words of the question matched, and where.</summary>
    internal static string Reason(Passage passage)
    {
        if (passage.IsSelected)
        {
            return "These lines are selected.";
        }

        var parts = new List<string>();
        foreach (var group in passage.Matches.GroupBy(m => m.Where).OrderBy(g => Rank(g.Key)))
        {
            var said = string.Join(", ", group.Select(m => m.Word));
            parts.Add(group.Key switch
            {
                "declares" => $"declares {said}",
                "name" => $"a name in it has {said}",
                "doc" => $"its documentation has {said}",
                "enclosing" => $"what encloses it has {said}",
                "path" => $"its path has {said}",
                _ => $"its text has {said}",
            });
        }

        var reason = string.Join("; ", parts);
        if (reason.Length == 0 && passage.Similarity is not null)
        {
            return "It is near to the question in meaning, by its vector; it has none of the words.";
        }

        return reason.Length == 0 ? "" : char.ToUpperInvariant(reason[0]) + reason[1..] + ".";
    }

    private static int Rank(string where) => Array.IndexOf(["declares", "name", "doc", "body", "enclosing", "path"], where);

    private static string Fence(IEnumerable<string> lines)
    {
        var longest = 2;
        foreach (var line in lines)
        {
            var ticks = line.AsSpan().TrimStart();
            longest = Math.Max(longest, ticks.Length - ticks.TrimStart('`').Length);
        }

        return new string('`', longest + 1);
    }
}
