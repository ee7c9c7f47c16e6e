using Plumb.Prompts.Code;
using Plumb.Prompts.Fixing;
using Plumb.Prompts.Rules;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Tests;

/// <summary>Runs the cases of all lists, and counts them.</summary>
public sealed class RuleCaseListTests
{
    private const int Least = 5;

    private static readonly List<RuleCase> Listed = [.. WorkspaceRuleCases.All, .. FileRuleCases.All, .. RealFileCases.All];

    /// <summary>Every case there is, those of <see cref="RuleCaseTests"/> too.</summary>
    internal static IReadOnlyList<RuleCase> All { get; } =
        [.. Listed, .. RuleCaseTests.Cases.Select(c => new RuleCase((string)c[0], (string)c[1], (string)c[2], (bool)c[3]))];

    public static TheoryData<string, int> Places
    {
        get
        {
            var places = new TheoryData<string, int>();
            for (var i = 0; i < Listed.Count; i++)
            {
                places.Add(Listed[i].Code, i);
            }

            return places;
        }
    }

    public static TheoryData<string> Codes => [.. RuleCatalogue.All.Select(r => r.Code)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Reports_what_is_wrong_and_nothing_else(string code, int place)
    {
        var listed = Listed[place];
        var found = Lint(listed, listed.Text);
        Assert.True(found.Any(d => d.Code == code) == listed.IsFound, $"{listed.Source}\n{listed.Path}:\n{listed.Text}\n{string.Join('\n', found)}");
    }

    /// <summary>Applied twice the fixes change nothing more, and the file can be read as well as before.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void Fixes_leave_nothing_more_to_fix_and_a_file_that_can_be_read(string code, int place)
    {
        var listed = Listed[place];
        var before = Lint(listed, listed.Text);
        Assert.Equal(listed.IsFound, before.Any(d => d.Code == code));
        var once = FixApplier.Apply(listed.Text, before, FixKind.Safe, text => Lint(listed, text));
        Assert.DoesNotContain(once.Remaining, d => d.Fix?.Kind == FixKind.Safe);
        Assert.Equal(once.Text, FixApplier.Apply(once.Text, Lint(listed, once.Text), FixKind.Safe, text => Lint(listed, text)).Text);
        Assert.True(Unreadable(once.Remaining) <= Unreadable(before), once.Text);
        foreach (var fix in before.Select(d => d.Fix).OfType<LintFix>())
        {
            var mended = FixApplier.Replace(listed.Text, fix.Edits);
            Assert.True(Unreadable(Lint(listed, mended)) <= Unreadable(before), $"{fix.Title}:\n{mended}");
        }
    }

    /// <summary>A fix that asks mends what it was offered for.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void A_fix_mends_its_finding(string code, int place)
    {
        var listed = Listed[place];
        var before = Lint(listed, listed.Text);
        foreach (var found in before.Where(d => d.Code == code && d.Fix is not null))
        {
            var after = Lint(listed, FixApplier.Replace(listed.Text, found.Fix!.Edits));
            Assert.True(after.Count(d => d.Code == code) < before.Count(d => d.Code == code), $"{found.Message} {found.Fix.Title}\n{FixApplier.Replace(listed.Text, found.Fix.Edits)}");
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_rule_has_five_cases_of_each_kind_and_one_of_a_real_file(string code)
    {
        var cases = All.Where(c => c.Code == code).ToList();
        Assert.True(cases.Count(c => c.IsFound) >= Least, $"{code} has {cases.Count(c => c.IsFound)} cases that it reports.");
        Assert.True(cases.Count(c => !c.IsFound) >= Least, $"{code} has {cases.Count(c => !c.IsFound)} cases that it leaves alone.");
        Assert.True(cases.Any(c => c.Source is not null), $"{code} has no case of a real file.");
        Assert.Equal(cases.Count, cases.Select(c => (c.Path, c.Text, c.Options is null ? null : c)).Distinct().Count());
    }

    internal static IReadOnlyList<LintDiagnostic> Lint(RuleCase listed, string text)
    {
        // The file itself is a part of its workspace, as it is now.
        var options = listed.Options ?? LintOptions.Default;
        return CodePrompts.Recognises(listed.Path) ? CodePrompts.Lint(listed.Path, text, options).Diagnostics : PromptLinter.Lint(listed.Path, text, options).Diagnostics;
    }

    private static int Unreadable(IEnumerable<LintDiagnostic> found) => found.Count(d => d.Code is "P01" or "T04");
}
