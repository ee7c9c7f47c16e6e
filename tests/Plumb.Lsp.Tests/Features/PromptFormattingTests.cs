using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;
using Plumb.Prompts;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Formatting over the protocol: whatever the file, what is sent to a model stays as it was.</summary>
public sealed class PromptFormattingTests
{
    private static readonly string[] Tags =
    [
        "{{name}}", "{{  name }}", "{{name  }}", "{{- name -}}", "{{~name~}}", "{{{ name }}}", "{{$name}}", "{{ $name }}", "{{time.now  }}", "{{#if name}}", "{{/if}}", "{% if name %}", "{%endif%}", "{{ name | upper }}", "{{name|default('a  b')}}",
        "{{! a  comment }}", "{# x  #}", "{{", "}}", "{{ 'a' }}", "{{ a.b }}", "{{ >part }}", "{{&name}}", "<p>", "</p>",
    ];

    private static readonly string[] Words = ["Say", "hello  to", " ", "\t", "\n", "\n\n", "  \n", "🙂", "- item", "# Title", "\\n", "\"quoted\"", "é", "\u00a0", "x:  y", "\r\n"];

    private static readonly (string Name, string Head, string Indent, string Tail)[] Shapes =
    [
        ("greet.prompty", "---  \nname: greet \ninputs:\n  name:\t\n    type: string   \n---\nsystem:\n", "", "\nuser:\n{{ name}}\n"),
        ("greet.yaml", "name: greet  \ntemplate_format: semantic-kernel\ndescription: >  \n  folded  \n  text\ntemplate: |\n", "  ", "\ninput_variables:\n  - name: name  \n"),
        ("hb.yaml", "template_format: handlebars\ntemplate: |  \n", "  ", "\nexecution_settings: {} \n"),
        ("liquid.yaml", "template_format: liquid\ntemplate: >-\n", "  ", "\n"),
        ("greet.prompt", "---\nmodel: googleai/gemini-2.5-flash  \ninput:\n  schema:\n    name: string\n---\n{{role \"system\"}}\n", "", "\n"),
        ("greet.prompt.yml", "name: greet  \nmessages:\n  - role: user\n    content: |\n", "      ", "\nmodel: openai/gpt-4o\n"),
        ("greet.poml", "<poml>\n", "", "\n</poml>\n"),
        ("skprompt.txt", "", "", "\n"),
        ("AGENTS.md", "# Rules  \n", "", "\n"),
        ("x.instructions.md", "---\napplyTo: '**'  \n---\n", "", "\n"),
    ];

    [Fact]
    public async Task What_is_sent_stays_the_same_and_a_second_time_nothing_changes()
    {
        await using var client = await PromptLanguageTests.StartAsync();
        var random = new Random(20260);
        for (var round = 0; round < 400; round++)
        {
            var (name, head, indent, tail) = Shapes[round % Shapes.Length];
            var body = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(3) == 0 ? Tags[random.Next(Tags.Length)] : Words[random.Next(Words.Length)]));
            var text = head + string.Join('\n', body.Split('\n').Select(line => indent + line)) + tail;
            var once = await FormatAsync(client, $"untitled:{round}/{name}", text);
            Assert.Equal(Rendered(name, text), Rendered(name, once));
            Assert.Equal(once, await FormatAsync(client, $"untitled:{round}b/{name}", once));
        }
    }

    /// <summary>The messages as an engine makes them of its parts: what a tag holds between its braces, blanks aside, and all other text as it is.</summary>
    private static List<string> Rendered(string name, string text)
    {
        var file = PromptLinter.Parse(name, text)!;
        var rendered = new List<string>();
        foreach (var message in file.Messages)
        {
            var template = message.Template;
            var value = template.Text.Value;
            var shown = new System.Text.StringBuilder(message.Role).Append('\n');
            var at = message.Content.Start;
            foreach (var part in template.Syntax.Parts.Where(p => message.Content.Contains(p.Span) && p.Kind == Plumb.Prompts.Templates.TemplatePartKind.Output).OrderBy(p => p.Span.Start))
            {
                if (part.Span.Start < at)
                {
                    continue;
                }

                shown.Append(value, at, part.Span.Start - at).Append('⟦').Append(value[part.Span.Start..part.Span.End].Replace(" ", "", StringComparison.Ordinal)).Append('⟧');
                at = part.Span.End;
            }

            rendered.Add(shown.Append(value, at, message.Content.End - at).ToString());
        }

        return rendered;
    }

    private static async Task<string> FormatAsync(LspClient client, string uri, string text)
    {
        await client.OpenAsync(uri, text);
        var edits = (await client.RequestAsync("textDocument/formatting", new { textDocument = new { uri }, options = new { tabSize = 2, insertSpaces = true } })) as JsonArray;
        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri } });
        return edits is null ? text : PromptLanguageTests.Apply(text, edits);
    }
}
