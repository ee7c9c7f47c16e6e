namespace Plumb.Prompts.Tests;

public sealed class SuppressionTests
{
    [Theory]
    [InlineData("{# plumb-ignore T01 #}\n{{other}}")]
    [InlineData("{{other}} {# plumb-ignore T01 #}")]
    [InlineData("{# plumb-ignore T04, T01 #}\n{{other}}")]
    [InlineData("{# plumb-ignore #}\n{{other}}")]
    [InlineData("text\n{# plumb-ignore-file T01 #}\n\n\n{{other}}")]
    public void A_comment_in_Jinja_turns_a_rule_off(string body) => Marked.CheckClean("a.prompty", Marked.Prompty(body));

    [Theory]
    [InlineData("{# plumb-ignore T04 #}\n{{«other»}}")]
    [InlineData("{# plumb-ignore T01 #}\n\n{{name}}\n{{«other»}}")]
    [InlineData("plumb-ignore T01\n{{«other»}}")]
    [InlineData("{# plumb-ignored T01 #}\n{{«other»}}")]
    public void Other_places_and_rules_stay(string body) => Marked.Check("T01", "a.prompty", Marked.Prompty(body));

    [Theory]
    [InlineData("{{! plumb-ignore T01 }}\n{{other}}", "handlebars")]
    [InlineData("{{!-- plumb-ignore T01 --}}{{other}}", "handlebars")]
    [InlineData("{% comment %}plumb-ignore T01{% endcomment %}\n{{ other }}", "liquid")]
    [InlineData("{% comment %}\nplumb-ignore T01\n{% endcomment %}\n{{ other }}", "liquid")]
    [InlineData("{% # plumb-ignore T01 %}\n{{ other }}", "liquid")]
    public void A_comment_of_the_dialect_turns_a_rule_off(string template, string format) => Marked.CheckClean("a.yaml", Marked.Kernel(template, format));

    [Theory]
    [InlineData("# plumb-ignore T01\ntemplate: |\n  one\n  {{$other}}\n")]
    [InlineData("template: | # plumb-ignore T01\n  one\n  {{$other}}\n")]
    [InlineData("template: hi {{$other}} # plumb-ignore T01\n")]
    [InlineData("template: |\n  one\n\n  {{$other}}\n# plumb-ignore-file T01\n")]
    public void A_comment_in_YAML_holds_for_the_whole_template(string template) =>
        Marked.CheckClean("a.yaml", "template_format: semantic-kernel\ninput_variables: [{name: a}]\n" + template);

    [Fact]
    public void A_comment_before_a_case_of_test_data_holds_for_the_case()
    {
        const string Tests = "prompts:\n  - \"Say {{a}} {{b}}\"\nproviders: [openai:gpt-4o]\ntests:\n  # plumb-ignore X04\n  - vars:\n      a: 1\n";
        Marked.CheckClean("promptfooconfig.yaml", Tests);
        Marked.Check("X04", "promptfooconfig.yaml", Tests + "  - vars:\n      «a»: 2\n");
    }
}
