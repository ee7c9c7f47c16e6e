using Plumb.Prompts.Formats;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Declares an input behind the last one, in the form that the file has for the others.</summary>
internal static class InputDeclaration
{
    /// <summary>The fix, or null where the inputs do not stand on lines of their own.</summary>
    public static LintFix? Fix(PromptFile file, string name)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || file.Inputs.LastOrDefault(i => i.Source == PromptInputSource.Declared && !i.NameSpan.IsEmpty) is not { } last
            || file.Format is not (PromptFormat.SemanticKernelYaml or PromptFormat.Prompty or PromptFormat.Dotprompt))
        {
            return null;
        }

        var start = file.Text.LastIndexOf('\n', Math.Max(0, last.NameSpan.Start - 1)) + 1;
        var lead = file.Text[start..last.NameSpan.Start];
        var indent = lead[..^lead.TrimStart(' ').Length];
        var isItem = lead[indent.Length..] is "- name: ";
        if (!isItem && lead.Length != indent.Length)
        {
            return null;
        }

        var entry = isItem
            ? $"{indent}- name: {name}\n" + (file.Format == PromptFormat.Prompty ? $"{indent}  kind: string\n" : "")
            : last.Declaration is DataMapping ? $"{indent}{name}:\n{indent}  type: string\n" : $"{indent}{name}: string\n";
        var end = EntryLines.End(file.Text, start, indent.Length);
        var breaks = end > 0 && file.Text[end - 1] == '\n' ? "" : "\n";
        return new LintFix($"Declare '{name}'", FixKind.Ask, [new LintEdit(new TextSpan(end, end), breaks + entry)]);
    }
}
