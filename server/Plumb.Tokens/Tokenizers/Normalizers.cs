using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <summary>Reads the normalisers of tokenizer.json: functions from text to text, composed in order.</summary>
internal static class Normalizers
{
    /// <exception cref="FormatException">One that Plumb does not know.</exception>
    public static Func<string, string> Read(JsonElement? element)
    {
        if (element is not { } normalizer)
        {
            return text => text;
        }

        switch (normalizer.Type())
        {
            case "Sequence":
                var steps = normalizer.Items("normalizers").Select(n => Read(n)).ToArray();
                return text => steps.Aggregate(text, (t, step) => step(t));
            case "BertNormalizer":
                var lowercase = normalizer.Flag("lowercase", missing: true);
                return new BertNormalizer(
                    normalizer.Flag("clean_text", missing: true),
                    normalizer.Flag("handle_chinese_chars", missing: true),
                    normalizer.Flag("strip_accents", missing: lowercase),
                    lowercase).Normalize;
            case "NFC":
                return text => NormalizationForms.Normalize(text, compatible: false, compose: true);
            case "NFD":
                return text => NormalizationForms.Normalize(text, compatible: false, compose: false);
            case "NFKC":
                return text => NormalizationForms.Normalize(text, compatible: true, compose: true);
            case "NFKD":
                return text => NormalizationForms.Normalize(text, compatible: true, compose: false);
            case "Lowercase":
                return Lowercase;
            case "StripAccents":
                return NormalizationForms.WithoutMarks;
            case "Strip":
                var left = normalizer.Flag("strip_left", missing: true);
                var right = normalizer.Flag("strip_right", missing: true);
                return text => left && right ? text.Trim() : left ? text.TrimStart() : right ? text.TrimEnd() : text;
            case "Prepend":
                var prefix = normalizer.Text("prepend") ?? "";
                return text => text.Length == 0 ? text : prefix + text;
            case "Replace":
                return ReadReplace(normalizer);
            case "Precompiled":
                return CharacterMap.Read(normalizer.Text("precompiled_charsmap") ?? "").Normalize;
            case "Nmt":
                return Nmt;
            case "ByteLevel":
                return ByteAlphabet.Encode;
            case var type:
                throw TokenizerJson.Wrong($"its normaliser '{type}' is not known to Plumb");
        }
    }

    /// <summary>.NET's lower case, but for the one letter whose lower case is two characters.</summary>
    public static string Lowercase(string text) =>
        (text.Contains('\u0130', StringComparison.Ordinal) ? text.Replace("\u0130", "i\u0307", StringComparison.Ordinal) : text).ToLowerInvariant();

    private static Func<string, string> ReadReplace(JsonElement normalizer)
    {
        var content = normalizer.Text("content") ?? "";
        var pattern = normalizer.Find("pattern") ?? throw TokenizerJson.Wrong("a Replace normaliser has no pattern");
        if (pattern.Text("String") is { Length: > 0 } literal)
        {
            return text => text.Replace(literal, content, StringComparison.Ordinal);
        }

        var regex = Patterns.Compile(pattern.Text("Regex") ?? throw TokenizerJson.Wrong("a Replace normaliser has no pattern"));
        return text => regex.Replace(text, _ => content);
    }

    // What sentencepiece calls nmt: control characters out, odd spaces to plain ones.
    private static string Nmt(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not ((>= '\u0001' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F') or '\u007F' or '\u008F' or '\u009F'))
            {
                result.Append(c is '\u0009' or '\u000A' or '\u000C' or '\u000D' or '\u1680' or (>= '\u200B' and <= '\u200F') or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD' ? ' ' : c);
            }
        }

        return result.ToString();
    }
}

/// <summary>Regular expressions out of a file: a time limit, since nobody has read them.</summary>
internal static class Patterns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <exception cref="FormatException">The pattern is none that .NET understands.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException e)
        {
            throw TokenizerJson.Wrong($"its pattern '{(pattern.Length <= 60 ? pattern : pattern[..59] + "…")}' is not understood ({e.Message.TrimEnd('.')})");
        }
    }
}
