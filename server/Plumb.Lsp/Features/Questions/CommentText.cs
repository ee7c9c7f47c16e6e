using System.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>Writes lines as a comment that no text can break out of: an answer quotes files, and a file may say anything.</summary>
internal static class CommentText
{
    /// <summary>What ends a line somewhere, or turns its direction: the next word would be code, or look like it.</summary>
    private const string Breaking = "\r\n\v\f\u0085\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\0";

    /// <summary>The comment, each line with its end.</summary>
    /// <param name="comment">The question that it stands below.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="end">What ends a line: "\n" or "\r\n".</param>
    public static string Write(QuestionComment comment, IReadOnlyList<string> lines, string end)
    {
        var marks = comment.Marks;
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            var begins = marks.Suffix.Length == 0 || i == 0 ? marks.Prefix : "";
            var ends = marks.Suffix.Length > 0 && i == lines.Count - 1 ? " " + marks.Suffix : "";
            var line = Clean(lines[i], marks);
            text.Append($"{comment.Indent}{begins}{(begins.Length > 0 && line.Length > 0 ? " " : "")}{line}{ends}".TrimEnd()).Append(end);
        }

        return text.ToString();
    }

    private static string Clean(string line, CommentMarks marks)
    {
        var clean = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            clean.Append(Breaking.Contains(letter, StringComparison.Ordinal) ? ' ' : letter);
        }

        // These end a comment of one line too: PHP's and ERB's tags, and "*/" where a block is open around it.
        var text = clean.ToString();
        foreach (var forbidden in (IEnumerable<string>)["?>", "%>", .. marks.Forbidden])
        {
            while (text.Contains(forbidden, StringComparison.Ordinal))
            {
                text = text.Replace(forbidden, string.Join(' ', forbidden.ToCharArray()), StringComparison.Ordinal);
            }
        }

        // XML allows no "--" in a comment. A backslash at its end takes the next line along.
        while (marks.Prefix == "<!--" && text.Contains("--", StringComparison.Ordinal))
        {
            text = text.Replace("--", "- -", StringComparison.Ordinal);
        }

        return text.TrimEnd(' ', '\t', '\\');
    }
}
