using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Writes another model's name where one stands.</summary>
internal static class ModelEdit
{
    /// <summary>The fix, or null where the name does not stand in the file as it is read.</summary>
    public static LintFix? Rename(RuleContext context, PromptModel model, string name)
    {
        if (model.NameSpan == PromptFile.Elsewhere)
        {
            return null;
        }

        var written = context.File.Text.AsSpan(model.NameSpan.Start, model.NameSpan.Length);
        var at = written.LastIndexOf(model.Name);
        return at < 0 ? null : new LintFix($"Change to '{name}'", FixKind.Ask, [new LintEdit(new TextSpan(model.NameSpan.Start + at, model.NameSpan.Start + at + model.Name!.Length), name)]);
    }
}
