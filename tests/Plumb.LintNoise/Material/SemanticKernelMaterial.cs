using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Plumb.LintNoise.Rendering;

namespace Plumb.LintNoise.Material;

/// <summary>
/// microsoft/semantic-kernel: the templates in its C# tests. Theories with a truth value say themselves whether a name
/// or an argument is valid; of all other literals with braces the engine that they are written for is asked.
/// </summary>
internal static class SemanticKernelMaterial
{
    public static IEnumerable<Specimen> Find(string clone)
    {
        var source = Path.Combine(clone, "dotnet", "src");
        foreach (var file in Directory.EnumerateFiles(source, "*Test*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(source, file).Replace('\\', '/');
            var (format, refuse) = path switch
            {
                _ when path.Contains("UnitTests/TemplateEngine/", StringComparison.Ordinal) || path.Contains("SemanticKernel.UnitTests/PromptTemplate/", StringComparison.Ordinal) => ("semantic-kernel", (Func<string, string?>)SemanticKernelEngine.Refusal),
                _ when path.Contains("PromptTemplates/Handlebars/", StringComparison.Ordinal) => ("handlebars", HandlebarsEngine.Refusal),
                _ when path.Contains("PromptTemplates.Liquid.UnitTests/", StringComparison.Ordinal) => ("liquid", LiquidEngine.Refusal),
                _ => (null, _ => null),
            };
            if (format is null)
            {
                continue;
            }

            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
            foreach (var specimen in format == "semantic-kernel" ? Theories(path, root) : [])
            {
                yield return specimen;
            }

            foreach (var literal in root.DescendantNodes().OfType<LiteralExpressionSyntax>().Where(l => l.Token.Value is string text && (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal)) && !IsExpected(l)))
            {
                var text = (string)literal.Token.Value!;
                var isTaken = refuse(text) is null;
                yield return new Specimen($"{path}:{literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1}", "a.yaml", Wrap(text, format), isTaken, isTaken);
            }
        }
    }

    /// <summary>Names and arguments of theories, in the tag that they stand in.</summary>
    private static IEnumerable<Specimen> Theories(string path, Microsoft.CodeAnalysis.SyntaxNode root)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            foreach (var data in method.AttributeLists.SelectMany(l => l.Attributes).Where(a => a.Name.ToString() == "InlineData"))
            {
                var values = data.ArgumentList?.Arguments.Select(a => a.Expression).ToList() ?? [];
                if (values is not [LiteralExpressionSyntax { Token.Value: string text }, ..])
                {
                    continue;
                }

                var isThrown = method.Identifier.Text.Contains("Throws", StringComparison.Ordinal) && values.Count == 1;
                if (!isThrown && !(values is [_, LiteralExpressionSyntax { Token.Value: bool }]))
                {
                    continue;
                }

                var isValid = !isThrown && values is [_, LiteralExpressionSyntax { Token.Value: true }];
                var template = name switch
                {
                    "VarBlockTests" => $"{{{{${text}}}}}",
                    "FunctionIdBlockTests" => $"{{{{{text}}}}}",
                    "NamedArgBlockTests" => text.Contains('=', StringComparison.Ordinal) ? $"{{{{f {text}}}}}" : $"{{{{f a=${text}}}}}",
                    "CodeTokenizerTests" => $"{{{{{text}}}}}",
                    _ => null,
                };

                // In a tag a blank or a quote in a name begins something else: only what the engine sees alike is comparable.
                if (template is not null && SemanticKernelEngine.Refusal(template) is null == isValid)
                {
                    yield return new Specimen($"{path} {method.Identifier.Text}", "a.yaml", Wrap(template, "semantic-kernel"), isValid, isValid);
                }
            }
        }
    }

    private static bool IsExpected(LiteralExpressionSyntax literal) =>
        literal.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && call.Expression.ToString() is "Assert.Equal" && call.ArgumentList.Arguments[0].Expression == literal;

    /// <summary>The template in a file, as JSON writes strings: YAML reads those.</summary>
    private static string Wrap(string template, string format) => $"name: x\ntemplate_format: {format}\ntemplate: {System.Text.Json.JsonSerializer.Serialize(template)}\n";
}
