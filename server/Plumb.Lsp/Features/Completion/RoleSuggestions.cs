using System.Text.RegularExpressions;
using Plumb.Lsp.Protocol;
using Plumb.Prompts;

namespace Plumb.Lsp.Features.Completion;

/// <summary>The roles of messages where a template's own syntax names them: <c>{{role "…"}}</c>, <c>&lt;message role="…"&gt;</c>.</summary>
internal static partial class RoleSuggestions
{
    private static readonly string[] Dotprompt = ["system", "user", "model", "tool"];

    /// <summary>Null where no role is being written.</summary>
    /// <param name="before">The line up to the cursor.</param>
    public static IEnumerable<Suggestion>? Get(PromptFormat format, string before)
    {
        var (pattern, roles) = format == PromptFormat.Dotprompt ? (Helper(), Dotprompt)
            : format is PromptFormat.SemanticKernelYaml or PromptFormat.SemanticKernelFolder ? (Message(), DataSuggestions.Roles)
            : ((Regex?)null, (IReadOnlyList<string>)[]);
        return pattern?.Match(before) is { Success: true } match
            ? roles.Select(role => new Suggestion(role, CompletionItemKind.EnumMember, match.Groups["typed"].Length, "message of this role"))
            : null;
    }

    [GeneratedRegex(@"\{\{~?\s*role\s+[""'](?<typed>\w*)$")]
    private static partial Regex Helper();

    [GeneratedRegex(@"<message\s(?:[^>]*\s)?role\s*=\s*[""'](?<typed>\w*)$")]
    private static partial Regex Message();
}
