using System.Text.RegularExpressions;
using Plumb.Prompts.Formats;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>
/// Names of the workspace's code that instructions mention between backticks and that are not there: a misspelt or renamed
/// one, and a member that a type of the workspace does not have. What merely looks like a name, or may belong to a
/// library, is left alone.
/// </summary>
internal static partial class CodeSymbolReferences
{
    private const int Shortest = 5;

    public static IEnumerable<(TextSpan Span, string Message, string? Near)> Find(RuleContext context)
    {
        if (context.Options.Symbols is not { } symbols || !SpeaksOfWorkspace(context.File))
        {
            yield break;
        }

        var fences = MarkdownFences.Find(context.File.Text);
        foreach (Match match in InlineName().Matches(context.File.Text))
        {
            var owner = match.Groups["owner"].Value;
            var last = match.Groups["last"];
            if (!IsName(last.Value) || symbols.IsKnown(last.Value) != false || fences.Any(f => f.Whole.Contains(match.Index)) || TellsOfThePast(context.File.Text, match.Index))
            {
                continue;
            }

            var span = new TextSpan(last.Index, last.Index + last.Length);
            if (owner.Length > 0 && symbols.IsDeclared(owner[(owner.LastIndexOf('.') + 1)..]) == true)
            {
                var near = symbols.Near(last.Value);
                yield return (span, $"The workspace's code has no '{last.Value}' in '{owner}'" + (near is null ? "." : $"; did you mean '{near}'?"), near);
            }
            else if (owner.Length == 0 && symbols.Near(last.Value) is { } meant && BeginAlike(last.Value, meant))
            {
                yield return (span, $"The workspace's code has no '{last.Value}'; did you mean '{meant}'?", meant);
            }
        }
    }

    /// <summary>Prompts, agents and skills may be meant for other workspaces.</summary>
    private static bool SpeaksOfWorkspace(PromptFile file) => !LoadedTogether.IsInSkill(file.Path) && (
        file.InstructionKind is InstructionKind.Agents or InstructionKind.Claude or InstructionKind.Copilot or InstructionKind.CursorRule
        || (file.InstructionKind is InstructionKind.Instructions or InstructionKind.Other && LoadedTogether.IsInUse(file.Path)));

    /// <summary>A slip or a new name rarely begins with another letter: two names that differ in the first are mostly two things.</summary>
    private static bool BeginAlike(string name, string meant) => char.ToLowerInvariant(name.TrimStart('_')[0]) == char.ToLowerInvariant(meant.TrimStart('_')[0]);

    /// <summary>What was renamed or removed is named to say so: in a line that does, or in a table of what was and what is.</summary>
    private static bool TellsOfThePast(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        if (Past().IsMatch(text.AsSpan(start, (end < 0 ? text.Length : end) - start)))
        {
            return true;
        }

        if (text[start] != '|' || text.AsSpan(start + 1, at - start - 1).Contains('|'))
        {
            return false;
        }

        while (start > 1 && text.LastIndexOf('\n', start - 2) + 1 is var above && text[above] == '|')
        {
            start = above;
        }

        var head = text.AsSpan(start + 1);
        return head.IndexOf('|') is > 0 and var cell && Was().IsMatch(head[..cell]);
    }

    [GeneratedRegex(@"\b(?:renamed|removed|formerly|deleted|deprecated|obsolete|legacy|no\s+longer|used\s+to|replaced\s+by|does\s+not\s+exist)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Past();

    [GeneratedRegex(@"^[ \t*_]*(?:old|before|was|from|previous|legacy|deprecated|removed|v?\d+(?:\.[\dx*]+)*)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Was();

    /// <summary>Several words in one, as names of code are written and words of prose are not.</summary>
    private static bool IsName(string name)
    {
        var (humps, lower) = (0, false);
        foreach (var c in name)
        {
            humps += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower |= char.IsAsciiLetterLower(c);
        }

        return name.Length >= Shortest && lower && ((humps > 0 && (humps > 1 || !char.IsAsciiLetterUpper(name[0]))) || name.AsSpan(1).Contains('_'));
    }

    [GeneratedRegex(@"(?<!`)`(?:(?<owner>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\.|::|\#))?(?<last>[A-Za-z_]\w*)(?:\(\))?`(?!`)")]
    private static partial Regex InlineName();
}
