namespace Plumb.Prompts.Tests;

public sealed class UndefinedVariableTests
{
    [Theory]
    [InlineData("Hello {{$«nam»}}.")]
    [InlineData("Hello {{ $«other» }} and {{$name}}.")]
    [InlineData("{{plugin.function $«other»}}")]
    [InlineData("{{plugin.function 'text' first=$name second=$«other»}}")]
    [InlineData("{{$name}}{{$«a»}}{{$«b»}}")]
    [InlineData("Ünïcödé 😀 {{$«other»}}")]
    public void Reports_in_semantic_kernel(string template) => Marked.Check("T01", "a.yaml", Marked.Kernel(template));

    [Theory]
    [InlineData("{{$name}} {{$NAME}} {{ $items }}")]
    [InlineData("{{'$other'}} {{plugin.function '{{$other}}'}}")]
    [InlineData("$other costs {$5} and {{}} and { {$other} }")]
    [InlineData("{{time}} {{plugin.now}}")]
    [InlineData("{\"json\": {\"a\": {\"b\": 1}}}")]
    public void Is_silent_in_semantic_kernel(string template) => Marked.CheckClean("a.yaml", Marked.Kernel(template));

    [Theory]
    [InlineData("{{«other»}}")]
    [InlineData("{{{«other».part}}} {{name.part.[0]}}")]
    [InlineData("{{#if «other»}}{{name}}{{else}}{{«third»}}{{/if}}")]
    [InlineData("{{#each «other»}}{{x}}{{/each}}")]
    [InlineData("{{#each items}}{{x}} {{@root.«other»}} {{../«third»}}{{else}}{{«fourth»}}{{/each}}")]
    [InlineData("{{Plugin-Function «other» key=«third»}}")]
    [InlineData("{{#if (equals «other» \"x\")}}y{{/if}}")]
    public void Reports_in_Handlebars(string template) => Marked.Check("T01", "a.yaml", Marked.Kernel(template, "handlebars"));

    [Theory]
    [InlineData("{{#each items}}{{this}} {{role}} {{@index}} {{../name}} {{@root.name}}{{/each}}")]
    [InlineData("{{#each items as |item i|}}{{item.x}} {{i}}{{/each}}")]
    [InlineData("{{#with (Search-Get name)}}{{#each this}}{{Name}}{{/each}}{{/with}}")]
    [InlineData("{{set \"total\" 5}}{{total}}{{set name=\"other\" value=name}}{{other}}")]
    [InlineData("{{Plugin-Function}} {{Plugin.Function}} {{lookup items 0}} {{! {{other}} }}{{!-- {{other}} --}}")]
    [InlineData("{{#message role=\"user\"}}{{name}}{{/message}} \\{{other}} {{> partial name}}")]
    [InlineData("{{true}} {{1.5}} {{\"text\"}} {{this}} {{.}} {{items.[0]}} {{json name}}")]
    public void Is_silent_in_Handlebars(string template) => Marked.CheckClean("a.yaml", Marked.Kernel(template, "handlebars"));

    [Theory]
    [InlineData("{{ «other» }}")]
    [InlineData("{% for x in «other» %}{{ x.a }}{% endfor %}{{ «x» }}")]
    [InlineData("{% if name == «other» and items contains \"x\" %}y{% endif %}")]
    [InlineData("{{ name | append: «other» }}")]
    [InlineData("{%- assign a = «other» | size -%}{{ a }}")]
    public void Reports_in_Liquid(string template) => Marked.Check("T01", "a.yaml", Marked.Kernel(template, "liquid"));

    [Theory]
    [InlineData("{% for x in items limit:2 offset:1 %}{{ x.a }} {{ forloop.index }}{% else %}none{% endfor %}")]
    [InlineData("{% assign a = name | split: \",\" %}{{ a[0] }}{% capture b %}x{% endcapture %}{{ b }}{% increment c %}{{ c }}")]
    [InlineData("{% raw %}{{ other }}{% endraw %}{% comment %}{{ other }}{% endcomment %}{% # a note %}")]
    [InlineData("{{ other | default: 'x' }} {{ name['key'] }} {{ items.first.title }}")]
    [InlineData("{% case name %}{% when 'a', 'b' %}1{% else %}2{% endcase %}{% for i in (1..5) %}{{ i }}{% endfor %}")]
    public void Is_silent_in_Liquid(string template) => Marked.CheckClean("a.yaml", Marked.Kernel(template, "liquid"));

    [Theory]
    [InlineData("{{«nmae»}}")]
    [InlineData("{% for x in «other».list %}{{ x }}{% endfor %}")]
    [InlineData("{% if name and «other» %}a{% elif «third» %}b{% endif %}")]
    [InlineData("{{ name | replace(«other», 'x') }} {{ items[«index»] }}")]
    [InlineData("{{ 'a' if «other» else name }}")]
    [InlineData("{% set y = «other» %}{{ y }}")]
    public void Reports_in_Prompty(string body) => Marked.Check("T01", "a.prompty", Marked.Prompty(body));

    [Theory]
    [InlineData("{{name}} {{ items[0].title }} {{ items | length }} {{ name.upper() }}")]
    [InlineData("{% for k, v in items.items() if v %}{{ loop.index }}{{ k }}{{ v }}{% else %}none{% endfor %}")]
    [InlineData("{% if other is defined %}{{ other | default('x') }}{% endif %}{{ other|d }}")]
    [InlineData("{% set y = name ~ 'x' %}{{ y }}{% set z %}text{% endset %}{{ z }}{% set ns = namespace(a=1) %}{% set ns.a = 2 %}")]
    [InlineData("{# {{ other }} #}{% raw %}{{ other }}{% endraw %}{{ {'a': {'b': 1}} }}")]
    [InlineData("{% macro m(a, b=1) %}{{ a }}{{ b }}{% endmacro %}{{ m(name, b=2) }}{% with q = name %}{{ q }}{% endwith %}")]
    [InlineData("{{ range(3) }} {{ true }} {{ none }} {{ -1.5 }} {{ [1, 2, name][0] }} {{ name in items }} {{ not name }}")]
    public void Is_silent_in_Prompty(string body) => Marked.CheckClean("a.prompty", Marked.Prompty(body));

    [Theory]
    [InlineData("---\nname: x\n---\nuser:\n{{anything}}\n")]
    [InlineData("user:\n{{anything}}\n")]
    [InlineData("---\nname: x\nsample:\n  question: q\ninputs:\n  name:\n    type: string\n---\nuser:\n{{question}} {{name}}\n")]
    [InlineData("---\nname: x\ninputs:\n  name: string\nsample: ${file:sample.json}\n---\nuser:\n{{anything}}\n")]
    [InlineData("---\nname: x\ninputSchema:\n  properties:\n    - name: question\n---\nuser:\n{{question}}\n")]
    public void Is_silent_where_the_declaration_is_absent_or_elsewhere(string text) => Marked.CheckClean("a.prompty", text);

    [Fact]
    public void Hints_at_the_name_that_was_meant_and_offers_it()
    {
        var (text, _) = Marked.Parse(Marked.Prompty("{{nmae}}"));
        var found = Assert.Single(PromptLinter.Lint("a.prompty", text).Diagnostics, d => d.Code == "T01");
        Assert.Equal("'nmae' is not declared; did you mean 'name'?", found.Message);
        Assert.Equal((FixKind.Ask, "name", "nmae"), (found.Fix!.Kind, found.Fix.Edits[0].NewText, text[found.Fix.Edits[0].Span.Start..found.Fix.Edits[0].Span.End]));
    }
}
