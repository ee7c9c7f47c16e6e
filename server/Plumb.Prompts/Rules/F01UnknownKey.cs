using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class F01UnknownKey() : DocumentedRule(
    "F01",
    "unknown-key",
    LintSeverity.Warning,
    FixKind.Safe,
    new RuleDocumentation(
        "A key is not one that the format knows, and close to one that it does.",
        "A key with a slip in it is ignored without a word, and the setting it was meant to make never happens. Keys that are close to nothing are left alone: hosts bring keys of their own.",
        """
        ---
        name: answer
        desciption: Answers a question.
        ---
        user:
        {{question}}
        """,
        """
        ---
        name: answer
        description: Answers a question.
        ---
        user:
        {{question}}
        """,
        "answer.prompty"))
{
    internal override void Check(RuleContext context)
    {
        if (context.File is { Data: { } data, Shape: { } shape, Problems.Count: 0 })
        {
            Check(context, data, shape);
        }
    }

    private void Check(RuleContext context, DataMapping map, FrontMatterShape shape)
    {
        List<string>? missing = null;
        foreach (var (key, value) in map.Entries)
        {
            if (shape.Find(key.Value) is { } known)
            {
                if (known.Children is { } children)
                {
                    foreach (var child in value is DataSequence list ? list.Items : [value])
                    {
                        if (child is DataMapping inner)
                        {
                            Check(context, inner, children);
                        }
                    }
                }
            }
            else if (NearMiss.Find(key.Value, missing ??= [.. shape.Keys.Where(k => k.Name.Length > 3 && k.Ignored is null && map.Find(k.Name) is null).Select(k => k.Name)]) is { } near && Math.Min(key.Value.Length, near.Length) >= 5 && !Formats.InstructionShapes.IsKey(context.File, key.Value))
            {
                context.Report(this, key.Span, $"There is no key '{key.Value}'; did you mean '{near}'?", key.IsPlain ? new LintFix($"Change to '{near}'", FixKind.Safe, [new LintEdit(key.Span, near)]) : null);
            }
        }
    }
}
