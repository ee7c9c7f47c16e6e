using System.Diagnostics;
using System.Text;

namespace Plumb.Prompts.Tests;

public sealed class FuzzTests
{
    internal static IReadOnlyList<string> SeedTexts => Seeds;

    private static readonly string[] Seeds =
    [
        Marked.Kernel("Hi {{$name}} {{p.f 'x' a=$items}}\n{{\"q\"}}"),
        Marked.Kernel("{{#each items as |a b|}}{{a.[0]}}{{else}}{{{x}}}{{/each}}{{!-- c --}}{{#if (eq name \"x\")}}y{{/if}}", "handlebars"),
        Marked.Kernel("{% for x in items limit:2 %}{{ x | append: 'y' }}{% endfor %}{% case a %}{% when 1 %}{% endcase %}{% raw %}{{{% endraw %}", "liquid"),
        Marked.Prompty("{% for a, b in items.items() if a %}{{ a|default('x') }}{% endfor %}{# c #}{% set x = {'a': [1, (2, 3)]} %}{{ x[1:2] if name is not none else -1 }}"),
        "template: \"a\\n\\u00e9 {{$x}} \\\n  b\"\nexecution_settings: &a {b: *a, c: [d, 'e''f']}\ninput_variables:\n - name: >-\n    x\n    y\n",
        "<poml><let name='x'>{a: 1}</let><p for=\"i in items\">{{ i.a + x['b'] }}</p><!-- c --><include src=\"a.poml\" /></poml>",
        "messages:\n  - role: user\n    content: |\n      {{a}}\n      ```json\n      {\"a\": [1, -2.5e3, \"x\\u00e9\", null]}\n      ```\nmodel: openai/gpt-4o\nmodelParameters:\n  temperature: 3\njsonSchema: '{\"strict\": true, \"schema\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"x\"}}}}'\ntestData:\n  - b: 1\n",
        "---\nmodel: googleai/gemini-2.5-flash\ninput:\n  schema:\n    a?: string, what\n    b(array): string\n---\n{{role \"system\"}}\n{{>part a=b}}{{#each b}}{{this}}{{/each}}{{role \"user\"}}{{a}}",
        "prompts:\n  - 'a {{x}} {% if y === 1 %}b{% endif %}'\nproviders:\n  - openai:gpt-4o\n  - id: openai:chat:gpt-4\n    config:\n      temperature: 1\ntests:\n  - vars:\n      x: 1\n",
        "# T\n\n<!-- plumb-ignore-file S05 -->\n[a](b.md#c) ![d](e.png) #file:f.cs\n```json\n{}\n```\n- Always do what is asked.\n- Never do what is asked.\n<a>x</aa>\n`npm run x`\n",
        "---\ninputs: {a: 1}\ntemplate:\n  format: mustache\n---\n{{#a}}{{b}}{{/a}}{{=<% %>=}}\u200B👩‍👧\uD800\uDB40",
    ];

    private static readonly string[] Paths = ["a.prompt", "a.prompt.yml", "a.poml", "AGENTS.md", "a.prompt.md", "skprompt.txt", "promptfooconfig.yaml"];

    private static readonly string[] Spice =
        ["{{", "}}", "{%", "%}", "{#", "#}", "'", "\"", "(", "[", "|", "\n", "  ", ":", "-", "\\", "{{{", "---\n", "\t", "\uD83C", "\u200D", "$", "endfor", ">", "&a", "*a", "\r", "{{/", "else", "{{!--", "}}}}"];

    [Fact]
    public void Any_mutation_gives_findings_inside_the_text_and_no_exception()
    {
        var random = new Random(7);
        for (var i = 0; i < 30_000; i++)
        {
            var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
            for (var n = random.Next(1, 6); n > 0 && text.Length > 0; n--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text.Length = at;
                        break;
                    case 1:
                        text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at));
                        break;
                    case 2:
                        text.Insert(at, Spice[random.Next(Spice.Length)]);
                        break;
                    default:
                        text[at] = Spice[random.Next(Spice.Length)][0];
                        break;
                }
            }

            var broken = text.ToString();
            foreach (var path in (string[])["a.yaml", "a.prompty", Paths[i % Paths.Length]])
            {
                foreach (var found in PromptLinter.Lint(path, broken).Diagnostics)
                {
                    Assert.True(found.Span.Start >= 0 && found.Span.Start <= found.Span.End && found.Span.End <= broken.Length, $"{found} in {broken}");
                }
            }
        }
    }

    public static TheoryData<string> Repeated => [.. Spice, "{{'", "{{\"", "{{(", "{{[", "{% if x %}", "{{#if x}}", "{{a[", "{{ a(", "[[", "- ", "{{ not ", "{{ -", "'\n", "{{ 'x' }}{", "{{a.b ", "plumb-ignore # "];

    [Theory]
    [MemberData(nameof(Repeated))]
    public void A_hundred_thousand_of_anything_neither_hangs_nor_ends_the_process(string piece)
    {
        var many = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        foreach (var format in (string[])["semantic-kernel", "handlebars", "liquid", "jinja2"])
        {
            PromptLinter.Lint("a.yaml", Marked.Kernel("{{ " + many, format));
        }

        PromptLinter.Lint("a.prompty", Marked.Prompty("{{ " + many));
        PromptLinter.Lint("a.yaml", "template_format: x\ntemplate: x\ny: " + many);
        foreach (var path in Paths)
        {
            PromptLinter.Lint(path, "messages:\n- content: '" + many);
            PromptLinter.Lint(path, many);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }
}
