using System.Security.Cryptography;
using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Ask.Prompts;

namespace Plumb.Ask.Models;

/// <summary>What the model is told: the rules, the evidence numbered and fenced off as data, and the question.</summary>
internal static class EvidencePrompt
{
    /// <summary>What a model writes when the evidence does not hold the answer.</summary>
    public const string NotFound = "NOT_FOUND";

    private const int MostTurns = 6;
    private const int MostCharactersOfTurn = 1500;

    /// <summary>Changes whenever the prompt does.</summary>
    public static string Version => PromptTemplate.Load("answer").Version;

    /// <summary>The prompt, each of its parts with its secrets blacked out on its own: what stands in one part cannot swallow another.</summary>
    public static (string System, string User, int Removed) Write(string question, IReadOnlyList<Passage> passages, IReadOnlyList<AskTurn>? conversation = null, string task = "")
    {
        // A mark that no file can hold beforehand, so that no file can close its own fence.
        var mark = "evidence-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var removed = 0;
        var evidence = new StringBuilder();
        var numbered = new StringBuilder();
        for (var i = 0; i < passages.Count; i++)
        {
            var passage = passages[i];
            evidence.Append('<').Append(mark).Append(" number=\"").Append(i + 1).Append("\" place=\"").Append(Attribute(passage.Place)).Append("\" symbol=\"").Append(Attribute(passage.Symbol)).Append("\">\n");
            numbered.Clear();
            for (var line = 0; line < passage.Lines.Count; line++)
            {
                numbered.Append(passage.StartLine + line).Append("| ").Append(passage.Lines[line]).Append('\n');
            }

            evidence.Append(Pass(numbered.ToString())).Append("</").Append(mark).Append(">\n");
        }

        var turns = PromptTemplate.Load("answer").Render(new Dictionary<string, string>
        {
            ["mark"] = mark,
            ["evidence"] = evidence.ToString(),
            ["conversation"] = conversation is { Count: > 0 } ? "\nBefore:\n" + Pass(Tell(conversation)) : "",
            ["task"] = task.Length > 0 ? $"\n{task}\n" : "",
            ["question"] = Pass(question),
        });
        return (turns[0].Text, turns[1].Text, removed);

        string Pass(string part) => OutboundGate.Pass(part, ref removed);

        // A name of a file or symbol is one word of an attribute, whatever its maker put into it.
        string Attribute(string name) => string.Concat(Pass(name).Select(c => char.IsControl(c) ? ' ' : c)).Replace('"', '\'').Replace('<', '(').Replace('>', ')');
    }

    /// <summary>The last turns of a conversation, shortened.</summary>
    public static string Tell(IReadOnlyList<AskTurn> conversation)
    {
        var text = new StringBuilder();
        foreach (var turn in conversation.Skip(conversation.Count - MostTurns))
        {
            text.Append("Q: ").Append(Cut(turn.Question)).Append("\nA: ").Append(Cut(turn.Answer)).Append('\n');
        }

        return text.ToString();
    }

    private static string Cut(string text) => text.Length <= MostCharactersOfTurn ? text : text[..MostCharactersOfTurn] + "…";
}
