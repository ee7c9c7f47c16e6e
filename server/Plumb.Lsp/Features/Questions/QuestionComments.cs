using Plumb.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>Finds <c>// ask: ...</c>, <c># ask: ...</c>, <c>&lt;!-- ask: ... --&gt;</c> and their like, whatever the language.</summary>
internal static class QuestionComments
{
    private const string Key = "ask:";

    /// <summary>A line longer than this is data and no comment.</summary>
    private const int LongestLine = 1000;

    private const int MostQuestions = 100;

    /// <summary>Longer openings stand before those that they begin with.</summary>
    private static readonly (string Open, string Close)[] Blocks =
    [
        ("{{!--", "--}}"), ("{{--", "--}}"), ("{{/*", "*/}}"), ("{{!", "}}"), ("{/*", "*/}"), ("{#", "#}"), ("{-", "-}"),
        ("<!--", "-->"), ("<%--", "--%>"), ("<%#", "%>"), ("<#", "#>"), ("(*", "*)"), ("@*", "*@"), ("/*", "*/"), ("#|", "|#"), ("--[[", "]]"),
    ];

    public static IReadOnlyList<QuestionComment> Find(TextDocument document)
    {
        // Most texts hold none, and are asked about at every key.
        if (!document.Text.Contains(Key, StringComparison.Ordinal))
        {
            return [];
        }

        var found = new List<QuestionComment>();
        for (var line = 0; line < document.Lines.LineCount && found.Count < MostQuestions; line++)
        {
            if (OnLine(document, line) is { } question)
            {
                found.Add(question);
            }
        }

        return found;
    }

    /// <summary>The question on a line, 0-based; null where there is none.</summary>
    public static QuestionComment? OnLine(TextDocument document, int line)
    {
        if (line < 0 || line >= document.Lines.LineCount)
        {
            return null;
        }

        var span = document.Lines.GetLineSpan(line);
        if (span.Length > LongestLine)
        {
            return null;
        }

        var text = document.Text.AsSpan(span.Start, span.Length);
        for (var at = text.IndexOf(Key, StringComparison.Ordinal); at >= 0; at = Next(text, at))
        {
            var before = text[..at].TrimEnd();
            var mark = before[(LastWhiteSpace(before) + 1)..];
            var question = Read(mark, text[(at + Key.Length)..].Trim(), document, out var marks);
            if (marks is not null && HasWord(question))
            {
                return new QuestionComment(line, question.ToString(), text[..^text.TrimStart().Length].ToString(), marks);
            }
        }

        return null;
    }

    /// <summary>The same question, where it is now: the nearest one to where it was; null when it is gone.</summary>
    public static QuestionComment? FindAgain(TextDocument document, string question, int line) =>
        Find(document).Where(found => found.Question == question).MinBy(found => Math.Abs(found.Line - line));

    private static int Next(ReadOnlySpan<char> text, int at) =>
        text[(at + Key.Length)..].IndexOf(Key, StringComparison.Ordinal) is >= 0 and var more ? at + Key.Length + more : -1;

    private static int LastWhiteSpace(ReadOnlySpan<char> text)
    {
        var at = text.Length - 1;
        while (at >= 0 && !char.IsWhiteSpace(text[at]))
        {
            at--;
        }

        return at;
    }

    /// <summary>The question behind a mark; the marks are null where that begins no comment.</summary>
    private static ReadOnlySpan<char> Read(ReadOnlySpan<char> mark, ReadOnlySpan<char> rest, TextDocument document, out CommentMarks? marks)
    {
        foreach (var (open, close) in Blocks)
        {
            // "/**" and "<!---" open like "/*" and "<!--".
            if (!mark.StartsWith(open) || mark[open.Length..].ContainsAnyExcept(open[^1]))
            {
                continue;
            }

            var closed = rest.EndsWith(close);
            marks = closed ? new CommentMarks(open, close, [open, close]) : new CommentMarks("", "", [open, close]);
            return closed ? rest[..^close.Length].TrimEnd(close[0]).TrimEnd() : rest;
        }

        marks = LineMark(mark, document);
        return rest;
    }

    private static CommentMarks? LineMark(ReadOnlySpan<char> mark, TextDocument document)
    {
        var language = document.Language;

        // In prose "#" is a heading, "*" an item and "--" a dash.
        if (mark.IsEmpty || language.Id is "markdown" or "mdx" or "html")
        {
            return null;
        }

        return mark switch
        {
            ['/', '/', ..] when !mark.TrimStart('/').ContainsAnyExcept('!') => Line("//"),
            ['#', ..] when !mark.ContainsAnyExcept('#') => Line(mark),
            ['-', '-', ..] when !mark.ContainsAnyExcept('-') => Line("--"),
            [';', ..] when !mark.ContainsAnyExcept(';') => Line(mark),
            ['%', ..] when !mark.ContainsAnyExcept('%') => Line(mark),
            ['\''] => Line("'"),
            _ when mark.Equals("REM", StringComparison.OrdinalIgnoreCase) => Line(mark),
            ['.', '.'] when language.Id == "restructuredtext" => Line(".."),
            ['"'] when document.Path.EndsWith(".vim", StringComparison.OrdinalIgnoreCase) || document.Path.EndsWith("vimrc", StringComparison.OrdinalIgnoreCase) => Line("\""),

            // A line in the midst of a block.
            ['*'] when language.Kind == LanguageKind.Code => new CommentMarks("*", "", ["/*", "*/"]),
            _ => null,
        };
    }

    private static CommentMarks Line(ReadOnlySpan<char> mark) => new(mark.ToString(), "", []);

    private static bool HasWord(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                return true;
            }
        }

        return false;
    }
}
