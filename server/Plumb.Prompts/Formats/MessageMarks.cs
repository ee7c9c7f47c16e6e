using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>Splits a template into messages at the marks of its format.</summary>
internal static partial class MessageMarks
{
    /// <summary>Lines such as <c>system:</c>, as Prompty has them. What stands before the first is the system's.</summary>
    public static List<PromptMessage> RoleLines(PromptTemplate template) => At(template, RoleLine(), "system");

    /// <summary>Dotprompt's <c>{{role "model"}}</c>. What stands before the first is the user's.</summary>
    public static List<PromptMessage> RoleHelpers(PromptTemplate template) => At(template, RoleHelper(), "user");

    /// <summary>The <c>&lt;message role="system"&gt;</c> of Semantic Kernel; a template without any is one user message.</summary>
    public static List<PromptMessage> Elements(PromptTemplate template)
    {
        var messages = new List<PromptMessage>();
        var text = template.Text.Value;
        foreach (Match match in Element().Matches(text))
        {
            var start = match.Index + match.Length;
            var end = text.IndexOf("</message", start, StringComparison.OrdinalIgnoreCase);
            messages.Add(Message(template, match.Groups["role"], start, end < 0 ? text.Length : end));
        }

        foreach (Match match in Block().Matches(text))
        {
            var start = match.Index + match.Length;
            var end = text.IndexOf("{{/message", start, StringComparison.OrdinalIgnoreCase);
            messages.Add(Message(template, match.Groups["role"], start, end < 0 ? text.Length : end));
        }

        if (messages.Count == 0 && text.Length > 0)
        {
            messages.Add(new PromptMessage("user", default, template, new TextSpan(0, text.Length)));
        }

        messages.Sort((a, b) => a.Content.Start.CompareTo(b.Content.Start));
        return messages;
    }

    private static List<PromptMessage> At(PromptTemplate template, Regex mark, string first)
    {
        var messages = new List<PromptMessage>();
        var text = template.Text.Value;
        var (role, at, roleSpan) = (first, 0, default(TextSpan));
        foreach (Match match in mark.Matches(text))
        {
            Add(match.Index);
            var group = match.Groups["role"];
            (role, at, roleSpan) = (group.Value.ToLowerInvariant(), match.Index + match.Length, template.Text.ToFile(new TextSpan(group.Index, group.Index + group.Length)));
        }

        Add(text.Length);
        return messages;

        void Add(int end)
        {
            if (!roleSpan.IsEmpty || !text.AsSpan(at, end - at).IsWhiteSpace())
            {
                messages.Add(new PromptMessage(role, roleSpan, template, new TextSpan(at, end)));
            }
        }
    }

    private static PromptMessage Message(PromptTemplate template, Group role, int start, int end) =>
        new(role.Value.ToLowerInvariant(), template.Text.ToFile(new TextSpan(role.Index, role.Index + role.Length)), template, new TextSpan(start, end));

    [GeneratedRegex(@"^[ \t]*#?[ \t]*(?<role>system|user|assistant|developer|function|tool)[ \t]*(?:\[[^\]\r\n]*\])?[ \t]*:[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex RoleLine();

    [GeneratedRegex(@"\{\{~?\s*role\s+[""'](?<role>\w+)[""']\s*~?\}\}")]
    private static partial Regex RoleHelper();

    [GeneratedRegex(@"<message\s[^>]*?\brole\s*=\s*[""'](?<role>\w+)[""'][^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Element();

    [GeneratedRegex(@"\{\{~?#message\s[^}]*?\brole\s*=\s*[""'](?<role>\w+)[""'][^}]*\}\}", RegexOptions.IgnoreCase)]
    private static partial Regex Block();
}
