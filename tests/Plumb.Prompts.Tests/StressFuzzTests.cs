using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plumb.Prompts.Code;
using Plumb.Prompts.Configuration;
using Plumb.Prompts.Fixing;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;
using Plumb.Text;
using Plumb.Text.Configuration;

namespace Plumb.Prompts.Tests;

/// <summary>
/// Mutations of every case and of the fuzz tests' seeds go through every parser. npm run stress does this for minutes
/// (PLUMB_STRESS_FUZZ_MINUTES) and then also looks for texts that take long; npm test takes a fixed number of texts.
/// </summary>
public sealed class StressFuzzTests
{
    private const int ShortRun = 4_000;
    private const int LongestText = 60_000;

    // Far more than any text of this size may take on a busy machine.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    // What a text of this size may take of the processor's time, which a busy machine does not lengthen. One that took more
    // is read again: what is compiled or collected meanwhile counts as well.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private static readonly string[] Paths =
        ["a.prompty", "a.yaml", "a.prompt", "a.prompt.yml", "a.poml", "promptfooconfig.yaml", "prompts/skprompt.txt", "AGENTS.md", "CLAUDE.md", "a.prompt.md", "a.instructions.md", "a.agent.md", "SKILL.md", ".cursor/rules/a.mdc", "a.cs", "a.py", "a.ts"];

