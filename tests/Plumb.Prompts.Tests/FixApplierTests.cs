using FsCheck;
using FsCheck.Fluent;
using Plumb.Prompts.Configuration;
using Plumb.Prompts.Fixing;
using Plumb.Text;

namespace Plumb.Prompts.Tests;

public sealed class FixApplierTests
{
    [Fact]
    public void Overlapping_fixes_are_applied_one_after_the_other()
    {
        // Each finding is a run of two or more 'a', and its fix takes one away: both ends of a run collide.
        IReadOnlyList<LintDiagnostic> Lint(string text)
        {
            var found = new List<LintDiagnostic>();
            for (var at = 0; at + 1 < text.Length; at++)
            {
                if (text[at] == 'a' && text[at + 1] == 'a')
                {
                    found.Add(new LintDiagnostic(new TextSpan(at, at + 2), "A01", "twice", LintSeverity.Warning, "twice", new LintFix("one", FixKind.Safe, [new LintEdit(new TextSpan(at, at + 2), "a")])));
                }
            }

            return found;
        }

        var result = FixApplier.Apply("aaaa b aaa", Lint("aaaa b aaa"), FixKind.Safe, Lint);
        Assert.Equal(("a b a", 0), (result.Text, result.Remaining.Count));
    }

    [Fact]
    public void A_fix_that_leaves_a_file_that_cannot_be_read_is_taken_back()
    {
        LintDiagnostic[] before = [new(new TextSpan(0, 1), "A01", "a", LintSeverity.Warning, "", new LintFix("x", FixKind.Safe, [new LintEdit(new TextSpan(0, 1), "x")]))];
        var result = FixApplier.Apply("abc", before, FixKind.Safe, _ => [new LintDiagnostic(default, "P01", "unreadable-file", LintSeverity.Error, "")]);
        Assert.Equal(("abc", 0), (result.Text, result.Fixed));
    }

    [Fact]
    public void Fixes_that_ask_wait_to_be_allowed()
    {
        LintDiagnostic[] found = [new(new TextSpan(0, 1), "A01", "a", LintSeverity.Warning, "", new LintFix("x", FixKind.Ask, [new LintEdit(new TextSpan(0, 1), "x")]))];
        Assert.Equal("abc", FixApplier.Apply("abc", found, FixKind.Safe, _ => []).Text);
        Assert.Equal("xbc", FixApplier.Apply("abc", found, FixKind.Ask, _ => []).Text);
    }

    /// <summary>Applying the difference gives the other text, whatever the two are.</summary>
    [Fact]
    public void A_difference_leads_from_one_text_to_the_other()
    {
        var text = Gen.Elements("a\n", "b\n", "c\n", "\n", "d").ListOf().Select(lines => string.Concat(lines));
        var pairs = from before in text from after in text select (before, after);
        Prop.ForAll(pairs.ToArbitrary(), pair => Patch(pair.before, UnifiedDiff.Write("x", pair.before, pair.after)) == pair.after).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("*.md", "a/b.md", true)]
    [InlineData("*.md", "a/b.mdx", false)]
    [InlineData("docs/**", "docs/a/b.md", true)]
    [InlineData("docs/*.md", "docs/a/b.md", false)]
    [InlineData("docs/", "docs/a/b.md", true)]
    [InlineData("/a.md", "b/a.md", false)]
    [InlineData("**/x/*.{yml,yaml}", "a/b/x/c.yaml", true)]
    [InlineData("**/x/*.{yml,yaml}", "x/c.yml", true)]
    [InlineData("a?[!b-d].md", "axe.md", true)]
    [InlineData("a?[!b-d].md", "axc.md", false)]
    [InlineData("[", "[", true)]
    [InlineData("a[z-a].md", "ab.md", false)]
    [InlineData("a[+-9]b", "a/b", false)]
    [InlineData("a[+-9]b", "a.b", true)]
    [InlineData("[]^\\-]x", "]x", true)]
    [InlineData("{a,b/{c,d}}/*.md", "b/d/x.md", true)]
    [InlineData("{a,b/{c,d}}/*.md", "b/x.md", false)]
    [InlineData("{{{{", "{{{{", true)]
    public void Globs_match_paths(string glob, string path, bool expected) => Assert.Equal(expected, new PathGlob(glob).IsMatch(path));

    [Theory]
    [InlineData("*.ts", "a/b/c.TS", true)]
    [InlineData("src/*.ts", "app/src/a.ts", true)]
    [InlineData("/src/*.ts", "app/src/a.ts", false)]
    [InlineData("./src/**/[ab].{ts,tsx}", "src/x/y/b.tsx", true)]
    [InlineData("src", "src/a.ts", false)]
    public void Globs_of_editors_match_paths(string glob, string path, bool expected) => Assert.Equal(expected, Workspace.GlobPattern.Compile(glob).IsMatch(path));

    private static string Patch(string before, string diff)
    {
        var old = Lines(before);
        var result = new System.Text.StringBuilder();
        var at = 0;
        var lines = Lines(diff).Skip(diff.Length > 0 ? 2 : 0).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                var range = line.Split(' ')[1][1..].Split(',');
                var start = int.Parse(range[0]) - (range.Length > 1 && range[1] == "0" ? 0 : 1);
                for (; at < start; at++)
                {
                    result.Append(old[at]);
                }

                continue;
            }

            var isLast = i + 1 < lines.Count && lines[i + 1].StartsWith('\\');
            var text = isLast ? line[1..].TrimEnd('\n') : line[1..];
            if (line[0] == ' ')
            {
                Assert.Equal(old[at++], text);
                result.Append(text);
            }
            else if (line[0] == '-')
            {
                Assert.Equal(old[at++], text);
            }
            else if (line[0] == '+')
            {
                result.Append(text);
            }
        }

        for (; at < old.Count; at++)
        {
            result.Append(old[at]);
        }

        return result.ToString();
    }

    private static List<string> Lines(string text) => [.. text.Split('\n').Select((l, i) => (l, i)).Where(x => x.l.Length > 0 || x.i < text.Count(c => c == '\n')).Select(x => x.i < text.Count(c => c == '\n') ? x.l + "\n" : x.l)];
}
