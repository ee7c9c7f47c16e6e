using System.Reflection;

namespace Plumb.Text.Tests.Blocks;

/// <summary>Every fixture of these tests, cut short and garbled: no scan throws, loops or breaks the laws of outlines.</summary>
public class OutlineFuzzTests
{
    private const string Noise = "\"'`#{}()[]<>=:;,.|/\\%@$-\n\r\t \0\uD800end def class if do \"\"\" ''' << --[[ =begin";

    // By seed, so that a failure can be run again.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Broken_text_gives_a_sound_outline(int seed)
    {
        var random = new Random(seed);
        foreach (var language in Languages)
        {
            foreach (var fixture in Fixtures)
            {
                for (var round = 0; round < 12; round++)
                {
                    var text = Garble(fixture, random);
                    OutlineLaws.Hold(text, OutlineScanner.Scan(text, language));
                }
            }
        }
    }

    [Fact]
    public void Every_prefix_of_a_fixture_gives_a_sound_outline()
    {
        foreach (var language in Languages)
        {
            foreach (var fixture in Fixtures)
            {
                for (var length = 0; length < fixture.Length; length += 7)
                {
                    var text = fixture[..length];
                    OutlineLaws.Hold(text, OutlineScanner.Scan(text, language));
                }
            }
        }
    }

    private static string Garble(string text, Random random)
    {
        for (var edits = random.Next(1, 6); edits > 0 && text.Length > 2; edits--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(12), text.Length - at);
            text = random.Next(4) switch
            {
                0 => text[..at],
                1 => text.Remove(at, length),
                2 => text.Insert(at, Noise.Substring(random.Next(Noise.Length - 6), random.Next(1, 6))),
                _ => text.Insert(random.Next(text.Length), text.Substring(at, length)),
            };
        }

        return text;
    }

    // The languages of these tests; the brace languages have tests of their own.
    private static IEnumerable<Language> Languages { get; } =
        [.. ("python haskell ocaml fsharp nim erlang ruby lua elixir julia vb shellscript perl powershell r sql makefile cmake dockerfile "
            + "markdown restructuredtext asciidoc plaintext html ipynb org latex man json yaml toml xml ini")
            .Split(' ').Select(id => LanguageTable.FindById(id)!)];

    // The fixtures are the constants of the snapshot tests; each is read as every language, since a language meets
    // text that is none of it as soon as a file has the wrong ending.
    private static IEnumerable<string> Fixtures { get; } =
        [.. new[] { typeof(BlockOutlineTests), typeof(DocumentOutlineTests), typeof(DataOutlineTests) }
            .SelectMany(tests => tests.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)];
}
