namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>A piece for each character, or the user's symbol.</summary>
internal sealed class CharacterPieces(PieceVocabulary vocabulary) : IPieceModel
{
    public void Encode(ReadOnlySpan<byte> text, List<FoundPiece> into)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = vocabulary.UserDefinedPrefix(text[at..]) is > 0 and var whole ? whole : Utf8Characters.LengthAt(text, at);
            into.Add(new FoundPiece(at, length, vocabulary.FindOrUnknown(text.Slice(at, length))));
            at += length;
        }
    }
}

/// <summary>A piece for each word, the mark for its space included.</summary>
internal sealed class WordPieces(PieceVocabulary vocabulary, bool spaceIsSuffix) : IPieceModel
{
    public void Encode(ReadOnlySpan<byte> text, List<FoundPiece> into)
    {
        var mark = Utf8Characters.Space;
        for (var at = 0; at < text.Length;)
        {
            var next = text[(spaceIsSuffix ? at : at + 1)..].IndexOf(mark);
            var end = next < 0 ? text.Length : spaceIsSuffix ? at + next + mark.Length : at + 1 + next;
            into.Add(new FoundPiece(at, end - at, vocabulary.FindOrUnknown(text[at..end])));
            at = end;
        }
    }
}
