using Plumb.LintNoise.Rendering;
using Plumb.Prompts.Code;
using Plumb.Prompts.Fixing;

namespace Plumb.Prompts.Tests;

/// <summary>What is sent to a model after safe fixes is what was meant before, by rendering with the dialects' engines.</summary>
public sealed class RenderedFixTests
{
    public static TheoryData<string, int> Places
    {
        get
        {
            var places = new TheoryData<string, int>();
            for (var i = 0; i < RuleCaseListTests.All.Count; i++)
            {
                var listed = RuleCaseListTests.All[i];
                if (!CodePrompts.Recognises(listed.Path) && RuleCaseListTests.Lint(listed, listed.Text).Any(d => d.Fix?.Kind == FixKind.Safe))
                {
                    places.Add(listed.Code, i);
                }
            }

            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Safe_fixes_leave_the_rendered_prompt_alone(string code, int place)
    {
        var listed = RuleCaseListTests.All[place];
        var found = RuleCaseListTests.Lint(listed, listed.Text);
        var rules = found.Where(d => d.Fix?.Kind == FixKind.Safe).Select(d => d.Code).ToHashSet();
        var mended = FixApplier.Apply(listed.Text, found, FixKind.Safe, text => RuleCaseListTests.Lint(listed, text)).Text;
        Assert.NotEqual(listed.Text, mended);

        // A line that another file says as well is sent with that one.
        if (rules.Contains("I01"))
        {
            var carried = listed.Options!.Files!.InstructionFiles.Where(f => f != listed.Path).Select(f => listed.Options.Files.Read(f));
            Assert.All(listed.Text.Split('\n').Except(mended.Split('\n')), line => Assert.True(carried.Any(c => c!.Contains(line.Trim(), StringComparison.Ordinal)), $"{code}: {line}"));
            return;
        }

        var before = PromptLinter.Parse(listed.Path, listed.Text, listed.Options?.Files)!;
        var after = PromptLinter.Parse(listed.Path, mended, listed.Options?.Files)!;
        Assert.Null(RenderedAlike.Difference(before, after, rules, out _));
    }

    /// <summary>The engines themselves: a renderer that always gave the same would find every fix right.</summary>
    [Theory]
    [InlineData("Hi {{$name}} {{p.f $name x='y'}}", TemplateDialect.SemanticKernel, "Hi [name] p.f(")]
    [InlineData("Hi {{#if name}}{{name}}{{/if}}{{!-- c --}}", TemplateDialect.Handlebars, "Hi [name]")]
    [InlineData("Hi {% if name %}{{ name }}{% endif %}", TemplateDialect.Liquid, "Hi [name]")]
    [InlineData("Hi {% if x == 1 %}a{% elif name %}{{ name|default('y') }}{% endif %}{# c #}", TemplateDialect.Jinja, "Hi [name]")]
    [InlineData("Hi {{name}}", TemplateDialect.Mustache, "Hi [name]")]
    [InlineData("<poml><let name='x' value='1' /><p>Hi  {{name}}</p><!-- c --></poml>", TemplateDialect.Poml, "<poml><p>Hi [name]</>")]
    public void Engines_put_in_what_they_are_given(string template, TemplateDialect dialect, string expected) =>
        Assert.StartsWith(expected, PromptRenderer.Render(template, dialect, SampleKind.Texts, ["name"]), StringComparison.Ordinal);

    /// <summary>What has no counterpart in Liquid, by an engine that has it.</summary>
    [NunjucksTheory]
    [InlineData("{% set x = name %}Hi {{ x }}{# c #}", "Hi [name]")]
    [InlineData("{% macro hi(who) %}Hi {{ who }}{% endmacro %}{{ hi(name) }}", "Hi [name]")]
    [InlineData("Hi {{ name | from_the_host }}{% include 'x.jinja' %}", "Hi from_the_host([name])[x.jinja]")]
    public void Sets_macros_and_includes_are_rendered(string template, string expected) =>
        Assert.Equal(expected, PromptRenderer.Render(template, TemplateDialect.Jinja, SampleKind.Texts, ["name"]));

    [NunjucksTheory]
    [InlineData("{% set x = userName %}{% macro hi(who) %}Hi {{ who }}{% endmacro %}{{ hi(x) }} {{ USER_NAME }}\u200B", "userName")]
    [InlineData("{% macro hi(who) %}Hi {{ who }} {{ user_name }}{% endmacro %}{{ hi(userName) }}{# plumb-ignore X05 #}", "userName")]
    public void Safe_fixes_leave_templates_with_sets_and_macros_alone(string body, string declared)
    {
        var text = $"---\nname: x\ninputs:\n  {declared}:\n    type: string\n---\nuser:\n{body}\n";
        var found = PromptLinter.Lint("a.prompty", text).Diagnostics;
        var mended = FixApplier.Apply(text, found, FixKind.Safe, t => PromptLinter.Lint("a.prompty", t).Diagnostics).Text;
        Assert.NotEqual(text, mended);
        var rules = found.Where(d => d.Fix?.Kind == FixKind.Safe).Select(d => d.Code).ToHashSet();
        Assert.Null(RenderedAlike.Difference(PromptLinter.Parse("a.prompty", text)!, PromptLinter.Parse("a.prompty", mended)!, rules, out var rendered));
        Assert.Equal(2, rendered);
    }

    [Theory]
    [InlineData("{{$na-me}}", TemplateDialect.SemanticKernel)]
    [InlineData("{{#if name}}x", TemplateDialect.Handlebars)]
    [InlineData("{% if name %}x", TemplateDialect.Liquid)]
    [InlineData("{% for %}x", TemplateDialect.Jinja)]
    [InlineData("<poml><p>Hi", TemplateDialect.Poml)]
    public void Engines_refuse_what_is_broken(string template, TemplateDialect dialect) =>
        Assert.Null(PromptRenderer.Render(template, dialect, SampleKind.Texts, ["name"]));
}

/// <summary>A test that needs nunjucks; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NunjucksTheoryAttribute : TheoryAttribute
{
    public NunjucksTheoryAttribute() => Skip = NunjucksEngine.Missing!;
}
