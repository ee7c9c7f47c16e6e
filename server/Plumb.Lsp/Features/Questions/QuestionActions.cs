using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.CodeActions;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Questions;

/// <summary>What can be asked where the cursor is: the question of a comment, or about what is selected.</summary>
internal static class QuestionActions
{
    /// <summary>A family of its own: an editor that fixes or tidies on saving must never ask.</summary>
    public const string Kind = "ask.plumb";

    /// <param name="inserts">The client lets the server edit.</param>
    /// <param name="isIndexed">The document lies in an open folder: then its lines can be explained.</param>
    public static IEnumerable<CodeAction> Get(TextDocument document, CodeActionParams parameters, PositionEncoding encoding, bool inserts, bool isIndexed)
    {
        if (!CodeActionsFeature.Wants(parameters.Context.Only, Kind))
        {
            yield break;
        }

        var (uri, range) = (parameters.TextDocument, parameters.Range);
        if (QuestionComments.OnLine(document, range.Start.Line) is { } comment)
        {
            var asked = new AskParams { Question = comment.Question, TextDocument = uri };
            yield return Action("Ask Plumb: open the answer", QuestionCommands.Open, asked);
            if (inserts)
            {
                yield return Action("Ask Plumb: insert the answer below", QuestionCommands.Insert, asked with { Selection = LineOf(comment.Line) });
            }

            yield break;
        }

        var selection = document.ToSpan(range, encoding);
        if (!isIndexed || document.Text.AsSpan(selection.Start, selection.Length).IsWhiteSpace())
        {
            yield break;
        }

        yield return Action("Ask Plumb: explain this", QuestionCommands.Open, new AskParams { Question = "", Task = "explain", TextDocument = uri, Selection = range });
        if (SelectedSymbol.Find(document, selection) is { } name)
        {
            yield return Action($"Ask Plumb: where is {name} tested?", QuestionCommands.Open, new AskParams { Question = "", Task = "tests", Target = name });
            yield return Action($"Ask Plumb: what changes with {name}?", QuestionCommands.Open, new AskParams { Question = "", Task = "impact", Target = name });
        }
    }

    /// <summary>A lens above each question, for clients that show lenses.</summary>
    public static IEnumerable<CodeLens> Lenses(TextDocument document, string uri) => QuestionComments.Find(document).Select(comment => new CodeLens
    {
        Range = LineOf(comment.Line),
        Command = QuestionCommands.Command(QuestionCommands.Open, "Ask Plumb", new AskParams { Question = comment.Question, TextDocument = new TextDocumentIdentifier { Uri = uri } }),
    });

    private static Protocol.Range LineOf(int line) => new() { Start = new Protocol.Position { Line = line, Character = 0 }, End = new Protocol.Position { Line = line, Character = 0 } };

    private static CodeAction Action(string title, string command, AskParams asked) => new() { Title = title, Kind = Kind, Command = QuestionCommands.Command(command, title, asked) };
}
