namespace Plumb.Text;

/// <summary>The unit in which the column of a <see cref="Position"/> is counted.</summary>
public enum PositionEncoding
{
    /// <summary>Columns count bytes of the line's UTF-8 form.</summary>
    Utf8,

    /// <summary>Columns count UTF-16 code units (what an editor assumes unless it negotiates otherwise).</summary>
    Utf16,

    /// <summary>Columns count Unicode code points.</summary>
    Utf32,
}

/// <summary>A place in a text: zero-based line, and zero-based column in some <see cref="PositionEncoding"/>.</summary>
public readonly record struct Position(int Line, int Character) : IComparable<Position>
{
    public int CompareTo(Position other) =>
        Line != other.Line ? Line.CompareTo(other.Line) : Character.CompareTo(other.Character);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}

/// <summary>Two positions, the end exclusive, both in the same encoding.</summary>
public readonly record struct PositionRange(Position Start, Position End);

/// <summary>
/// One edit of a document. <paramref name="Range"/> is null when <paramref name="NewText"/> replaces the whole text.
/// </summary>
public readonly record struct TextChange(PositionRange? Range, string NewText);
