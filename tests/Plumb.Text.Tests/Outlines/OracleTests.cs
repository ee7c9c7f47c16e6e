using System.Runtime.CompilerServices;
using Plumb.OutlineOracle;

namespace Plumb.Text.Tests;

/// <summary>Runs where Universal Ctags is installed.</summary>
public sealed class CtagsFactAttribute : FactAttribute
{
    public CtagsFactAttribute() => Skip = Ctags.Missing();
}

public class OracleTests
{
    [CtagsFact]
    public void Our_outlines_hold_what_ctags_finds_in_our_own_sources()
    {
        var score = Comparison.Run([Path.Combine(Root(), "server", "Plumb.Text")], "C#").Single();

        Assert.True(score.Wanted > 100, $"ctags finds only {score.Wanted}");
        Assert.True(score.Recall >= 0.97, $"recall {score.Recall:P1}: {string.Join('\n', score.Misses.Take(20))}");
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
