using System.Globalization;
using System.Text;

namespace Plumb.Tokens.Tokenizers.Unicode;

/// <summary>
/// The four normalisation forms of Unicode (UAX 15), and diacritics taken off. .NET's own leave text as it is where
/// globalisation is invariant, as it is in Plumb, and a tokenizer that was trained on normalised text must see such.
/// </summary>
internal static class NormalizationForms
{
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int Vowels = 21;
    private const int Trails = 28;
    private const int Syllables = 19 * Vowels * Trails;

    private static readonly Lazy<Table> Data = new(Table.Load);

    /// <param name="compatible">Compatibility decompositions too: NFKC and NFKD.</param>
    /// <param name="compose">NFC and NFKC.</param>
    public static string Normalize(string text, bool compatible, bool compose)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var table = Data.Value;
        var decomposed = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(table, rune.Value, compatible, decomposed);
        }

        Reorder(table, decomposed);
        if (compose)
        {
            Compose(table, decomposed);
        }

        var result = new StringBuilder(decomposed.Count);
        foreach (var code in decomposed)
        {
            result.Append(new Rune(code).ToString());
        }

        return result.ToString();
    }

    /// <summary>Takes combining marks off: "é" becomes "e" when it was decomposed before.</summary>
    public static string WithoutMarks(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    private static void Decompose(Table table, int code, bool compatible, List<int> into)
    {
        var syllable = code - HangulBase;
        if (syllable is >= 0 and < Syllables)
        {
            into.Add(LeadBase + (syllable / (Vowels * Trails)));
            into.Add(VowelBase + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails != 0)
            {
                into.Add(TrailBase + (syllable % Trails));
            }
        }
        else if (code >= 0x80 && table.Decompositions.TryGetValue(code, out var parts) && (compatible || !parts.Compatible))
        {
            foreach (var part in parts.Codes)
            {
                Decompose(table, part, compatible, into);
            }
        }
        else
        {
            into.Add(code);
        }
    }

    // Marks in the order of their combining class, marks of one class as they stood.
    private static void Reorder(Table table, List<int> codes)
    {
        for (var start = 0; start < codes.Count; start++)
        {
            if (table.ClassOf(codes[start]) == 0)
            {
                continue;
            }

            var end = start + 1;
            while (end < codes.Count && table.ClassOf(codes[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = codes.GetRange(start, end - start).OrderBy(table.ClassOf).ToList();
                for (var i = 0; i < sorted.Count; i++)
                {
                    codes[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static void Compose(Table table, List<int> codes)
    {
        var starter = -1;
        var lastClass = 0;
        var write = 0;
        for (var read = 0; read < codes.Count; read++)
        {
            var code = codes[read];
            var combining = table.ClassOf(code);
            if (starter >= 0 && (write == starter + 1 || (lastClass != 0 && lastClass < combining)) && Pair(table, codes[starter], code) is { } pair)
            {
                codes[starter] = pair;
                continue;
            }

            if (combining == 0)
            {
                starter = write;
            }

            lastClass = combining;
            codes[write++] = code;
        }

        codes.RemoveRange(write, codes.Count - write);
    }

    private static int? Pair(Table table, int first, int second)
    {
        if (first - LeadBase is >= 0 and < 19 && second - VowelBase is >= 0 and < Vowels)
        {
            return HangulBase + ((((first - LeadBase) * Vowels) + (second - VowelBase)) * Trails);
        }

        if (first - HangulBase is >= 0 and < Syllables && (first - HangulBase) % Trails == 0 && second - TrailBase is > 0 and < Trails)
        {
            return first + (second - TrailBase);
        }

        return table.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private sealed class Table
    {
        public Dictionary<int, (int[] Codes, bool Compatible)> Decompositions { get; } = [];

        public Dictionary<(int First, int Second), int> Compositions { get; } = [];

        private readonly Dictionary<int, byte> classes = [];

        public static Table Load()
        {
            var table = new Table();
            using var reader = new StreamReader(typeof(Table).Assembly.GetManifestResourceStream("normalization.txt")!);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#'))
                {
                    continue;
                }

                var fields = line.Split(';');
                var code = Hex(fields[0]);
                if (fields.Length > 1 && fields[1].Length > 0)
                {
                    table.classes[code] = byte.Parse(fields[1], CultureInfo.InvariantCulture);
                }

                if (fields.Length > 2 && fields[2].Length > 0)
                {
                    var compatible = fields[2][0] == '<';
                    var parts = fields[2][(compatible ? 1 : 0)..].Split(' ').Select(Hex).ToArray();
                    table.Decompositions[code] = (parts, compatible);
                    if (!compatible && parts.Length == 2 && fields.Length < 4)
                    {
                        table.Compositions[(parts[0], parts[1])] = code;
                    }
                }
            }

            return table;
        }

        public byte ClassOf(int code) => code < 0x300 ? (byte)0 : classes.GetValueOrDefault(code);

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
