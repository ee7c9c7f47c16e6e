using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>Prose that an editor or an agent sends along: front matter by kind, a body of Markdown without a template.</summary>
internal static class Instructions
{
    private static readonly (string Name, InstructionKind Kind)[] Names =
    [
        ("AGENTS.md", InstructionKind.Agents), ("CLAUDE.md", InstructionKind.Claude), ("GEMINI.md", InstructionKind.Other), ("SKILL.md", InstructionKind.Skill),
        ("copilot-instructions.md", InstructionKind.Copilot), (".cursorrules", InstructionKind.Other),
    ];

    private static readonly (string Ending, InstructionKind Kind)[] Endings =
    [
        (".prompt.md", InstructionKind.Prompt), (".instructions.md", InstructionKind.Instructions), (".agent.md", InstructionKind.Agent), (".chatmode.md", InstructionKind.ChatMode),
    ];

    public static bool Recognises(string path) => Kind(path) != InstructionKind.None;

    public static InstructionKind Kind(string path)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        foreach (var (known, kind) in Names)
        {
            // A page of documentation may be called agents.md; what an agent reads is written as it looks for it.
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase) && (name.Equals(known, StringComparison.Ordinal) || name.Length == path.Length || name.ContainsAnyInRange('A', 'Z')))
            {
                return kind;
            }
        }

        foreach (var (ending, kind) in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return name.EndsWith(".mdc", StringComparison.OrdinalIgnoreCase) && path.Replace('\\', '/').Contains(".cursor/rules/", StringComparison.OrdinalIgnoreCase) ? InstructionKind.CursorRule : InstructionKind.None;
    }

    public static PromptFile Parse(string path, string text)
    {
        var kind = Kind(path);
        var file = new PromptFile(PromptFormat.Instructions, path, text) { InstructionKind = kind };
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var (front, body, problem) = FrontMatter.Split(text, start);

        // In Markdown a line of dashes at the top may be a rule: without a second one there is no front matter.
        if (problem is not null)
        {
            (front, body) = (default, start);
        }

        var template = new PromptTemplate(MappedText.Verbatim(text[body..], body), TemplateDialect.Unknown, Templates.TemplateSyntax.Nothing, default);
        file = file with
        {
            Templates = [template],
            Messages = [new PromptMessage(kind == InstructionKind.Prompt ? "user" : "system", default, template, new TextSpan(0, template.Text.Value.Length))],
            References = MarkdownReferences.Find(template.Text),
        };
        if (front.IsEmpty)
        {
            return file;
        }

        // Editors read these front matters leniently (an unquoted glob such as "**/*.ts" is no YAML): a fault is none of ours to report.
        var (root, problems) = YamlReader.Read(text[front.Start..front.End], front.Start);
        return problems.Count > 0
            ? file with { FrontMatter = front }
            : file with
            {
                FrontMatter = front,
                Data = root as DataMapping,
                Shape = InstructionShapes.Of(kind),
                Models = root is DataMapping map && kind is InstructionKind.Prompt or InstructionKind.Agent ? [Model(map)] : [],
            };
    }

    private static PromptModel Model(DataMapping map)
    {
        // An editor shows models by display names, "GPT-4o (copilot)": these are none of an API's.
        var (name, span) = ModelReader.Name(map.Find("model"));
        return new PromptModel(name, span, [], IsDeployment: true);
    }
}
