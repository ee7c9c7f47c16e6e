using System.Buffers;

namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>Rewrites a text as the model was trained on it: characters replaced by rule, spaces folded and marked.</summary>
internal sealed class PieceNormalizer(SentencePieceFile file, PieceVocabulary vocabulary)
{
    private readonly CharacterMap map = CharacterMap.Read(file.CharacterMap);

    /// <param name="original">Well-formed UTF-8.</param>
    public ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> original)
    {
        var rest = original;
        while (file.RemoveExtraSpaces && !rest.IsEmpty && Next(rest, out var length).SequenceEqual(" "u8))
        {
            rest = rest[length..];
        }

        if (rest.IsEmpty)
        {
            return [];
        }

        var result = new ArrayBufferWriter<byte>(rest.Length + (rest.Length / 4) + 16);
        if (file.AddDummyPrefix && !file.SpaceIsSuffix)
        {
            result.Write(Space);
        }

        var afterSpace = file.RemoveExtraSpaces;
        while (!rest.IsEmpty)
        {
            var part = Next(rest, out var length);
            rest = rest[length..];
            part = afterSpace ? part.TrimStart((byte)' ') : part;
            if (!part.IsEmpty)
            {
                Write(part, result);
                afterSpace = file.RemoveExtraSpaces && part[^1] == ' ';
            }
        }

        var written = result.WrittenCount;
        while (file.RemoveExtraSpaces && result.WrittenSpan[..written].EndsWith(Space))
        {
            written -= Space.Length;
        }

        var text = result.WrittenSpan[..written];
        return file.AddDummyPrefix && file.SpaceIsSuffix ? (byte[])[.. text, .. Space] : text;
    }

    private ReadOnlySpan<byte> Space => file.EscapeSpaces ? Utf8Characters.Space : " "u8;

    private void Write(ReadOnlySpan<byte> part, ArrayBufferWriter<byte> result)
    {
        if (!file.EscapeSpaces || !part.Contains((byte)' '))
        {
            result.Write(part);
            return;
        }

        foreach (var b in part)
        {
            result.Write(b == ' ' ? Utf8Characters.Space : [b]);
        }
    }

    /// <summary>What the beginning of a text becomes: a symbol of the user's stays, else the longest rule holds, else a character stays.</summary>
    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out int length)
    {
        length = vocabulary.UserDefinedPrefix(text);
        if (length == 0 && map.TryReplace(text, out length, out var replacement))
        {
            return replacement;
        }

        length = length == 0 ? Utf8Characters.LengthAt(text, 0) : length;
        return text[..length];
    }
}
