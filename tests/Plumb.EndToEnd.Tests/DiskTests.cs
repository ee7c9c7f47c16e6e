using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

/// <summary>Full, read-only and damaged disks: one clear sentence, and nothing that was committed is lost.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    // On one core a run's rows come as one piece, of which a full disk takes nothing: what is removed later needs no room. Two threads
    // may have filled the disk with the piece of one of them; then it needs some.
    [MountFact]
    public Task A_full_disk_is_told_and_what_was_committed_before_stays() =>
        FillAsync("taskset -pc 0 $$ >/dev/null || exit 98", makeRoom: "");

    [MountFact]
    public Task A_full_disk_that_is_given_room_goes_on_where_it_was() =>
        FillAsync(before: "", makeRoom: "mount -o remount,size=4m \"$PLUMB_HOME\"");

    private async Task FillAsync(string before, string makeRoom)
    {
        WriteMuch("more");
        var steps = await Mounts.RunAsync(
            fixture,
            megabytes: 1,
            $$$"""
            {{{before}}}
            mv more ../more
            step first "$PLUMB" index
            mv ../more more
            step full "$PLUMB" index
            step again "$PLUMB" index --rebuild
            step search "$PLUMB" search compute_backoff --no-refresh --json
            step fresh "$PLUMB" search "Part 417" --json
            step status "$PLUMB" status --json
            rm -r more
            {{{makeRoom}}}
            step room "$PLUMB" index --json
            step after "$PLUMB" search RecordOutage --json
            """);
        Assert.Equal(0, steps["first"].ExitCode);
        foreach (var name in (string[])["full", "again"])
        {
            AssertSentence(steps[name]);
            Assert.Contains("free some space", steps[name].Errors, StringComparison.Ordinal);
        }

        Assert.Equal("src/beacon.py", FirstPath(steps["search"]));

        // Who only asks is answered from memory, with what is new.
        Assert.Equal("more/part417.md", FirstPath(steps["fresh"]));
        Assert.Contains("kept in memory", Assert.Single(steps["fresh"].ErrorLines), StringComparison.Ordinal);
        Assert.Contains(Json(steps["status"]).GetProperty("state").GetString(), new[] { "partial", "ready" });
        Assert.Equal(4, Json(steps["room"]).GetProperty("files").GetInt32());
        Assert.Equal("src/ledger.cs", FirstPath(steps["after"]));
    }

    [MountFact]
    public async Task A_disk_that_is_full_from_the_start_is_told()
    {
        var steps = await Mounts.RunAsync(
            fixture,
            megabytes: 1,
            """
            dd if=/dev/zero of="$PLUMB_HOME/filler" bs=1024 2>/dev/null
            step index "$PLUMB" index
            step search "$PLUMB" search beacon
            rm "$PLUMB_HOME/filler"
            step room "$PLUMB" index
            """);
        AssertSentence(steps["index"]);
        AssertSentence(steps["search"]);
        Assert.Equal(0, steps["room"].ExitCode);
    }

    [MountFact]
    public async Task A_read_only_disk_is_read_and_never_in_the_way()
    {
        var steps = await Mounts.RunAsync(
            fixture,
            megabytes: 16,
            """
            step first "$PLUMB" index
            mount -o remount,ro "$PLUMB_HOME"
            printf 'def foghorn_schedule(): pass\n' > src/late.py
            step index "$PLUMB" index
            step clear "$PLUMB" index --clear
            step old "$PLUMB" search compute_backoff --no-refresh --json
            step new "$PLUMB" search foghorn --json
            step status "$PLUMB" status --json
            step why "$PLUMB" why src/beacon.py
            mount -o remount,rw "$PLUMB_HOME"
            step after "$PLUMB" status --json
            """);
        Assert.Equal(0, steps["first"].ExitCode);
        AssertSentence(steps["index"]);
        Assert.Contains("make that folder writable", steps["index"].Errors, StringComparison.Ordinal);
        AssertSentence(steps["clear"]);

        // What is stored answers, and what is new is indexed in memory.
        Assert.Equal("src/beacon.py", FirstPath(steps["old"]));
        Assert.Contains("kept in memory", Assert.Single(steps["old"].ErrorLines), StringComparison.Ordinal);
        Assert.Equal("src/late.py", FirstPath(steps["new"]));
        Assert.True(Json(steps["status"]).GetProperty("inMemory").GetBoolean());
        Assert.Equal(4, Json(steps["status"]).GetProperty("files").GetInt32());
        Assert.Equal(0, steps["why"].ExitCode);
        var after = Json(steps["after"]);
        Assert.Equal(("ready", false, 4), (after.GetProperty("state").GetString(), after.GetProperty("inMemory").GetBoolean(), after.GetProperty("files").GetInt32()));
    }

    [MountFact]
    public async Task A_read_only_disk_without_an_index_is_told()
    {
        var steps = await Mounts.RunAsync(
            fixture,
            megabytes: 1,
            """
            mount -o remount,ro "$PLUMB_HOME"
            step index "$PLUMB" index
            step search "$PLUMB" search beacon
            step status "$PLUMB" status
            """);
        Assert.All(steps.Values, AssertSentence);
        Assert.All(steps.Values, step => Assert.Contains("PLUMB_HOME", step.Errors, StringComparison.Ordinal));
    }

    [MountFact]
    public async Task A_log_that_no_process_wrote_back_is_read_from_a_read_only_disk()
    {
        // A process that is killed leaves what it committed last in the log beside the store.
        var steps = await Mounts.RunAsync(
            fixture,
            megabytes: 16,
            """
            step first "$PLUMB" index
            store=$(find "$PLUMB_HOME" -name index.db)
            mkfifo ../held
            "$PLUMB" lsp <../held >/dev/null 2>&1 &
            server=$!
            exec 3>../held
            for i in 1 2 3; do
              printf 'def foghorn_%s(): pass\n' $i > src/late$i.py
              step more$i "$PLUMB" index
            done
            kill -9 $server
            test -s "$store-wal" && echo yes > "$STEPS/log"
            mount -o remount,ro "$PLUMB_HOME"
            step search "$PLUMB" search foghorn_3 --no-refresh --json
            """);
        Assert.Equal("src/late3.py", FirstPath(steps["search"]));
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.7)]
    public async Task A_store_that_was_cut_off_is_set_aside_and_made_anew(double share)
    {
        WriteMuch("more");
        await fixture.RunJsonAsync("index");
        var store = fixture.FindStore();
        using (var file = new FileStream(store, FileMode.Open))
        {
            file.SetLength((long)(file.Length * share));
        }

        await AssertRecoversAsync(store);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_store_that_is_damaged_in_its_middle_is_set_aside_and_made_anew(int seed)
    {
        WriteMuch("more");
        await fixture.RunJsonAsync("index");
        var store = fixture.FindStore();
        var random = new Random(seed);
        using (var file = new FileStream(store, FileMode.Open))
        {
            // Whole pages behind the first one, as a disk loses them.
            var pages = (int)(file.Length / 4096);
            for (var i = 0; i < pages / 2; i++)
            {
                file.Position = 4096L * random.Next(1, pages);
                var noise = new byte[4096];
                random.NextBytes(noise);
                file.Write(noise);
            }
        }

        await AssertRecoversAsync(store);
    }

    // At most one command tells of the damage; the next ones have a new index.
    private async Task AssertRecoversAsync(string store)
    {
        for (var attempt = 0; ; attempt++)
        {
            var run = await fixture.RunAsync("index", "--rebuild");
            if (run.ExitCode == 0)
            {
                break;
            }

            AssertSentence(run);
            Assert.Contains("damaged", run.Errors, StringComparison.Ordinal);
            Assert.True(attempt < 2, "the store does not recover: " + run.Errors);
        }

        Assert.Equal("src/beacon.py", (await fixture.SearchAsync("compute_backoff"))[0]);
        Assert.Equal("ready", (await fixture.RunJsonAsync("status")).GetProperty("state").GetString());
        Assert.NotEmpty(Directory.EnumerateFiles(Path.GetDirectoryName(store)!, "index.db.aside*"));
    }

    // About three megabytes of index, of words that occur once.
    private void WriteMuch(string folder)
    {
        var random = new Random(7);
        for (var i = 0; i < 600; i++)
        {
            fixture.Write($"{folder}/part{i}.md", $"# Part {i}\n\n" + string.Join('\n', Enumerable.Range(0, 60).Select(_ => $"w{random.Next()}x q{random.Next()}z")) + "\n");
        }
    }

    private static JsonElement Json(RunResult result)
    {
        Assert.True(result.ExitCode is 0 or 1, $"exit code {result.ExitCode}: {result.Errors}");
        return JsonDocument.Parse(result.Output).RootElement.Clone();
    }

    private static string? FirstPath(RunResult result) => Json(result).GetProperty("results")[0].GetProperty("path").GetString();

    private static void AssertSentence(RunResult result)
    {
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("plumb: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
