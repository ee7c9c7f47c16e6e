using Plumb.Search.Overlay;
using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Overlay;

public class OverlayTests
{
    private const string Before = "public class Lamp\n{\n    /// <summary>Lights it at dusk.</summary>\n    public void Ignite(int wattage)\n    {\n        Burn(wattage);\n    }\n}\n";

    private static readonly string After = "// A comment before all.\n" + Before.Replace("Ignite", "Extinguish", StringComparison.Ordinal).Replace("dusk", "dawn", StringComparison.Ordinal);

    [Fact]
    public async Task What_is_typed_is_found_and_what_it_replaces_is_not()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before), ("src/Other.cs", "class Other { void Wait() { } }\n"));
        using var index = folder.Open();
        await index.Update();
        index.Overlay = index.Overlay.With("src/Lamp.cs", After);

        var hit = Assert.Single(index.Hits("Extinguish"));
        Assert.Equal("src/Lamp.cs", hit.Path);
        Assert.Contains("Extinguish", hit.Snippet, StringComparison.Ordinal);
        Assert.Contains("public void Extinguish", string.Join('\n', After.Split('\n')[(hit.StartLine - 1)..hit.EndLine]), StringComparison.Ordinal);
        Assert.Empty(index.Hits("Ignite"));
        Assert.Empty(index.Hits("dusk"));
        Assert.Equal(After, index.ReadText("src/Lamp.cs")!.Text);
        Assert.Equal("Extinguish", Assert.Single(index.FindSymbols("Extinguish", 10, CancellationToken.None)).Name);
        Assert.Empty(index.FindSymbols("Ignite", 10, CancellationToken.None));

        index.Overlay = index.Overlay.Without("src/Lamp.cs");
        Assert.Empty(index.Hits("Extinguish"));
        Assert.Single(index.Hits("Ignite"));
        Assert.Equal(Before, index.ReadText("src/Lamp.cs")!.Text);
    }

    [Theory]
    [InlineData("Extinguish")]
    [InlineData("where is the lamp put out")]
    [InlineData("dawn wattage")]
    [InlineData("Lamp")]
    public async Task Unsaved_text_ranks_as_it_will_when_it_is_saved(string query)
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before), ("src/Other.cs", "class Other { void Wait(int wattage) { } }\n"), ("docs/lamp.md", "# Lamp\n\nBurns until dawn.\n"));
        using var index = folder.Open();
        await index.Update();
        index.Overlay = index.Overlay.With("src/Lamp.cs", After).With("src/New.cs", "class New { void DawnChorus() { } }\n");
        var unsaved = index.Search(query, 10, CancellationToken.None).Hits;

        folder.Write("src/Lamp.cs", After);
        folder.Write("src/New.cs", "class New { void DawnChorus() { } }\n");
        await index.Update();
        index.Overlay = WorkspaceOverlay.Empty;
        var saved = index.Search(query, 10, CancellationToken.None).Hits;
        Assert.NotEmpty(saved);
        Assert.Equal(saved.Select(Describe), unsaved.Select(Describe));
    }

    [Fact]
    public async Task A_new_file_is_found_before_it_is_saved_and_a_deleted_one_while_it_is_open()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before));
        using var index = folder.Open();
        await index.Update();
        File.Delete(Path.Combine(folder.Root, "src/Lamp.cs"));
        await index.Update();
        Assert.Empty(index.Hits("Ignite"));

        index.Overlay = index.Overlay.With("src/Lamp.cs", Before).With("new/folder/Fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        Assert.Equal("src/Lamp.cs", Assert.Single(index.Hits("Ignite")).Path);
        Assert.Equal("new/folder/Fog.md", Assert.Single(index.Hits("klaxonette")).Path);
    }

    [Theory]
    [InlineData("secret/notes.md")]
    [InlineData("node_modules/a/b.js")]
    [InlineData(".git/COMMIT_EDITMSG")]
    [InlineData("deep/inside.log")]
    [InlineData("package-lock.json")]
    public async Task What_would_not_be_indexed_is_not_found_unsaved_either(string path)
    {
        using var folder = new IndexedFolder((".gitignore", "secret/\n*.log\n!kept.log\n"), ("src/Lamp.cs", Before), ("deep/a.md", "# A\n"));
        using var index = folder.Open();
        await index.Update();
        index.Overlay = index.Overlay.With(path, "klaxonette sounds in the fog\n").With("deep/kept.log", "a harpsichord plays\n");
        Assert.Empty(index.Hits("klaxonette"));
        Assert.Single(index.Hits("harpsichord"));
    }

    [Fact]
    public async Task The_rules_hold_as_they_are_after_the_next_look_at_the_tree()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before));
        using var index = folder.Open();
        await index.Update();
        index.Overlay = index.Overlay.With("draft.md", "# Klaxonette\n");
        Assert.Single(index.Hits("klaxonette"));
        folder.Write(".gitignore", "draft.md\n");
        await index.Update();
        Assert.Empty(index.Hits("klaxonette"));
    }

    [Fact]
    public async Task A_text_that_is_emptied_has_no_hits()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before), ("b.md", "# Other\n"));
        using var index = folder.Open();
        await index.Update();
        index.Overlay = index.Overlay.With("src/Lamp.cs", "");
        Assert.Empty(index.Hits("Ignite"));
    }

    [Fact]
    public async Task Folders_that_another_index_answers_for_are_left_to_it()
    {
        using var folder = new IndexedFolder(("inner/Lamp.cs", Before), ("innermost.md", "# Ignite\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal(2, index.Hits("Ignite").Count);
        index.Elsewhere = ["inner/"];
        Assert.Equal("innermost.md", Assert.Single(index.Hits("Ignite")).Path);
        Assert.Equal("innermost.md", Assert.Single(index.FindSymbols("Ignite", 10, CancellationToken.None)).Path);
        index.Overlay = index.Overlay.With("inner/Lamp.cs", After);
        Assert.Empty(index.Hits("Extinguish"));
        index.Elsewhere = [];
        Assert.Single(index.Hits("Extinguish"));
    }

    [Fact]
    public async Task The_map_and_the_mentions_are_those_of_the_unsaved_text()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before), ("src/User.cs", "class User { void Use(Lamp lamp) { lamp.Ignite(3); } }\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.Contains(index.FindMentions("Ignite", 10, CancellationToken.None).Mentions, m => m.Path == "src/User.cs");
        index.Overlay = index.Overlay.With("src/User.cs", "class User { void Use(Lamp lamp) { lamp.Extinguish(3); } }\n").With("src/Lamp.cs", After);
        Assert.Empty(index.FindMentions("Ignite", 10, CancellationToken.None).Mentions);
        Assert.Equal("src/User.cs", Assert.Single(index.FindMentions("Extinguish", 10, CancellationToken.None).Mentions).Path);
        Assert.Contains(index.GetMap(20, null, CancellationToken.None).Files, f => f.Path == "src/Lamp.cs");
    }

    [Fact]
    public async Task Queries_and_typing_go_on_at_once()
    {
        using var folder = new IndexedFolder(("src/Lamp.cs", Before), ("b.md", "# Other\n"));
        using var index = folder.Open();
        await index.Update();
        var typing = Task.Run(() =>
        {
            for (var i = 0; i <= 300; i++)
            {
                index.Overlay = index.Overlay.With("src/Lamp.cs", Before + $"// word{i:000}x\n");
            }
        });
        while (!typing.IsCompleted)
        {
            Assert.True(index.Hits("wattage").Count <= 1);
        }

        await typing;
        Assert.Single(index.Hits("word300x"));
        Assert.Empty(index.Hits("word299x"));
    }

    private static string Describe(Hit hit) => FormattableString.Invariant($"{hit.Path}:{hit.StartLine}-{hit.EndLine} {hit.Symbol} {hit.Score:0.0000}");
}
