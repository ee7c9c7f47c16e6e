using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Symbols;

/// <summary>The declarations of one document, for outline views and breadcrumbs.</summary>
internal static class SymbolsFeature
{
    /// <summary>JSON readers and writers stop at 64 levels, of which a symbol takes two.</summary>
    private const int Deepest = 24;

    /// <summary>What is nested deeper than any reader follows is shown at the deepest level.</summary>
    public static IReadOnlyList<DocumentSymbol> GetTree(TextDocument document, PositionEncoding encoding)
    {
        var declarations = document.Outline.Declarations;
        var parents = new int[declarations.Count];
        var depths = new int[declarations.Count];
        for (var i = 0; i < declarations.Count; i++)
        {
            var parent = declarations[i].Parent < i ? declarations[i].Parent : -1;
            if (parent >= 0 && depths[parent] == Deepest)
            {
                parent = parents[parent];
            }

            parents[i] = parent;
            depths[i] = parent < 0 ? 0 : depths[parent] + 1;
        }

        var children = new List<DocumentSymbol>?[declarations.Count];
        var roots = new List<DocumentSymbol>();

        // Enclosing declarations come before what they enclose: from the end, every list is whole before it is used.
        for (var i = declarations.Count - 1; i >= 0; i--)
        {
            var declaration = declarations[i];
            children[i]?.Reverse();
            var symbol = new DocumentSymbol
            {
                Name = NameOf(declaration),
                Kind = KindOf(declaration.Kind),
                Range = document.ToRange(declaration.Span, encoding),
                SelectionRange = document.ToRange(declaration.Span.Contains(declaration.NameSpan) ? declaration.NameSpan : declaration.Span, encoding),
                Children = children[i],
            };
            (parents[i] >= 0 ? children[parents[i]] ??= [] : roots).Add(symbol);
        }

        roots.Reverse();
        return roots;
    }

    /// <summary>For clients that know no nesting.</summary>
    public static IReadOnlyList<SymbolInformation> GetList(TextDocument document, string uri, PositionEncoding encoding) =>
        [.. document.Outline.Declarations.Select(declaration => new SymbolInformation
        {
            Name = NameOf(declaration),
            Kind = KindOf(declaration.Kind),
            Location = new Location { Uri = uri, Range = document.ToRange(declaration.Span, encoding) },
            ContainerName = declaration.Parent >= 0 ? document.Outline.Declarations[declaration.Parent].Name : null,
        })];

    public static SymbolKind KindOf(DeclarationKind kind) => kind switch
    {
        DeclarationKind.Namespace => SymbolKind.Namespace,
        DeclarationKind.Module => SymbolKind.Module,
        DeclarationKind.Class => SymbolKind.Class,
        DeclarationKind.Struct => SymbolKind.Struct,
        DeclarationKind.Interface or DeclarationKind.Trait => SymbolKind.Interface,
        DeclarationKind.Enum => SymbolKind.Enum,
        DeclarationKind.EnumMember => SymbolKind.EnumMember,
        DeclarationKind.TypeAlias => SymbolKind.Class,
        DeclarationKind.Function or DeclarationKind.Macro => SymbolKind.Function,
        DeclarationKind.Method or DeclarationKind.Operation => SymbolKind.Method,
        DeclarationKind.Constructor => SymbolKind.Constructor,
        DeclarationKind.Property => SymbolKind.Property,
        DeclarationKind.Field => SymbolKind.Field,
        DeclarationKind.Constant => SymbolKind.Constant,
        DeclarationKind.Variable => SymbolKind.Variable,
        DeclarationKind.Event or DeclarationKind.Rule => SymbolKind.Event,
        DeclarationKind.Extension => SymbolKind.Object,
        DeclarationKind.Heading => SymbolKind.String,
        DeclarationKind.Key => SymbolKind.Key,
        DeclarationKind.Schema => SymbolKind.Struct,
        DeclarationKind.Cell or DeclarationKind.Element => SymbolKind.Object,
        _ => SymbolKind.Variable,
    };

    /// <summary>A symbol without a name makes VS Code refuse the whole answer.</summary>
    private static string NameOf(Declaration declaration) =>
        string.IsNullOrWhiteSpace(declaration.Name) ? "(" + declaration.Kind.ToString().ToLowerInvariant() + ")" : declaration.Name;
}
