using Plumb.Text;

namespace Plumb.Lsp.Documents;

/// <summary>Between the protocol's positions and the text's.</summary>
internal static class Positions
{
    public static Text.Position ToText(this Position position) => new(position.Line, position.Character);

    public static PositionRange ToText(this Range range) => new(range.Start.ToText(), range.End.ToText());

    public static Position ToProtocol(this Text.Position position) => new() { Line = position.Line, Character = position.Character };

    public static Range ToProtocol(this PositionRange range) => new() { Start = range.Start.ToProtocol(), End = range.End.ToProtocol() };

    public static Range ToRange(this TextDocument document, TextSpan span, PositionEncoding encoding) =>
        document.Lines.ToRange(span, encoding).ToProtocol();

    public static int ToOffset(this TextDocument document, Position position, PositionEncoding encoding) =>
        document.Lines.ToOffset(position.ToText(), encoding);

    public static TextSpan ToSpan(this TextDocument document, Range range, PositionEncoding encoding)
    {
        var start = document.ToOffset(range.Start, encoding);
        return new TextSpan(start, Math.Max(start, document.ToOffset(range.End, encoding)));
    }

    /// <summary>Whole lines, told as 1-based first and last.</summary>
    public static Range OfLines(int startLine, int endLine) => new()
    {
        Start = new Position { Line = Math.Max(0, startLine - 1), Character = 0 },
        End = new Position { Line = Math.Max(0, endLine), Character = 0 },
    };
}
