namespace Plumb.Lsp.Features.Hover;

/// <summary>What a client's hover can show.</summary>
internal enum HoverStyle
{
    Plain,
    Markdown,

    /// <summary>Markdown with coloured spans in it.</summary>
    Html,
}
