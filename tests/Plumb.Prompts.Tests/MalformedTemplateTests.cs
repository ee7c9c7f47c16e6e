namespace Plumb.Prompts.Tests;

public sealed class MalformedTemplateTests
{
    [Theory]
    [InlineData("Hello «{{$name» and {{$name}}.")]
    [InlineData("Hello «{{$name»")]
    [InlineData("{{$name «other»}}")]
    [InlineData("{{«$na-me»}}")]
    [InlineData("{{plugin.function «text»}}")]
    [InlineData("{{plugin.function 'a' «'b'»}}")]
    [InlineData("{{«a.b.c»}}")]
    [InlineData("{{«$»}}")]
    [InlineData("{{plugin.function «name=»}}")]
    [InlineData("{{«#each» «items»}}x{{«/each»}}")]
    public void Reports_in_semantic_kernel(string template) => Marked.Check("T04", "a.yaml", Marked.Kernel(template));

    [Theory]
    [InlineData("{{plugin.function $name a = 'b' c=$items}}")]
    [InlineData("{{{$name}}} {{ {{$name}} }} }} {")]
    [InlineData("{{'it\\'s'}} {{\"a 'b' c\"}} {{plugin.function\n $name}}")]
    [InlineData("Use {{ }} and { { there")]
    [InlineData("don't {{$name}} isn't")]
    public void Is_silent_in_semantic_kernel(string template) => Marked.CheckClean("a.yaml", Marked.Kernel(template));

    [Theory]
    [InlineData("«{{#each items}}»{{x}}")]
    [InlineData("{{#if name}}a«{{/each}}»b")]
    [InlineData("«{{/if}}»")]
    [InlineData("«{{name» {{name}}")]
    [InlineData("«{{}}»")]
    [InlineData("{{#if (equals name \"x\"«\"»}}y{{/if}}")]
    [InlineData("«{{else}}»")]
    [InlineData("{{name «\"open»}}")]
    public void Reports_in_Handlebars(string template)
    {
        // One of these is a fault of which only the presence matters.
        var (text, spans) = Marked.Parse(Marked.Kernel(template, "handlebars"));
        var found = PromptLinter.Lint("a.yaml", text).Diagnostics;
        Assert.Contains(found, d => d.Code == "T04" && d.Span.Start <= spans[0].Start);
        Assert.DoesNotContain(found, d => d.Code != "T04");
    }

    [Theory]
    [InlineData("{{#if name}}a{{else if items}}b{{else}}c{{/if}}{{^name}}d{{/name}}{{#unless name}}e{{^}}f{{/unless}}")]
    [InlineData("{{~name~}} {{{name}}} {{&name}} {{#if (or (eq name \"a\") items)}}x{{/if}}")]
    [InlineData("{{{{raw}}}} {{x {{{{/raw}}}} {{!-- }} --}} {{json '}}'}}")]
    [InlineData("{{#with items as |i|}}{{i.a}}{{/with}} {\"a\": {\"b\": {}}}")]
    [InlineData("{{lookup (lookup items 0) 'x'}} {{add 1 -2.5}}")]
    public void Is_silent_in_Handlebars(string template) => Marked.CheckClean("a.yaml", Marked.Kernel(template, "handlebars"));

    [Theory]
    [InlineData("«{% for x in items %}»{{ x }}")]
    [InlineData("{% «fro» x in items %}")]
    [InlineData("«{{ name» and {{ name }}")]
    [InlineData("{{ name | «|» upcase }}")]
    [InlineData("«{% endif %}»")]
    [InlineData("{% if name «=» 'x' %}{% endif %}")]
    [InlineData("{% for x «of» items %}{% endfor %}")]
    [InlineData("{{ «'open» }}")]
    public void Reports_in_Liquid(string template) => Marked.Check("T04", "a.yaml", Marked.Kernel(template, "liquid"));

    [Theory]
    [InlineData("«{% if name %}»a")]
    [InlineData("{% if name %}a{% endif %}«{% endif %}»")]
    [InlineData("«{{ name» \n{{ name }}")]
    [InlineData("{{ name «items» }}")]
    [InlineData("{{ name «|» }}")]
    [InlineData("{% «iff» name %}")]
    [InlineData("{{ «'open» }}")]
    [InlineData("«{{ }}»")]
    [InlineData("«{#» never closed")]
    [InlineData("{{ name «==» }}")]
    public void Reports_in_Prompty(string body) => Marked.Check("T04", "a.prompty", Marked.Prompty(body));

    [Fact]
    public void A_fault_in_the_front_matter_is_a_finding_of_its_own()
    {
        var found = Assert.Single(PromptLinter.Lint("a.prompty", "---\nname: \"x\ninputs: [a\n---\nuser:\n{{anything}}\n").Diagnostics);
        Assert.Equal(("P01", "unreadable-file"), (found.Code, found.Rule));
    }

    [Fact]
    public void Front_matter_without_an_end_is_a_finding() =>
        Marked.Check("P01", "a.prompty", "«---»\nname: x\nuser:\nhello\n");

    [Fact]
    public void Yaml_that_cannot_be_read_is_a_finding() =>
        Assert.Contains(PromptLinter.Lint("a.yaml", "template: |\n  {{$x}}\ntemplate_format: \"open\nx: [\n").Diagnostics, d => d.Code == "P01");

    [Fact]
    public void A_template_that_is_no_text_is_no_prompt()
    {
        Assert.Null(PromptLinter.Lint("deployment.yaml", "template:\n  spec: {{x}}\nexecution_settings: 1\n".Replace("{{x}}", "x", StringComparison.Ordinal)).Format);
        Assert.Null(PromptLinter.Lint("other.yaml", "name: x\ntemplate: hello {{$x\n").Format);
    }
}
