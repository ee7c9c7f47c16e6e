using System.Text.Json;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp.Features.Questions;

/// <summary>
/// The commands that ask, for clients that know nothing of <c>plumb/ask</c>. Their one argument is what that takes, or the
/// question alone. For <see cref="Insert"/> the selection is where the question's comment stands.
/// </summary>
internal static class QuestionCommands
{
    /// <summary>Opens the answer as a page.</summary>
    public const string Open = "plumb.openAnswer";

    /// <summary>Writes the answer as a comment below the question.</summary>
    public const string Insert = "plumb.insertAnswer";

    public static IReadOnlyList<string> All { get; } = [Open, Insert];

    /// <exception cref="RequestFailedException">There is no question.</exception>
    public static AskParams Read(ExecuteCommandParams parameters)
    {
        var asked = parameters.Arguments switch
        {
            [{ ValueKind: JsonValueKind.String } text] => new AskParams { Question = text.GetString()!.Trim() },
            [{ ValueKind: JsonValueKind.Object } given] => Parse(given),

            // An editor's command line may cut a question into its words.
            [{ ValueKind: JsonValueKind.String }, _, ..] words when words.All(word => word.ValueKind == JsonValueKind.String) => new AskParams { Question = string.Join(' ', words.Select(word => word.GetString())).Trim() },
            _ => null,
        };
        return asked is not null && (asked.Question.Length > 0 || asked.Task is { Length: > 0 })
            ? asked with { PartialResultToken = null }
            : throw new RequestFailedException(ErrorCodes.InvalidParams, $"{parameters.Command} takes a question, or an object like that of plumb/ask.");
    }

    public static Command Command(string name, string title, AskParams asked) => new() { Title = title, Name = name, Arguments = [Json.ToElement(asked)] };

    /// <summary>What was asked, for people.</summary>
    public static string Title(AskParams asked) => asked switch
    {
        { Question.Length: > 0 } => asked.Question,
        { Task: "explain" } => $"Explain {PlaceOf(asked)}",
        { Task: "tests" } => $"Where is {asked.Target} tested?",
        { Task: "impact" } => $"What changes with {asked.Target}?",
        { Task: "diff" } => "What changed since the last commit?",
        { Task: "tour" } => "Where does one begin?",
        _ => $"{asked.Task} {PlaceOf(asked)}".Trim(),
    };

    private static string PlaceOf(AskParams asked) =>
        asked.Target ?? (asked.TextDocument is { } document
            ? Documents.DocumentUri.FileName(document.Uri) + (asked.Selection is { } range ? $":{range.Start.Line + 1}-{Math.Max(range.Start.Line, range.End.Character == 0 ? range.End.Line - 1 : range.End.Line) + 1}" : "")
            : "");

    private static AskParams? Parse(JsonElement given)
    {
        try
        {
            return Json.FromElement<AskParams>(given);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
