namespace Plumb.Text;

/// <summary>What a declaration declares. Values are stored in indexes: append, never renumber.</summary>
public enum DeclarationKind : byte
{
    Namespace = 0,
    Module = 1,
    Class = 2,
    Struct = 3,
    Interface = 4,
    Trait = 5,
    Enum = 6,
    EnumMember = 7,
    TypeAlias = 8,
    Function = 9,
    Method = 10,
    Constructor = 11,
    Property = 12,
    Field = 13,
    Constant = 14,
    Variable = 15,
    Event = 16,
    Macro = 17,

    /// <summary>A block that adds members to a type: Rust <c>impl</c>, Swift <c>extension</c>, Haskell <c>instance</c>.</summary>
    Extension = 18,

    /// <summary>A heading of a document; its span runs to the next heading of the same or a higher level.</summary>
    Heading = 19,

    /// <summary>A key of a data file, or a section of a configuration file.</summary>
    Key = 20,

    /// <summary>A named rule or step: a make target, a Dockerfile stage, a CSS rule, a test block.</summary>
    Rule = 21,

    /// <summary>A SQL table, a protobuf message, a GraphQL type, a Terraform resource.</summary>
    Schema = 22,

    /// <summary>A remote procedure, a GraphQL operation.</summary>
    Operation = 23,

    /// <summary>A cell of a notebook, a page of a PDF.</summary>
    Cell = 24,

    /// <summary>An element with an id, a component of a markup file.</summary>
    Element = 25,
}

/// <summary>One declaration of an outline. All spans are UTF-16 offsets into the scanned text.</summary>
/// <param name="Kind">What it declares.</param>
/// <param name="Name">The declared name without type parameters or arguments; for a heading its plain text.</param>
/// <param name="NameSpan">Where the name stands.</param>
/// <param name="Span">The whole declaration: doc comment, attributes or decorators, head and body.</param>
/// <param name="Doc">The doc comment or docstring, with its markers; empty where there is none.</param>
/// <param name="Body">The body with its delimiters (or the indented block); empty where there is none.</param>
/// <param name="Parent">Index of the enclosing declaration in <see cref="Outline.Declarations"/>, or -1.</param>
public readonly record struct Declaration(
    DeclarationKind Kind,
    string Name,
    TextSpan NameSpan,
    TextSpan Span,
    TextSpan Doc,
    TextSpan Body,
    int Parent);
