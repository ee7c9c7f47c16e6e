using System.Text;
using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Search.Evaluation;
using Plumb.Search.Ranking;
using Plumb.Text;

namespace Plumb.DocstringRetrieval;

/// <summary>A function whose doc comment was taken away, and the sentence that described it.</summary>
/// <param name="FirstLine">Line of its name, 1-based; the same in the copy.</param>
/// <param name="LastLine">Its last line.</param>
internal sealed record DocumentedFunction(string Query, string Path, int FirstLine, int LastLine);

/// <summary>
/// Copies a tree without any doc comment: they are blanked out, so that every line keeps its number. What is text but
/// no code is copied as it is.
/// </summary>
internal static class StrippedCopy
{
    private const int FewestWords = 4;

    /// <returns>The functions whose comment makes a query: in source files, not tests, and with a sentence of their own.</returns>
    public static List<DocumentedFunction> Make(string source, string copy)
    {
        var found = new List<DocumentedFunction>();
        var sink = new Sink();
        WorkspaceWalker.Walk(source, new DiscoveryOptions(), sink, CancellationToken.None);
        foreach (var path in sink.Files)
        {
            if (WorkspaceText.Read(source, path) is not { } document)
            {
                continue;
            }

            var target = Path.Combine(copy, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (document.Language.Kind != LanguageKind.Code)
            {
                File.Copy(Path.Combine(source, path), target);
                continue;
            }

            File.WriteAllText(target, WithoutDocs(document));
            if (FileRoles.Of(path, document.Language.Id, isDocs: false, isData: false) == FileRole.Source)
            {
                Collect(document, found);
            }
        }

        // A sentence that describes two functions has no one answer.
        return [.. found.GroupBy(function => function.Query, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() == 1).Select(same => same.First())];
    }

    private static string WithoutDocs(TextDocument document)
    {
        var text = new StringBuilder(document.Text);
        foreach (var declaration in document.Outline.Declarations)
        {
            for (var i = declaration.Doc.Start; i < declaration.Doc.End; i++)
            {
                text[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
            }
        }

        return text.ToString();
    }

    private static void Collect(TextDocument document, List<DocumentedFunction> found)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            if (declaration.Doc.IsEmpty || declaration.Kind is not (DeclarationKind.Function or DeclarationKind.Method or DeclarationKind.Constructor))
            {
                continue;
            }

            var sentence = DocSentence.WithoutName(DocSentence.Of(document.Text[declaration.Doc.Start..declaration.Doc.End]), declaration.Name);
            if (sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= FewestWords)
            {
                found.Add(new DocumentedFunction(
                    sentence,
                    document.Path,
                    document.Lines.GetLine(declaration.NameSpan.Start) + 1,
                    document.Lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)) + 1));
            }
        }
    }

    private sealed class Sink : IDiscoverySink
    {
        public List<string> Files { get; } = [];

        public void OnFile(in WorkspaceFile file) => Files.Add(file.Path);

        public void OnSkipped(in SkippedFile skipped)
        {
        }
    }
}
