using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Secrets;

/// <summary>A hit shows a file as it is now, and masks what is a secret in it now.</summary>
public sealed class MaskedHitTests
{
    private const string Head = "public class Lamp\n{\n    public void Ignite(int wattage)\n    {\n";

    // Never real, and put together so that no scanner takes this file for one that holds a key.
    private static readonly string Key = "gh" + "p_" + "wB3kZ8mQ2vT6xY1nR5pL9cD4fG7hJ0sA2eU6";

    [Fact]
    public async Task A_file_that_is_what_was_indexed_is_shown_as_it_was_masked()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Head + $"        Burn(\"{Key}\");\n    }}\n}}\n"), ("src/Plain.cs", Head + "        Glow(2);\n    }\n}\n"));
        Age(folder, "src/Lamp.cs", "src/Plain.cs");
        using var index = folder.Open();
        await index.Update();

        var hits = index.Hits("Ignite");
        Assert.Equal(2, hits.Count);
        Assert.All(hits, hit => Assert.DoesNotContain(Key, hit.Snippet, StringComparison.Ordinal));
        Assert.Contains(hits, hit => hit.Snippet.Contains(new string('*', Key.Length), StringComparison.Ordinal));
        Assert.Contains(hits, hit => hit.Snippet.Contains("Glow(2);", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_that_was_written_after_indexing_is_masked(bool keepsSize)
    {
        var before = Head + "        Burn(1);\n        // " + new string('x', Key.Length) + "\n    }\n}\n";
        using var folder = new IndexedFolder(("src/Lamp.cs", before));
        Age(folder, "src/Lamp.cs");
        using var index = folder.Open();
        await index.Update();
        Assert.Contains("Burn(1);", Assert.Single(index.Hits("Ignite")).Snippet, StringComparison.Ordinal);

        folder.Write("src/Lamp.cs", before.Replace(new string('x', Key.Length), keepsSize ? Key : Key + " and more", StringComparison.Ordinal));
        var hit = Assert.Single(index.Hits("Ignite"));
        Assert.DoesNotContain(Key, hit.Snippet, StringComparison.Ordinal);
        Assert.Contains(new string('*', Key.Length), hit.Snippet, StringComparison.Ordinal);
    }

    // Of a file that was written a moment before it was indexed, the time tells nothing.
    private static void Age(IndexedFolder folder, params string[] paths)
    {
        foreach (var path in paths)
        {
            File.SetLastWriteTimeUtc(Path.Combine(folder.Root, path), new DateTime(2024, 5, 17, 8, 30, 0, DateTimeKind.Utc));
        }
    }
}
