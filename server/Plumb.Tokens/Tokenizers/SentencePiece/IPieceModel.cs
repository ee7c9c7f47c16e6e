namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>A part of a normalised text, in bytes, and the id of its piece.</summary>
internal readonly record struct FoundPiece(int Start, int Length, int Id);

/// <summary>Cuts a normalised text into pieces. Thread-safe.</summary>
internal interface IPieceModel
{
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="into">Gets the pieces, in order; together they are the text.</param>
    void Encode(ReadOnlySpan<byte> text, List<FoundPiece> into);
}
