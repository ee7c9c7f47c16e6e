using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>A name that code gives a value under.</summary>
/// <param name="Span">The name alone, without quotes.</param>
/// <param name="IsShorthand">A member of an anonymous object that is named after the variable it takes its value from.</param>
public sealed record FilledName(string Name, TextSpan Span, bool IsShorthand);

/// <summary>
/// A member of a class that fills prompts: the names that it gives values under, and the words by which it can name a prompt
/// that lies in a file.
/// </summary>
public sealed record FilledPrompts(IReadOnlyList<FilledName> Names, IReadOnlySet<string> Words);

/// <summary>
/// Finds in C# what prompts are filled with: the keys of <c>KernelArguments</c> and of dictionaries from texts, and the
/// members of anonymous objects, each with the string literals of the member that they stand in.
/// </summary>
public static class CSharpArguments
{
    public static IReadOnlyList<FilledPrompts> Find(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (CSharpPrompts.IsTooDeep(code))
        {
            return [];
        }

        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None)).GetRoot();
        var members = new Dictionary<SyntaxNode, List<FilledName>>();
        foreach (var node in root.DescendantNodes())
        {
            var names = node switch
            {
                BaseObjectCreationExpressionSyntax { Initializer: { } initializer } creation when IsArguments(creation) => Keys(initializer),
                AnonymousObjectCreationExpressionSyntax anonymous when anonymous.Parent is ArgumentSyntax => Members(anonymous),
                ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment, ArgumentList.Arguments: [{ Expression: var key }] } access when assignment.Left == access && IsArguments(access, root) => Key(key),
                _ => [],
            };
            foreach (var name in names)
            {
                var member = Member(node);
                if (!members.TryGetValue(member, out var all))
                {
                    members[member] = all = [];
                }

                all.Add(name);
            }
        }

        return [.. members.Select(m => new FilledPrompts(m.Value, Words(m.Key)))];
    }

    private static bool IsArguments(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax created => IsArguments(created.Type),
        ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } } => IsArguments(declaration.Type),
        ImplicitObjectCreationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } => NameOf(call).StartsWith("Invoke", StringComparison.Ordinal) || NameOf(call).StartsWith("Render", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsArguments(TypeSyntax type) =>
        type is SimpleNameSyntax { Identifier.ValueText: "KernelArguments" } or QualifiedNameSyntax { Right.Identifier.ValueText: "KernelArguments" }
        || (type is GenericNameSyntax { Identifier.ValueText: "Dictionary" or "IDictionary" or "SortedDictionary", TypeArgumentList.Arguments: [PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.StringKeyword }, _] });

    /// <summary>A variable that is filled key by key where the same member makes it.</summary>
    private static bool IsArguments(ElementAccessExpressionSyntax access, SyntaxNode root) =>
        access.Expression is IdentifierNameSyntax name
        && (Member(access) is var member && member == root ? root : member).DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(d =>
            d.Identifier.ValueText == name.Identifier.ValueText && d.Initializer?.Value is BaseObjectCreationExpressionSyntax made && IsArguments(made));

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static IEnumerable<FilledName> Keys(InitializerExpressionSyntax initializer)
    {
        foreach (var entry in initializer.Expressions)
        {
            var key = entry switch
            {
                AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [{ Expression: var indexed }] } } => indexed,
                InitializerExpressionSyntax { Expressions: [var first, ..] } => first,
                _ => null,
            };
            foreach (var name in key is null ? [] : Key(key))
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<FilledName> Key(ExpressionSyntax expression)
    {
        // Quotes of one character, and a name that is spelt as it is meant.
        if (expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression, Token: var token } && token.Text.Length == token.ValueText.Length + 2)
        {
            yield return new FilledName(token.ValueText, new TextSpan(token.Span.Start + 1, token.Span.End - 1), false);
        }
    }

    private static IEnumerable<FilledName> Members(AnonymousObjectCreationExpressionSyntax anonymous)
    {
        foreach (var member in anonymous.Initializers)
        {
            var name = member.NameEquals?.Name.Identifier ?? (member.Expression as IdentifierNameSyntax)?.Identifier;
            if (name is { } identifier)
            {
                yield return new FilledName(identifier.ValueText, new TextSpan(identifier.Span.Start, identifier.Span.End), member.NameEquals is null);
            }
        }
    }

    private static SyntaxNode Member(SyntaxNode node) =>
        (SyntaxNode?)node.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax) ?? node.SyntaxTree.GetRoot();

    /// <summary>The texts of a member's string literals: whole, and the last part of each that is a path.</summary>
    private static HashSet<string> Words(SyntaxNode member)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in member.DescendantTokens().Where(t => t.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken))
        {
            if (token.ValueText is { Length: > 0 and < 300 } text)
            {
                words.Add(text);
                words.Add(text[(text.LastIndexOfAny(['/', '\\']) + 1)..]);
            }
        }

        return words;
    }
}
