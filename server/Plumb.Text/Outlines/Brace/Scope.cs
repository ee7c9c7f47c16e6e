namespace Plumb.Text;

internal enum ScopeKind
{
    File,
    Namespace,
    Type,

    /// <summary>A type whose members need no modifiers or bodies: an interface, a protocol, a trait.</summary>
    Interface,
    Enum,

    /// <summary>Between <c>@interface</c> or <c>@implementation</c> and <c>@end</c>: methods, and functions of C.</summary>
    Objective,

    /// <summary>The body of a function.</summary>
    Block,
}

/// <summary>What the members that are being parsed stand in. <paramref name="Name"/> is the type's name, else empty.</summary>
internal readonly record struct Scope(ScopeKind Kind, string Name)
{
    public bool IsType => Kind is ScopeKind.Type or ScopeKind.Interface or ScopeKind.Enum;
}
