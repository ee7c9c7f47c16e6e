using System.Diagnostics;

namespace Plumb.Text.Tests;

/// <summary>Broken text: cut, shuffled, and made of nothing but delimiters. No text makes a scanner throw, loop or crawl.</summary>
public class OutlineFuzzTests
{
    private const string Alphabet = "{}()[]<>\"'`/*#\\$@!;:,.=-+?|&~^%_ \n\r\tabR0\u00e9\ud83d\ude00";

    private static readonly string[] Fragments =
    [
        "class A {", "}", "fn f() {", "def x(", "\"\"\"", "$\"{", "@\"", "r#\"", "R\"x(", "<<<EOT\n", "<<EOF\n", "`${", "//", "/*", "*/", "#if 0\n", "#if X\n", "#else\n", "#endif\n",
        "#define A \\\n", "<div>", "</div>", "<?php ", "?>", "function ", "=> ", "= (", "template <", "operator", "enum E { A, B", "namespace N;", "impl X for Y {", "interface I {", "struct ",
        "'", "\\", "@interface X\n", "@end\n", "- (void)a:", "typedef ", "export default ", "const x = async () => ", "get ", "companion object ", "case ", "extension ", "protocol ", "<script>", "</script>",
        "type T = ", "func (", "var x", "record R(", "package p\n", "import a.*\n", "fun <T> ", "init", "test \"", "\\(", "#\"", "delegate ", "using X = ", "macro_rules! m ", "m! {", "use ", "\n  ", ";", ",",
    ];

    public static TheoryData<string> Languages
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var language in LanguageTable.All)
            {
                data.Add(language.Id);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Random_fragments_never_break_a_scanner(string id)
    {
        var language = LanguageTable.FindById(id)!;
        var random = new Random(id.Length * 7919);
        for (var round = 0; round < 400; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(4) > 0
                ? Fragments[random.Next(Fragments.Length)]
                : new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]));
            Check(string.Concat(parts), language);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_fixture_cut_or_changed_anywhere_still_scans(string id)
    {
        var language = LanguageTable.FindById(id)!;
        var random = new Random(42);
        foreach (var fixture in Fixtures.All)
        {
            for (var round = 0; round < 12; round++)
            {
                var cut = random.Next(fixture.Length);
                Check(fixture[..cut], language);
                Check(fixture[cut..], language);
                Check(string.Concat(fixture.AsSpan(0, cut), Alphabet.AsSpan(random.Next(Alphabet.Length), 1), fixture.AsSpan(Math.Min(fixture.Length, cut + random.Next(3)))), language);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Time_grows_with_the_length_and_not_faster(string id)
    {
        var language = LanguageTable.FindById(id)!;
        foreach (var fragment in Fragments.Concat(Alphabet.Select(c => c.ToString())))
        {
            var text = string.Concat(Enumerable.Repeat(fragment, 40_000 / fragment.Length));
            var started = Stopwatch.StartNew();
            _ = OutlineScanner.Scan(text, language);
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(4), $"{id}: '{fragment}' took {started.ElapsedMilliseconds} ms");
        }
    }

    private static void Check(string text, Language language) => OutlineAssert.KeepsItsPromises(OutlineScanner.Scan(text, language), text);
}
