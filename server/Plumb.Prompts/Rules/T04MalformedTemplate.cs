using Plumb.Prompts.Code;

namespace Plumb.Prompts.Rules;

internal sealed class T04MalformedTemplate : LintRule
{
    public override string Code => "T04";

    public override string Name => "malformed-template";

    public override LintSeverity Severity => LintSeverity.Error;

    public override FixKind FixKind => FixKind.None;

    public override RuleDocumentation Documentation { get; } = new(
        "The template is not valid in its dialect.",
        "A template that its engine refuses fails when the prompt is first used, often in production. Some engines do "
        + "worse and send the broken part to the model as plain text: braces, variable name and all.",
        """
        name: greet
        template_format: semantic-kernel
        template: |
          Greet {{$name} in the language of {{$country}}.
        input_variables:
          - name: name
          - name: country
        """,
        """
        name: greet
        template_format: semantic-kernel
        template: |
          Greet {{$name}} in the language of {{$country}}.
        input_variables:
          - name: name
          - name: country
        """,
        "greet.yaml");

    internal override void Check(RuleContext context)
    {
        foreach (var template in context.File.Templates)
        {
            foreach (var problem in template.Syntax.Problems)
            {
                // A name that code puts together is not known here.
                if (context.File.Format == PromptFormat.Code && template.Text.Value.AsSpan(problem.Span.Start, problem.Span.Length).Contains(LiteralText.Hole))
                {
                    continue;
                }

                context.Report(this, template.Text.ToFile(problem.Span), problem.Message);
            }
        }
    }
}
