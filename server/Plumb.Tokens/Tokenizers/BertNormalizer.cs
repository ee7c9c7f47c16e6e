using System.Text;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <summary>BERT's normaliser: control characters out, Chinese characters set apart, accents off, lower case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool splitChinese, bool stripAccents, bool lowercase)
{
    public string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return NormalizeAscii(text);
        }

        if (cleanText || splitChinese)
        {
            var cleaned = new StringBuilder(text.Length + 16);
            foreach (var rune in text.EnumerateRunes())
            {
                if (cleanText && (rune.Value is 0 or 0xFFFD || CharacterClasses.IsControl(rune)))
                {
                    continue;
                }

                if (cleanText && Rune.IsWhiteSpace(rune))
                {
                    cleaned.Append(' ');
                }
                else if (splitChinese && CharacterClasses.IsChinese(rune.Value))
                {
                    cleaned.Append(' ').Append(rune.ToString()).Append(' ');
                }
                else
                {
                    cleaned.Append(rune.ToString());
                }
            }

            text = cleaned.ToString();
        }

        text = stripAccents ? NormalizationForms.WithoutMarks(NormalizationForms.Normalize(text, compatible: false, compose: false)) : text;
        return lowercase ? Normalizers.Lowercase(text) : text;
    }

    private string NormalizeAscii(string text)
    {
        if (cleanText && text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            text = string.Concat(text.Where(c => c is >= ' ' and not '\u007F' or '\t' or '\n' or '\r').Select(c => c < ' ' ? ' ' : c));
        }
        else if (cleanText)
        {
            text = text.Replace("\u007F", "", StringComparison.Ordinal);
        }

        return lowercase ? text.ToLowerInvariant() : text;
    }
}
