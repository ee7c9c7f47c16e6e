using System.Text.RegularExpressions;
using Plumb.Prompts.Code;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts;

/// <summary>
/// Comments that turn rules off: <c>plumb-ignore T01</c> for its own line and the one after it,
/// <c>plumb-ignore-file T01</c> for the file; several codes are parted by commas or spaces, none means all. A comment
/// on the line of a template's key or before it holds for the whole template, and so does one where a string of code begins;
/// one before a case of test data holds for the case. Any comment syntax of the formats
/// counts: <c>#</c>, <c>{# #}</c>, <c>{{! }}</c>, <c>{% comment %}</c>, <c>&lt;!-- --&gt;</c>.
/// </summary>
internal sealed partial class Suppressions
{
    private readonly Dictionary<string, Entry> wholeFile = [];
    private readonly Dictionary<int, Dictionary<string, Entry>> byLine = [];
    private readonly List<Entry> all = [];
    private readonly LineIndex lines;
    private readonly PromptFile file;

    private Suppressions(PromptFile file, LineIndex lines)
    {
        this.file = file;
        this.lines = lines;
    }

    /// <summary>The suppressions of a file, or null where it has none.</summary>
    public static Suppressions? Read(PromptFile file)
    {
        if (!file.Text.Contains("plumb-ignore", StringComparison.Ordinal))
        {
            return null;
        }

        var found = new Suppressions(file, new LineIndex(file.Text));
        foreach (Match match in Comment().Matches(file.Text))
        {
            var group = match.Groups["codes"];
            var entries = Code().Matches(group.Value)
                .Select(m => new Entry(m.Value, new TextSpan(group.Index + m.Index, group.Index + m.Index + m.Length)))
                .DefaultIfEmpty(new Entry("", new TextSpan(match.Index + match.Value.IndexOf("plumb-ignore", StringComparison.Ordinal), match.Index + match.Length)))
                .ToList();
            var whole = CommentSpan(file.Text, match);
            foreach (var entry in entries)
            {
                entry.Comment = whole;
                entry.Siblings = entries;
            }

            found.all.AddRange(entries);
            if (match.Groups["file"].Success)
            {
                Add(found.wholeFile, entries);
                continue;
            }

            var line = found.lines.GetLine(match.Index + match.Length);
            found.Add(line, entries);
            found.Add(found.NextCodeLine(line), entries);
        }

        return found;
    }

    public bool Covers(LintDiagnostic diagnostic)
    {
        if (Has(wholeFile, diagnostic.Code))
        {
            return true;
        }

        var line = lines.GetLine(diagnostic.Span.Start);
        if (Has(byLine.GetValueOrDefault(line), diagnostic.Code))
        {
            return true;
        }

        foreach (var template in file.Templates)
        {
            if (!template.KeySpan.IsEmpty
                && template.Text.ToFile(new TextSpan(0, template.Text.Value.Length)) is var body
                && diagnostic.Span.Start >= body.Start && diagnostic.Span.Start <= body.End
                && Has(byLine.GetValueOrDefault(lines.GetLine(template.KeySpan.Start)), diagnostic.Code))
            {
                return true;
            }

            if (file.Format == PromptFormat.Code
                && template.FileSpan is var literal && diagnostic.Span.Start >= literal.Start && diagnostic.Span.Start <= literal.End
                && Has(byLine.GetValueOrDefault(lines.GetLine(CodePrompts.LiteralStart(file.Text, literal))), diagnostic.Code))
            {
                return true;
            }
        }

        // What is wrong with a case of test data is silenced where the case begins.
        return diagnostic.Code[0] == 'X' && file.TestCases.FirstOrDefault(c => c.Span.Start <= diagnostic.Span.Start && diagnostic.Span.Start <= c.Span.End) is { } test
            && Has(byLine.GetValueOrDefault(lines.GetLine(test.Span.Start)), diagnostic.Code);
    }

    /// <summary>The suppressions that covered nothing: the code (empty for all rules), where it stands, and how it goes.</summary>
    public IEnumerable<(string Code, TextSpan Span, LintFix? Fix)> Unused => all.Where(e => !e.IsUsed)
        .Select(e => (e.Code, e.Span, e.Comment is { } comment
            ? Rules.SuppressionRemoval.Fix(file, comment, [.. e.Siblings.Select(s => s.Span)], [.. e.Siblings.Where(s => !s.IsUsed).Select(s => s.Span)], e.Span)
            : null));

