using System.Text;
using System.Text.RegularExpressions;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Training.Mining;

/// <summary>Pairs from source code: doc comments, comments inside bodies, and what tests say they test.</summary>
internal static partial class CodePairs
{
    private const int MaxBody = 2400;
    private const int LinesAfterComment = 10;
    private const int LinesOfTest = 18;

    public static void Mine(TextDocument document, bool isTest, PairSink sink)
    {
        var outline = document.Outline;
        if (!isTest)
        {
            for (var i = 0; i < outline.Declarations.Count; i++)
            {
                MineDoc(document, i, sink);
            }

            MineComments(document, sink);
            return;
        }

        MineTestNames(document, sink);
        MineTestTitles(document, sink);
    }

    private static void MineDoc(TextDocument document, int index, PairSink sink)
    {
        var declarations = document.Outline.Declarations;
        var declaration = declarations[index];
        if (declaration.Doc.IsEmpty || declaration.Kind is DeclarationKind.Heading or DeclarationKind.Key or DeclarationKind.Cell or DeclarationKind.Element)
        {
            return;
        }

        var (first, rest) = DocSentence.Split(document.Text[declaration.Doc.Start..Math.Min(declaration.Doc.End, document.Text.Length)]);
        if (first.Length is < 12 or > 400)
        {
            return;
        }

        var passage = Around(document, index, sink.Numbers).Body(Without(document.Text, declaration.Span, declaration.Doc));

        // A chunk's own doc comment is part of it when it is searched; half of the pairs learn with what follows the
        // first sentence, half from code alone.
        if (rest.Length > 0 && (declaration.NameSpan.Start & 1) == 0)
        {
            passage.Body(rest);
        }

        sink.Add(PairSource.Doc, document.Language.Id, first, passage);
    }

    private static Passage Around(TextDocument document, int index, TermNumbers numbers)
    {
        var declarations = document.Outline.Declarations;
        var passage = new Passage(numbers).Path(document.Path);
        if (index >= 0)
        {
            passage.Name(declarations[index].Name, SymbolLevel.Primary);
            for (var parent = declarations[index].Parent; parent >= 0; parent = declarations[parent].Parent)
            {
                passage.Name(declarations[parent].Name, SymbolLevel.Context);
            }
        }

        return passage;
    }

    private static string Without(string text, TextSpan span, TextSpan doc)
    {
        var end = Math.Min(span.End, text.Length);
        var body = new StringBuilder(MaxBody);
        if (doc.Start > span.Start)
        {
            body.Append(text, span.Start, Math.Min(MaxBody, doc.Start - span.Start)).Append('\n');
        }

        var after = Math.Max(span.Start, doc.End);
        if (after < end && body.Length < MaxBody)
        {
            body.Append(text, after, Math.Min(MaxBody - body.Length, end - after));
        }

        return body.ToString();
    }

    // A comment inside a function says in words what the next lines do.
    private static void MineComments(TextDocument document, PairSink sink)
    {
        var lines = document.Lines;
        var inDoc = new HashSet<int>();
        foreach (var declaration in document.Outline.Declarations)
        {
            if (!declaration.Doc.IsEmpty)
            {
                for (var line = lines.GetLine(declaration.Doc.Start); line <= lines.GetLine(declaration.Doc.End - 1); line++)
                {
                    inDoc.Add(line);
                }
            }
        }

        for (var line = 0; line < lines.LineCount; line++)
        {
            if (inDoc.Contains(line) || CommentText(document, line) is not { } comment)
            {
                continue;
            }

            var start = lines.GetLineStart(line);
            var next = line + 1;
            var text = new StringBuilder(comment);
            for (; next < lines.LineCount && CommentText(document, next) is { } more; next++)
            {
                text.Append(' ').Append(more);
            }

            var inside = document.Outline.FindInnermost(start);
            line = next - 1;
            var sentence = DocSentence.Clean(text.ToString());
            if (inside < 0 || sentence.Length is < 20 or > 400 || LooksLikeCode(sentence) || sentence.Split(' ').Length < 4)
            {
                continue;
            }

            var body = new StringBuilder();
            for (var after = next; after < Math.Min(lines.LineCount, next + LinesAfterComment); after++)
            {
                var span = lines.GetLineSpan(after);
                if (CommentText(document, after) is null)
                {
                    body.Append(document.Text, span.Start, Math.Min(span.Length, 200)).Append('\n');
                }
            }

            sink.Add(PairSource.Comment, document.Language.Id, sentence, Around(document, inside, sink.Numbers).Body(body.ToString()));
        }
    }

    private static string? CommentText(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(line);
        var text = document.Text.AsSpan(span.Start, Math.Min(span.Length, 300)).Trim();
        var marker = text.StartsWith("//") ? 2 : text.StartsWith("# ") ? 1 : text.StartsWith("-- ") ? 2 : text.StartsWith("/* ") ? 2 : 0;
        return marker == 0 || text.StartsWith("///") || text.StartsWith("//!") || text.StartsWith("//go:") ? null : text[marker..].Trim("*/ ").ToString();
    }

    private static bool LooksLikeCode(string text)
    {
        var marks = text.Count(c => c is ';' or '{' or '}' or '=' or '(' or '[' or '<' or '|');
        return marks * 12 > text.Length || text.EndsWith(';') || text.EndsWith('{');
    }

    // The name of a test function is a sentence with its blanks taken out.
    private static void MineTestNames(TextDocument document, PairSink sink)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            if (declaration.Kind is not (DeclarationKind.Function or DeclarationKind.Method) || declaration.Body.IsEmpty)
            {
                continue;
            }

            var name = TestWord().Replace(Humps().Replace(declaration.Name, " "), " ").Trim();
            if (name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < 4)
            {
                continue;
            }

            var body = document.Text.Substring(declaration.Body.Start, Math.Min(MaxBody / 2, Math.Min(declaration.Body.End, document.Text.Length) - declaration.Body.Start));
            sink.Add(PairSource.Test, document.Language.Id, name, new Passage(sink.Numbers).Path(document.Path).Body(body));
        }
    }

    private static void MineTestTitles(TextDocument document, PairSink sink)
    {
        var lines = document.Lines;
        foreach (Match match in TestTitle().Matches(document.Text))
        {
            var title = match.Groups[1].Value;
            if (title.Split(' ').Length < 4)
            {
                continue;
            }

            var line = lines.GetLine(match.Index);
            var start = match.Index + match.Length;
            var end = lines.GetLineStart(Math.Min(lines.LineCount, line + LinesOfTest));
            if (end > start)
            {
                sink.Add(PairSource.Test, document.Language.Id, title, new Passage(sink.Numbers).Path(document.Path).Body(document.Text[start..Math.Min(end, start + MaxBody)]));
            }
        }
    }

    [GeneratedRegex(@"(?<![\w.])(?:it|test|specify|should|scenario|context|Scenario|feature)\s*\(?\s*[""'`]([^""'`\n]{20,160})[""'`]")]
    private static partial Regex TestTitle();

    [GeneratedRegex(@"_+|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex(@"\b(?:[Tt]ests?|[Ss]hould|[Ii]t|[Bb]enchmark)\b")]
    private static partial Regex TestWord();
}
