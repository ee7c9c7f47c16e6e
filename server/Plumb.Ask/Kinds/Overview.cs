using System.Text.RegularExpressions;

namespace Plumb.Ask.Kinds;

/// <summary>Questions about the whole of a workspace: their words are everywhere in it or nowhere, and a search finds neither.</summary>
internal static partial class Overview
{
    public static bool IsAskedFor(string question) => Whole().IsMatch(question.Trim().TrimEnd('?', '.', '!', ' '));

    [GeneratedRegex(
        """
        ^(?:
          (?:so\s+)?what(?:'s|\s+is|\s+does|\s+are)?\s+(?:this|the|that|it|here)\s*(?:whole\s+)?(?:project|repo|repository|code\s?base|code|library|app|application|workspace|package|tool|program)?\s*(?:do|does|about|for|all\s+about)?
        | (?:explain|describe|summari[sz]e|tell\s+me\s+about)\s+(?:this|the)\s+(?:whole\s+)?(?:project|repo|repository|code\s?base|library|app|application|workspace|package|program)
        | (?:give\s+me\s+)?(?:an?\s+|the\s+)?(?:overview|tour|architecture|structure)(?:\s+of\s+(?:this|the)\s+(?:project|repo|repository|code\s?base|library|app|application|workspace|code))?
        | how\s+is\s+(?:this|the|it)\s*(?:project|repo|repository|code\s?base|code|library|app|application|workspace)?\s+(?:structured|organi[sz]ed|laid\s+out|built\s+up)
        | where\s+(?:do|should|can|would)\s+(?:i|we|one|you)\s+(?:start|begin)(?:\s+(?:reading|looking))?(?:\s+(?:in\s+)?(?:this|the)\s+(?:project|repo|repository|code\s?base|code))?
        | what\s+is\s+the\s+(?:architecture|structure)(?:\s+of\s+(?:this|the)\s+(?:project|repo|repository|code\s?base|library|app|application|workspace|code))?
        )$
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
