using System.Diagnostics;
using Plumb.Text.Tests.Blocks;

namespace Plumb.Text.Tests.Outlines;

/// <summary>
/// Texts of one repeated trap, read as every registered language: a scan neither throws nor recurses without bound,
/// and its time grows with the length, not with its square.
/// </summary>
public class HostileTextTests
{
    // The laws are dearer to check than a text is to scan.
    private const int Sample = 400;
    private const int Length = 16_000;
    private const int Growth = 4;

    // Four times the text may take so many times as long: linear is 4, quadratic 16.
    private const double MostGrowth = 8;

    // Below this a ratio says nothing, even on a machine that does other work.
    private const double Negligible = 40;
    private const double Longest = 4000;

    // What secondary threads get at least on the systems that the server runs on is more than this.
    private const int StackSize = 1 << 20;

    public static TheoryData<string> Traps { get; } =
    [
        // Brackets of one kind, of several, never closed, never opened, closed by another kind.
        "(", "{", "[[", ")", "]", "}", "(]", "{)", "({[", "(\n", "{\n", "  }\n", "{}",

        // Angles, which are brackets only sometimes.
        "<", "A<", "A<B, ", "A<B>(", "class A<", "template<", "template<class A, ", "impl<", "fn a<", "type A<B extends ",

        // Literals, their holes and their openings.
        "\"", "'", "`", "\"\"\"", "\"#{", "\"$(", "${", "`${", "$\"{", "f\"{", "\"\\(", "r#\"", "#\"", "R\"a(", "@\"", "q{", "%w[", "$a$", "[==[",
        "<<A ", "<<A\n", "<<<A\n", "<<-A\n", "RUN <<A\n", "<<A, <<",

        // Comments and conditionals.
        "/*", "(* ", "{-", "#=", "///\n", "#if\n", "#else\n", "#if\n{\n#else\n{\n", "#if A\n(\n#else\n", "#if\n#else\n#endif\n", "#define A(",

        // Regular expressions, elements, markup.
        "/[", "= /", "<a b='", "<x>", "<div>", "<div a={", "x = <div>{", "<h1>", "</a>", "<script>", "<!--", "[a](", "- ", "> ", "|a|\n|-|\n",

        // Expressions.
        "a ", "a.b.c.", "a, ", "a => ", "() => {", "a = ", "a = b ", "a ? b : ", "a: {", "=", "?", "!", "@a ", "@a(", "[A] ", "::",

        // Heads without bodies and bodies without ends.
        "class A ", "class A {", "class A : B, ", "a = class ", "interface A ", "namespace A ", "module A ", "type A\n", "struct A ", "type A struct { b struct {",
        "b struct {", "impl A for ", "val a = ", "var a, ", "let a (", "int a(", "int a(b) ", "(*", "fun a ", "function a\n", "def a\n", "def a(", "def a = ",
        "a = function(", "create table a(", "describe 'a' ", "extends ", "readonly class ", "case a:", "if (", "else ", "begin ", "end\n",

        // Data.
        "{\"a\":", "a:\n ", "x = [\n", "a.b = ", "? a\n", "--- \n", "\0", "\uD800",
    ];

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_hostile_text_takes_linear_time(string trap)
    {
        var small = Repeat(trap, Length);
        var large = Repeat(trap, Length * Growth);
        var sample = Repeat(trap, Sample);
        var failures = new List<string>();
        var thread = new Thread(() => failures.AddRange(LanguageTable.All.Select(language => Judge(sample, small, large, language)).OfType<string>()), StackSize);
        thread.Start();
        thread.Join();
        Assert.Empty(failures);
    }

    // What is wrong with the scans of these texts, or null.
    private static string? Judge(string sample, string small, string large, Language language)
    {
        try
        {
            OutlineLaws.Hold(sample, OutlineScanner.Scan(sample, language));
            var (slow, fast) = (Scan(large, language), Negligible / Growth);
            if (slow > Longest)
            {
                return $"{language.Id} took {slow:0} ms";
            }

            // Another process may have had the machine: only what stays slow is slow.
            for (var attempt = 0; slow > Negligible && attempt < 4; attempt++)
            {
                fast = attempt == 0 ? Scan(small, language) : Math.Max(fast, Scan(small, language));
                if (slow < fast * MostGrowth)
                {
                    return null;
                }

                slow = Math.Min(slow, Scan(large, language));
            }

            return slow > Negligible ? $"{language.Id} took {fast:0.0} ms, for {Growth} times the text {slow:0.0} ms" : null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // On a thread of its own an exception would end the process.
            return $"{language.Id} threw {error}";
        }
    }

    private static double Scan(string text, Language language)
    {
        var watch = Stopwatch.StartNew();
        OutlineScanner.Scan(text, language);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string Repeat(string trap, int length) => string.Concat(Enumerable.Repeat(trap, length / trap.Length));
}
