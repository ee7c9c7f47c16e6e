namespace Plumb.Tokens.Bpe;

/// <summary>Cuts a text into the pieces that are merged each on its own: an encoding's published pattern by hand.</summary>
internal interface ISplitter
{
    /// <summary>Where the piece ends that starts at <paramref name="start"/>. The text is valid UTF-8.</summary>
    static abstract int PieceEnd(ReadOnlySpan<byte> text, int start);
}
