using System.Globalization;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Indexing;

/// <summary>Many saves in one process; PLUMB_STRESS_EDITS sets how many (an hour of one in three seconds is 1,200).</summary>
public sealed class EditStressTests
{
    private const long MaxGrowth = 16 << 20;

    [Fact]
    public async Task Memory_and_store_stay_flat_while_files_are_edited()
    {
        var edits = int.TryParse(Environment.GetEnvironmentVariable("PLUMB_STRESS_EDITS"), CultureInfo.InvariantCulture, out var given) ? given : 60;
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 200).Select(i => ($"src/f{i}.py", Text(i, 0)))]);
        using var index = folder.Open();
        await index.Update();
        var (memory, store) = (0L, 0L);
        for (var edit = 1; edit <= edits; edit++)
        {
            var file = edit % 200;
            folder.Write($"src/f{file}.py", Text(file, edit));
            var report = await index.UpdateFilesAsync([$"src/f{file}.py"], CancellationToken.None);
            Assert.Equal((1, 200), (report.Changed, report.Files));
            Assert.Equal($"src/f{file}.py", index.Hits($"edited{edit}")[0].Path);
            if (edit == edits / 3)
            {
                (memory, store) = (GC.GetTotalMemory(forceFullCollection: true), index.GetStatus().StoreBytes);
            }
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, MaxGrowth);
        Assert.InRange(index.GetStatus().StoreBytes, 0, (store * 2) + (1 << 20));
    }

    private static string Text(int file, int edit) =>
        $"def edited{edit}():\n    pass\n\n\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"def f{file}_{i}(value):\n    return value * {i}\n\n\n"));
}
