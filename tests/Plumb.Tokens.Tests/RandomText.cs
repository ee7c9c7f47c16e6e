using System.Text;

namespace Plumb.Tokens.Tests;

/// <summary>Texts that mix what the patterns tell apart. The same seed gives the same texts.</summary>
internal static class RandomText
{
    private static readonly string[] Endings = ["s", "t", "re", "ve", "m", "ll", "d", "S", "RE", "x"];

    public static IEnumerable<string> Create(int seed, int count, bool allPlanes)
    {
        var random = new Random(seed);
        Func<string>[] all =
        [
            () => ((char)random.Next(32, 127)).ToString(),
            () => ((char)random.Next('a', 'z' + 1)).ToString(),
            () => ((char)random.Next('A', 'Z' + 1)).ToString(),
            () => ((char)random.Next('0', '9' + 1)).ToString(),
            () => " ",
            () => "\n",
            () => "\r\n",
            () => "\t",
            () => "/",
            () => "'" + Endings[random.Next(Endings.Length)],
            () => ((char)random.Next(0x80, 0x800)).ToString(),
            () => ((char)random.Next(0x300, 0x370)).ToString(),
            () => ((char)random.Next(0x4E00, 0x5000)).ToString(),
            () => ((char)random.Next(0x10000)).ToString(),
            () => char.ConvertFromUtf32(random.Next(0x1F300, 0x1F600)),
            () => "<|endoftext|>",
            () => new string('a', random.Next(200)),
            () => "\u00A0",
            () => allPlanes ? char.ConvertFromUtf32(random.Next(0x10000, 0x110000)) : "\u2028",
        ];
        for (var i = 0; i < count; i++)
        {
            var pool = Enumerable.Range(0, random.Next(1, all.Length)).Select(_ => all[random.Next(all.Length)]).ToArray();
            var text = new StringBuilder("x");
            for (var n = random.Next(1, 40); n > 0; n--)
            {
                text.Append(pool[random.Next(pool.Length)]());
            }

            yield return text.ToString();
        }
    }
}
