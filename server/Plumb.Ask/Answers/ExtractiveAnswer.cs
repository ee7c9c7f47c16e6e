using System.Text;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Answers;

/// <summary>Writes the answer that needs no model: the passages themselves, ranked, each with its reason.</summary>
internal static class ExtractiveAnswer
{
    // What people read; the rest are places to look further.
    private const int MostInFull = 4;

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

        text.Append(Opening(passages[0], words)).Append('\n');
        if (passages[0].Summary.Length > 0)
        {
            text.Append("\nIts documentation begins: \"").Append(passages[0].Summary.TrimEnd('.')).Append(".\"\n");
        }

        var missing = words.Weighty.Where(word => (map.Count == 0 || !StructureEvidence.IsStructureWord(word)) && !passages.Any(p => p.Matches.Any(m => m.Word == word) || WordStem.IsIn(p.Text, word))).ToList();
        if (missing.Count > 0)
        {
            text.Append("\nNo passage has ").AppendJoin(", ", missing.Select(word => $"\"{word}\"")).Append(": the answer may be elsewhere, or be called otherwise.\n");
        }

        for (var i = 0; i < Math.Min(passages.Count, MostInFull); i++)
        {
            text.Append('\n');
            Append(text, i + 1, passages[i]);
        }

        if (passages.Count > MostInFull)
        {
            text.Append("\nAlso worth a look:\n\n");
            foreach (var passage in passages.Skip(MostInFull))
            {
                text.Append("- ").Append(LabelOf(passage)).Append(" — `").Append(passage.Place).Append('`').Append(passage.Summary.Length > 0 ? ": " + passage.Summary.TrimEnd('.') : "").Append('\n');
            }
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

    private static string LabelOf(Passage passage) => passage.IsProse || passage.Symbol.Length == 0 ? passage.Label : $"`{passage.Label}`";

    private static string Opening(Passage best, QuestionWords words)
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

        // A passage may declare several things; only the one that it is called after was found where it says. And who asks
        // how something works is not helped by where it is declared.
        var name = best.Symbol[(best.Symbol.LastIndexOf('.') + 1)..].Replace("_", string.Empty, StringComparison.Ordinal);
        return words.AsksWhere && best.Matches.Any(m => m.Where == "declares" && m.Word.Replace("_", string.Empty, StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase))
            ? $"`{best.Symbol}` is declared at `{best.Place}`."
            : $"The most likely place is `{best.Symbol}` at `{best.Place}`.";
    }

    private static void Append(StringBuilder text, int number, Passage passage)
    {
        text.Append("### ").Append(number).Append(". ");
        text.Append(LabelOf(passage)).Append(" — `").Append(passage.Place).Append("`\n\n");
        text.Append(Reason(passage)).Append(passage.PartOf is { } whole ? $" Of its lines {whole.Start}-{whole.End} this is a part." : "").Append("\n\n");
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

    /// <summary>Which words of the question matched, and where; it may have them in another form ("failed" for "failing").</summary>
    internal static string Reason(Passage passage)
    {
        if (passage.IsSelected)
        {
            return "These lines are selected.";
        }

        var parts = new List<string>();
        var told = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in passage.Matches.OrderBy(m => Rank(m.Where)).GroupBy(m => Whence(m.Where, passage.IsProse)))
        {
            // The best place of each word is reason enough.
            var words = group.Select(m => m.Word).Where(told.Add).Select(word => $"\"{word}\"").ToList();
            if (words.Count > 0)
            {
                parts.Add($"{string.Join(", ", words)} {group.Key}");
            }
        }

        return parts.Count > 0 ? $"Found by {string.Join("; ", parts)}."
            : passage.Similarity is not null ? "It is near to the question in meaning, by its vector; it has none of the words."
            : "";
    }

    private static string Whence(string where, bool isProse) => where switch
    {
        "declares" => isProse ? "in its heading" : "in what it declares",
        "name" => isProse ? "in its heading" : "in its names",
        "doc" => "in its documentation",
        "enclosing" => isProse ? "in a heading above" : "in what encloses it",
        "path" => "in its path",
        _ => "in its text",
    };

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