    private static readonly string[] Spice =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{{{", "}}}", "{{#", "{{/", "{{!--", "--}}", "{{>", "{{else}}", "<", "</", "/>", "<!--", "-->", "'", "\"", "`", "```", "~~~json\n", "(", ")", "[", "]", "|", "\n", "\r\n", "\r", "\t",
        "  ", ":", "- ", "\\", "\\u00", "---\n", "$", "${", "$\"\"\"", "endfor", "elif x", "&a ", "*a", "!!str ", "? ", ">-\n", "|+\n", "%YAML", "\uFEFF", "\u200B", "\u200D", "\uD83C", "\uDC00", "\uDB40\uDC41", "\0", "é", "漢", "plumb-ignore T01", "<|im_start|>",
        "#file:", "](", "![", "&#105;", "%49", "SWdub3Jl", "system:\n", "user:\n", "<message role=\"system\">", "{{role \"x\"}}", "import ", "// lang=prompt\n", "# lang=prompt\n", "{\"a\":", "}}}}", "null", "1e999", "-0", "\u2028",
    ];

    [Fact]
    public async Task Stress_any_text_is_read_without_a_throw_or_a_hang()
    {
        var minutes = int.TryParse(Environment.GetEnvironmentVariable("PLUMB_STRESS_FUZZ_MINUTES"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PLUMB_STRESS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var fixedSeed) ? fixedSeed : 11;
        var random = new Random(seed);
        var seeds = RuleCaseListTests.All.Select(c => c.Text).Concat(FuzzTests.SeedTexts).Distinct().ToList();
        var all = RuleCaseListTests.All;
        var options = RuleCase.Around(("AGENTS.md", "Run the tests before every commit, and mend what they find.\n"), ("docs/a.md", "x"), ("package.json", "{\"scripts\": {\"test\": \"x\"}}"));
        var watch = Stopwatch.StartNew();
        var (texts, slowest) = (0, TimeSpan.Zero);
        while (minutes > 0 ? watch.Elapsed < TimeSpan.FromMinutes(minutes) : texts < ShortRun)
        {
            var text = Mutate(random, seeds);
            var path = random.Next(3) == 0 ? all[random.Next(all.Count)].Path : Paths[random.Next(Paths.Length)];
            var choices = random.Next();
            var start = Environment.CpuUsage.TotalTime;
            try
            {
                // A task of its own, so that a text which does not end is told and not waited for.
                await Task.Run(() => Read(path, text, options, new Random(choices))).WaitAsync(minutes > 0 ? Hang : Timeout.InfiniteTimeSpan);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Seed {seed}, text {texts} as {path} does not end:\n{Escaped(text)}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}, text {texts} as {path}: {e}\n{Escaped(text)}");
            }

            var took = Environment.CpuUsage.TotalTime - start;
            for (var again = 0; again < 3 && minutes > 0 && took > Slow; again++)
            {
                start = Environment.CpuUsage.TotalTime;
                Read(path, text, options, new Random(choices));
                var once = Environment.CpuUsage.TotalTime - start;
                took = once < took ? once : took;
            }

            Assert.True(minutes == 0 || took < Slow, $"Seed {seed}, text {texts} of {text.Length} characters as {path} takes {took.TotalMilliseconds:0} ms:\n{Escaped(text)}");
            slowest = took > slowest ? took : slowest;
            texts++;
        }

        Console.WriteLine($"{texts} texts, slowest {slowest.TotalMilliseconds:0} ms");
    }

    private static void Read(string path, string text, LintOptions options, Random random)
    {
        var result = CodePrompts.Recognises(path) ? CodePrompts.Lint(path, text, options) : PromptLinter.Lint(path, text, options);
        foreach (var found in result.Diagnostics)
        {
            AssertInside(found.Span, text, path, found.Message);
            foreach (var edit in found.Fix?.Edits ?? [])
            {
                AssertInside(edit.Span, text, path, found.Fix!.Title);
            }

            var edits = (found.Fix?.Edits ?? []).OrderBy(e => e.Span.Start).ToList();
            for (var i = 1; i < edits.Count; i++)
            {
                Assert.True(edits[i - 1].Span.End <= edits[i].Span.Start, $"{found.Fix!.Title} overlaps itself in {path}:\n{Escaped(text)}");
            }
        }

        if (result.Diagnostics.Any(d => d.Fix is not null) && !CodePrompts.Recognises(path))
        {
            FixApplier.Apply(text, result.Diagnostics, FixKind.Ask, t => PromptLinter.Lint(path, t, options).Diagnostics);
        }

        var dialect = Enum.GetValues<TemplateDialect>()[random.Next(Enum.GetValues<TemplateDialect>().Length)];
        var syntax = TemplateParser.Parse(text, dialect);
        foreach (var span in syntax.Variables.Select(v => v.Span).Concat(syntax.Problems.Select(p => p.Span)).Concat(syntax.Parts.Select(p => p.Span)).Concat(syntax.Calls.Select(c => c.Span)))
        {
            AssertInside(span, text, dialect.ToString(), "span");
        }

        switch (random.Next(4))
        {
            case 0:
                YamlReader.Read(text, 0);
                break;
            case 1:
                JsonReader.Read(MappedText.Verbatim(text, 0));
                break;
            case 2:
                new PathGlob(text.Length > 200 ? text[..200] : text).IsMatch("a/b/c.md");
                break;
            default:
                LintConfigurationReader.Read(ConfigurationFile.Parse(text.StartsWith('{') ? text : "{\"lint\": {\"rules\": {\"K01\": " + text + "}}}").File);
                Output.Baseline.Parse(text);
                break;
        }
    }

    private static string Mutate(Random random, List<string> seeds)
    {
        var text = new StringBuilder(seeds[random.Next(seeds.Count)]);
        for (var n = random.Next(1, 8); n > 0 && text.Length > 0; n--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(8))
            {
                case 0:
                    text.Length = at;
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 2 or 3:
                    text.Insert(at, Spice[random.Next(Spice.Length)]);
                    break;
                case 4:
                    text[at] = Spice[random.Next(Spice.Length)][0];
                    break;
                case 5:
                    // A piece of another text.
                    var other = seeds[random.Next(seeds.Count)];
                    var from = random.Next(other.Length + 1);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(200), other.Length - from)));
                    break;
                case 6:
                    // A piece of the text moves.
                    var piece = text.ToString(at, Math.Min(random.Next(40), text.Length - at));
                    text.Remove(at, piece.Length);
                    text.Insert(random.Next(text.Length + 1), piece);
                    break;
                default:
                    // A piece again and again: what a parser does twice for each would not end.
                    var again = text.ToString(at, Math.Min(random.Next(1, 30), text.Length - at));
                    text.Insert(at, string.Concat(Enumerable.Repeat(again, random.Next(2, random.Next(20) == 0 ? 2_000 : 20))));
                    break;
            }

            if (text.Length > LongestText)
            {
                text.Length = LongestText;
            }
        }

        return text.ToString();
    }

    private static void AssertInside(TextSpan span, string text, string where, string what) =>
        Assert.True(span.Start >= 0 && span.Start <= span.End && span.End <= text.Length, $"{what}: {span} outside of {text.Length} in {where}:\n{Escaped(text)}");

    private static string Escaped(string text) => System.Text.Json.JsonSerializer.Serialize(text.Length > 4_000 ? text[..4_000] : text);
}
