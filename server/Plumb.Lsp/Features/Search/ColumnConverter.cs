using Plumb.Search;
using Plumb.Text;

namespace Plumb.Lsp.Features.Search;

/// <summary>The index counts columns in UTF-16; for a client that counts otherwise the file's lines decide.</summary>
internal sealed class ColumnConverter(WorkspaceIndex index, PositionEncoding encoding)
{
    private readonly Dictionary<string, LineIndex?> files = new(StringComparer.Ordinal);

    /// <param name="line">0-based.</param>
    /// <param name="column">0-based, in UTF-16 code units.</param>
    public Position Convert(string path, int line, int column)
    {
        var position = new Text.Position(line, column);
        if (encoding != PositionEncoding.Utf16 && position.Character > 0 && LinesOf(path) is { } lines)
        {
            position = lines.ToPosition(lines.ToOffset(position, PositionEncoding.Utf16), encoding);
        }

        return new Position { Line = position.Line, Character = position.Character };
    }

    private LineIndex? LinesOf(string path)
    {
        if (!files.TryGetValue(path, out var lines))
        {
            files[path] = lines = index.ReadText(path)?.Lines;
        }

        return lines;
    }
}