    /// <summary>The comment that a match begins, to its end; null where it is not closed or says more.</summary>
    private static TextSpan? CommentSpan(string text, Match match)
    {
        var start = match.Index;
        var from = match.Index + match.Length;
        var lead = text.AsSpan(start);
        var close = lead.StartsWith("<!--") ? "-->" : lead.StartsWith("{#") ? "#}" : lead.StartsWith("{{") ? (lead[..Math.Min(lead.Length, 7)].Contains("!--", StringComparison.Ordinal) ? "--}}" : "}}") : null;
        if (close is null && lead.StartsWith("%}"))
        {
            // {% comment %}…{% endcomment %}: from the tag before to the tag behind.
            start = text.LastIndexOf("{%", start, StringComparison.Ordinal);
            var ending = EndComment().Match(text, from);
            return start >= 0 && ending.Success && text.AsSpan(from, ending.Index - from).IsWhiteSpace() ? new TextSpan(start, ending.Index + ending.Length) : null;
        }

        if (close is null)
        {
            // {% # … %} or a comment to the line's end.
            var tag = text.LastIndexOf("{%", start, StringComparison.Ordinal);
            if (tag >= 0 && text.AsSpan(tag + 2, start - tag - 2).Trim('-').IsWhiteSpace())
            {
                (start, close) = (tag, "%}");
            }
        }

        var line = text.IndexOf('\n', from);
        line = line < 0 ? text.Length : line;
        if (close is null)
        {
            return text.AsSpan(from, line - from).IsWhiteSpace() ? new TextSpan(start, from) : null;
        }

        var end = text.IndexOf(close, from, StringComparison.Ordinal);
        return end >= 0 && text.AsSpan(from, end - from).Trim('-').IsWhiteSpace() ? new TextSpan(start, end + close.Length) : null;
    }

    private static bool Has(Dictionary<string, Entry>? codes, string code)
    {
        if (codes is not null && (codes.TryGetValue(code, out var entry) || codes.TryGetValue("", out entry)))
        {
            entry.IsUsed = true;
            return true;
        }

        return false;
    }

    /// <summary>The next line that is not itself only a part of the comment.</summary>
    private int NextCodeLine(int line)
    {
        for (var next = line + 1; next < lines.LineCount; next++)
        {
            var span = lines.GetLineSpan(next);
            var text = file.Text.AsSpan(span.Start, span.Length).Trim();
            if (!(text.StartsWith("#") && text.Contains("plumb-ignore", StringComparison.Ordinal)) && !EndOfComment().IsMatch(text))
            {
                return next;
            }
        }

        return line;
    }

    private void Add(int line, List<Entry> entries)
    {
        if (!byLine.TryGetValue(line, out var codes))
        {
            byLine[line] = codes = [];
        }

        Add(codes, entries);
    }

    private static void Add(Dictionary<string, Entry> codes, List<Entry> entries)
    {
        foreach (var entry in entries)
        {
            codes.TryAdd(entry.Code, entry);
        }
    }

    /// <summary>One code of a comment, and whether it covered a finding.</summary>
    private sealed class Entry(string code, TextSpan span)
    {
        public string Code => code;

        public TextSpan Span => span;

        public bool IsUsed { get; set; }

        /// <summary>The comment around it, with its marks.</summary>
        public TextSpan? Comment { get; set; }

        /// <summary>All codes of the comment.</summary>
        public IReadOnlyList<Entry> Siblings { get; set; } = [];
    }

    [GeneratedRegex(@"(?:#|\{\{~?!(?:--)?|\{#-?|%\}|<!--|//)[ \t]*(?:\r?\n[ \t]*)?plumb-ignore(?<file>-file)?(?<codes>(?:[ \t,:]+[A-Z][0-9]{2})*)(?![\w-])")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{%-?\s*endcomment\s*-?%\}")]
    private static partial Regex EndComment();

    [GeneratedRegex("[A-Z][0-9]{2}")]
    private static partial Regex Code();

    [GeneratedRegex(@"^(\{%-?\s*endcomment\s*-?%\}|--\}\}|\}\}|-?#\}|-->)$")]
    private static partial Regex EndOfComment();
}
