using Plumb.Ask.Evidence;

namespace Plumb.Ask.Kinds;

/// <summary>What a task found: enough for an answer without a model, and evidence for one with it.</summary>
/// <param name="Question">The task as a question.</param>
/// <param name="Markdown">The answer without a model; empty where nothing was found.</param>
/// <param name="Instruction">What a model should make of the evidence.</param>
/// <param name="Passages">Lines that the answer cites, most important first.</param>
internal sealed record KindEvidence(string Question, string Markdown, string Instruction, IReadOnlyList<Passage> Passages)
{
    /// <summary>Why there is nothing, and what to try.</summary>
    public static KindEvidence Nothing(string question, string why) => new(question, "", why, []);
}
