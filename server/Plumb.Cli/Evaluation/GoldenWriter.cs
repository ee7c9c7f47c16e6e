using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation;

/// <summary>Writes questions as a golden file that somebody is going to edit.</summary>
internal static class GoldenWriter
{
    // What YAML, in one version or another, takes for something else than a text.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "null", "true", "false", "yes", "no", "on", "off", "y", "n" };

    public static string Write(IEnumerable<GoldenQuestion> questions)
    {
        var text = new StringBuilder();
        text.Append("# Proposed questions. Keep those that somebody would ask, in the words in which they would; add your own, and some that\n")
            .Append("# nothing here answers (unanswerable: true). Then: plumb eval FILE\n");
        return text.Append(WriteBody([.. questions])).ToString();
    }

    /// <summary>All but the comment at the head.</summary>
    public static string WriteBody(IReadOnlyList<GoldenQuestion> questions)
    {
        var text = new StringBuilder();
        text.Append("k: ").Append(GoldenSet.DefaultK).Append("\nquestions:").Append(questions.Count == 0 ? " []\n" : "\n");
        foreach (var question in questions)
        {
            text.Append("  - question: ").Append(Quote(question.Text)).Append(question.IsUnanswerable ? "\n    unanswerable: true\n" : "\n    expect:\n");
            foreach (var expectation in question.Expectations)
            {
                text.Append("      - path: ").Append(Quote(expectation.Path)).Append('\n');
                if (expectation.Lines is { } lines)
                {
                    text.Append("        lines: ").Append(lines.ToString()).Append('\n');
                }

                if (expectation.Symbol is { } symbol)
                {
                    text.Append("        symbol: ").Append(Quote(symbol)).Append('\n');
                }
            }

            text.Append("    tags: [").AppendJoin(", ", question.Tags.Select(Quote)).Append("]\n");
        }

        return text.ToString();
    }

    /// <exception cref="CommandException">The file exists, or cannot be written.</exception>
    public static void Save(string path, string yaml)
    {
        if (File.Exists(path))
        {
            throw new CommandException($"'{path}' exists already: questions that somebody edited are not written over.");
        }

        try
        {
            File.WriteAllText(path, yaml);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{path}' cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>A JSON string is a YAML one in double quotes; words that mean nothing else in YAML need none.</summary>
    public static string Quote(string text)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text[^1] is not (' ' or ':') && !Words.Contains(text)
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '/' or '-' or '_' or '(' or ')' or '\'' or ';');
        return plain ? text : '"' + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() + '"';
    }
}
