namespace Plumb.EndToEnd.Tests;

/// <summary>Disks of any size and mood: a shell in a mount namespace of its own, which needs no rights and leaves nothing behind.</summary>
internal static class Mounts
{
    /// <summary>
    /// Runs a script whose PLUMB_HOME is a disk in memory. <c>step NAME COMMAND...</c> runs a command and keeps what it said;
    /// <c>mount -o remount,ro "$PLUMB_HOME"</c> makes the disk read-only.
    /// </summary>
    /// <param name="fixture">Whose workspace is the current folder and whose data folder is mounted over.</param>
    /// <param name="megabytes">Size of the disk.</param>
    /// <param name="script">For <c>sh</c>; <c>$PLUMB</c> is the binary.</param>
    /// <returns>What each step gave, by its name.</returns>
    public static async Task<IReadOnlyDictionary<string, RunResult>> RunAsync(Fixture fixture, int megabytes, string script)
    {
        var output = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(fixture.Root)!, "steps")).FullName;
        Directory.CreateDirectory(fixture.Home);
        fixture.Environment["PLUMB"] = PlumbProcess.Binary;
        fixture.Environment["STEPS"] = output;
        var all = $$"""
            mount -t tmpfs -o size={{megabytes}}m none "$PLUMB_HOME" || exit 99
            step() { name=$1; shift; "$@" >"$STEPS/$name.out" 2>"$STEPS/$name.err" </dev/null; echo $? >"$STEPS/$name.code"; }
            {{script}}
            """.ReplaceLineEndings("\n");
        var run = await PlumbProcess.FinishAsync(PlumbProcess.StartProgram("unshare", fixture.Root, fixture.Environment, "-rm", "sh", "-c", all));
        Assert.True(run.ExitCode == 0, run.Errors);
        return Directory.EnumerateFiles(output, "*.code").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => new RunResult(int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture), File.ReadAllText(Path.ChangeExtension(file, ".out")), File.ReadAllText(Path.ChangeExtension(file, ".err"))),
            StringComparer.Ordinal);
    }
}
