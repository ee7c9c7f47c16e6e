using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>Prompts in C#, by Roslyn's syntax: calls of Semantic Kernel and of chat clients, and strings that a comment marks.</summary>
internal static class CSharpPrompts
{
    public static IEnumerable<PromptFile> Find(string path, string code)
    {
        // The regular parser recurses: what nests deeper than anybody writes would end the process.
        if (IsTooDeep(code))
        {
            return [];
        }

        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None)).GetRoot();
        var strings = new CSharpStrings(root, code);
        var found = new List<PromptFile>();
        foreach (var node in root.DescendantNodes())
        {
            var prompt = node switch
            {
                InvocationExpressionSyntax call => OfCall(path, code, strings, call),
                BaseObjectCreationExpressionSyntax creation => OfCreation(path, code, strings, creation),
                _ => null,
            };
            if (prompt is not null)
            {
                found.Add(prompt);
            }
        }

        foreach (var (literal, dialect) in Marked(root))
        {
            if (strings.Read(literal) is { } text)
            {
                found.Add(CodePrompt.Make(path, code, text.ToMapped(), dialect, null, null));
            }
        }

        return found;
    }

    private static PromptFile? OfCall(string path, string code, CSharpStrings strings, InvocationExpressionSyntax call)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        var arguments = call.ArgumentList.Arguments;
        switch (name)
        {
            case "InvokePromptAsync" or "InvokePromptStreamingAsync":
                return Template(path, code, strings, Argument(arguments, "promptTemplate", 0), Dialect(strings, arguments), Filled(strings, arguments));
            case "CreateFunctionFromPrompt" or "CreateFromPrompt":
                return Template(path, code, strings, Argument(arguments, "promptTemplate", 0), Dialect(strings, arguments), null);
            case "AddSystemMessage" or "AddUserMessage" or "AddAssistantMessage" or "AddDeveloperMessage":
                return Message(path, code, strings, Argument(arguments, "content", 0), name[3..^"Message".Length].ToLowerInvariant());
            case "CreateSystemMessage" or "CreateUserMessage" or "CreateAssistantMessage" or "CreateDeveloperMessage":
                return Message(path, code, strings, Argument(arguments, "content", 0), name[6..^"Message".Length].ToLowerInvariant());
            default:
                return null;
        }
    }

    private static PromptFile? OfCreation(string path, string code, CSharpStrings strings, BaseObjectCreationExpressionSyntax creation)
    {
        var type = TypeName(creation);
        var arguments = creation.ArgumentList?.Arguments ?? default;
        switch (type)
        {
            case "ChatMessage" when arguments.Count >= 2 && Role(arguments[0].Expression) is { } role:
                return Message(path, code, strings, arguments[1].Expression, role);
            case "ChatMessageContent" when arguments.Count >= 2 && Role(arguments[0].Expression) is { } role:
                return Message(path, code, strings, arguments[1].Expression, role);
            case "SystemChatMessage" or "UserChatMessage" or "AssistantChatMessage" or "DeveloperChatMessage" when arguments.Count == 1:
                return Message(path, code, strings, arguments[0].Expression, type[..^"ChatMessage".Length].ToLowerInvariant());
            case "ChatHistory" when arguments.Count >= 1:
                return Message(path, code, strings, arguments[0].Expression, "system");
            case "PromptTemplateConfig":
                var template = Argument(arguments, "template", 0) ?? Property(creation, "Template");
                var format = Property(creation, "TemplateFormat") is { } given ? strings.Read(strings.Resolve(given))?.ToMapped().Value : "semantic-kernel";
                return template is null ? null : Template(path, code, strings, template, format is null ? TemplateDialect.Unknown : CodePrompt.Dialect(format), Declared(strings, Property(creation, "InputVariables")));
            default:
                return null;
        }
    }

    private static PromptFile? Template(string path, string code, CSharpStrings strings, ExpressionSyntax? expression, TemplateDialect dialect, IReadOnlyList<PromptInput>? inputs) =>
        expression is not null && strings.Read(expression) is { } text ? CodePrompt.Make(path, code, text.ToMapped(), dialect, null, inputs) : null;

    private static PromptFile? Message(string path, string code, CSharpStrings strings, ExpressionSyntax? expression, string role) =>
        expression is not null && strings.Read(expression) is { } text ? CodePrompt.Make(path, code, text.ToMapped(), TemplateDialect.Unknown, role, null) : null;

    private static ExpressionSyntax? Argument(SeparatedSyntaxList<ArgumentSyntax> arguments, string name, int position) =>
        arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == name)?.Expression
        ?? (arguments.Count > position && arguments[position].NameColon is null ? arguments[position].Expression : null);

    private static TemplateDialect Dialect(CSharpStrings strings, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        if (Argument(arguments, "templateFormat", int.MaxValue) is { } format)
        {
            return strings.Read(format) is { } text ? CodePrompt.Dialect(text.ToMapped().Value) : TemplateDialect.Unknown;
        }

        var factory = arguments.Select(a => strings.Resolve(a.Expression)).OfType<BaseObjectCreationExpressionSyntax>().Select(TypeName).FirstOrDefault(t => t.EndsWith("PromptTemplateFactory", StringComparison.Ordinal));
        return factory switch
        {
            "HandlebarsPromptTemplateFactory" => TemplateDialect.Handlebars,
            "LiquidPromptTemplateFactory" => TemplateDialect.Liquid,
            null or "KernelPromptTemplateFactory" => Argument(arguments, "promptTemplateFactory", int.MaxValue) is null || factory is not null ? TemplateDialect.SemanticKernel : TemplateDialect.Unknown,
            _ => TemplateDialect.Unknown,
        };
    }

    /// <summary>What a call fills in; null where that cannot be read for certain.</summary>
    private static IReadOnlyList<PromptInput>? Filled(CSharpStrings strings, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        var given = Argument(arguments, "arguments", 1);
        if (given is null)
        {
            // Without arguments nothing is filled in, unless one that is not understood hides them.
            return arguments.Skip(1).All(a => a.NameColon?.Name.Identifier.ValueText is "cancellationToken" or "templateFormat" or "promptTemplateFactory") ? [] : null;
        }

        if (given is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression })
        {
            return [];
        }

        if (strings.Resolve(given) is not BaseObjectCreationExpressionSyntax creation || TypeName(creation) is not ("KernelArguments" or ""))
        {
            return null;
        }

        var inputs = Keys(creation);
        if (inputs is null || given is not IdentifierNameSyntax variable)
        {
            return inputs;
        }

        // A variable may be filled further, key by key; handed to anything else it may be filled with anything.
        foreach (var use in given.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == variable.Identifier.ValueText))
        {
            if (use.Parent is ElementAccessExpressionSyntax access && access.Expression == use)
            {
                if (access.ArgumentList.Arguments is not [{ Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } key }])
                {
                    return null;
                }

                inputs.Add(new PromptInput(key.Token.ValueText, new TextSpan(key.Span.Start, key.Span.End)));
            }
            else if (use.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } added }, _] }, Name.Identifier.ValueText: "Add" or "TryAdd" })
            {
                inputs.Add(new PromptInput(added.Token.ValueText, new TextSpan(added.Span.Start, added.Span.End)));
            }
            else if (use.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method } } } || !method.StartsWith("Invoke", StringComparison.Ordinal))
            {
                return null;
            }
        }

        return inputs;
    }

    /// <summary>The keys of a dictionary that is filled where it is made; null where one of them is no literal.</summary>
    private static List<PromptInput>? Keys(BaseObjectCreationExpressionSyntax creation)
    {
        // Made from another dictionary, or from settings alone.
        if (creation.ArgumentList?.Arguments is { Count: > 0 } arguments && arguments.Any(a => a.Expression is not BaseObjectCreationExpressionSyntax && !a.Expression.ToString().Contains("ettings", StringComparison.Ordinal)))
        {
            return null;
        }

        var inputs = new List<PromptInput>();
        foreach (var entry in creation.Initializer?.Expressions ?? default)
        {
            var key = entry switch
            {
                AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [{ Expression: var indexed }] } } => indexed,
                InitializerExpressionSyntax { Expressions: [var first, ..] } => first,
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax } => null,
                _ => entry,
            };
            if (key is null)
            {
                continue;
            }

            if (key is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal)
            {
                return null;
            }

            inputs.Add(new PromptInput(literal.Token.ValueText, new TextSpan(literal.Span.Start, literal.Span.End)));
        }

        return inputs;
    }

    /// <summary>The names in a list of input variables; null where there is none, or not all can be read.</summary>
    private static List<PromptInput>? Declared(CSharpStrings strings, ExpressionSyntax? list)
    {
        var items = list switch
        {
            CollectionExpressionSyntax collection when collection.Elements.All(e => e is ExpressionElementSyntax) => collection.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression),
            BaseObjectCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            InitializerExpressionSyntax initializer => initializer.Expressions,
            _ => null,
        };
        var inputs = new List<PromptInput>();
        foreach (var item in items ?? [])
        {
            if (item is not BaseObjectCreationExpressionSyntax variable || (Property(variable, "Name") ?? variable.ArgumentList?.Arguments.FirstOrDefault()?.Expression) is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } name)
            {
                return null;
            }

            inputs.Add(new PromptInput(name.Token.ValueText, new TextSpan(name.Span.Start, name.Span.End)));
        }

        _ = strings;
        return inputs.Count > 0 ? inputs : null;
    }

    private static ExpressionSyntax? Property(BaseObjectCreationExpressionSyntax creation, string name) =>
        creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.Left is IdentifierNameSyntax left && left.Identifier.ValueText == name)?.Right;

    /// <summary>The type that is made; empty for <c>new()</c>, whose type stands where it goes to.</summary>
    private static string TypeName(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax qualified } => qualified.Right.Identifier.ValueText,
        ObjectCreationExpressionSyntax { Type: SimpleNameSyntax simple } => simple.Identifier.ValueText,
        ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: SimpleNameSyntax declared } } } } => declared.Identifier.ValueText,
        _ => "",
    };

    /// <summary>"system" of <c>ChatRole.System</c> or <c>AuthorRole.System</c>.</summary>
    private static string? Role(ExpressionSyntax expression) =>
        expression is MemberAccessExpressionSyntax { Expression: var type, Name.Identifier.ValueText: var role } && type.ToString() is var name && name.EndsWith("Role", StringComparison.Ordinal) ? role.ToLowerInvariant() : null;

    private static IEnumerable<(ExpressionSyntax Literal, TemplateDialect Dialect)> Marked(SyntaxNode root)
    {
        foreach (var trivia in root.DescendantTrivia().Where(t => t.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia))
        {
            if (PromptMark.Find(trivia.ToString()) is { } dialect
                && root.FindToken(trivia.Span.End) is var next
                && FirstString(next, trivia.Span.End) is { } literal)
            {
                yield return (literal, dialect);
            }
        }
    }

    /// <summary>The first string of the statement that follows, with the sum that it begins.</summary>
    private static ExpressionSyntax? FirstString(SyntaxToken token, int after)
    {
        var steps = 0;
        for (token = token.SpanStart < after ? token.GetNextToken() : token; steps++ < 60 && token.RawKind != 0 && !token.IsKind(SyntaxKind.SemicolonToken) && !token.IsKind(SyntaxKind.CloseBraceToken); token = token.GetNextToken())
        {
            if (token.Parent is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax && (token.Parent is InterpolatedStringExpressionSyntax || token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken))
            {
                var expression = (ExpressionSyntax)token.Parent;
                while (expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum)
                {
                    expression = sum;
                }

                return expression;
            }
        }

        return null;
    }

    internal static bool IsTooDeep(string code)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in code)
        {
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' && depth > 0 ? -1 : 0;
            deepest = Math.Max(deepest, depth);
        }

        return deepest > 400;
    }
}

/// <summary>The comment that marks a string as a prompt: <c>lang=prompt</c>, or with its dialect, <c>lang=prompt-handlebars</c>.</summary>
internal static partial class PromptMark
{
    /// <summary>The dialect of the string behind the comment; null where the comment marks nothing.</summary>
    public static TemplateDialect? Find(string comment) =>
        Mark().Match(comment) is { Success: true } match ? CodePrompt.Dialect(match.Groups["dialect"].Value) : null;

    [GeneratedRegex(@"\blang(?:uage)?=prompt(?:[-,:](?<dialect>[\w-]+))?")]
    private static partial Regex Mark();
}
