using Plumb.Search.Tests.Support;

namespace Plumb.Search.Tests.Graph;

public sealed class MapTests
{
    [Fact]
    public async Task What_others_mention_comes_first_with_what_encloses_it()
    {
        using var folder = Folder();
        using var index = folder.Open();
        await index.Update();
        var map = Map(index, 2);
        Assert.Equal("lamp.py", map.Files[0].Path);
        Assert.Equal(2, map.Files[0].MentionedBy);
        Assert.Equal(["class LampKeeper", "def trim_wick(self, depth: int) -> int"], map.Files[0].Declarations.Select(d => d.Signature));
        Assert.Equal([0, 1], map.Files[0].Declarations.Select(d => d.Depth));
        Assert.Equal((3, 4), (map.TotalFiles, map.TotalSymbols));
    }

    [Fact]
    public async Task A_module_around_types_is_a_namespace_and_one_with_functions_is_not()
    {
        using var folder = new IndexedFolder(
            ("lib/lamp.rb", "module Harbour\n  # Keeps a lamp lit.\n  #\n  class LampKeeper\n    def trim_wick(depth)\n      depth + 1\n    end\n  end\nend\n"),
            ("lib/tide.rb", "module Harbour\n  # What the tide does.\n  module Tide\n    def self.high_water(day)\n      day * 2\n    end\n  end\nend\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal(["class LampKeeper", "module Tide"], Map(index, 10).Files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => f.Declarations[0].Signature));
    }

    [Fact]
    public async Task Remarks_between_a_head_and_its_body_are_no_part_of_the_signature()
    {
        using var folder = new IndexedFolder(("lib/lamp.rb", "module Lamp\n  # Keeps a lamp lit.\n  # And another.\n  def self.trim(depth)\n    depth + 1\n  end\nend\n"));
        using var index = folder.Open();
        await index.Update();
        Assert.Equal("module Lamp", Assert.Single(Map(index, 10).Files).Declarations[0].Signature);
    }

    [Fact]
    public async Task A_path_limits_the_map()
    {
        using var folder = Folder();
        using var index = folder.Open();
        await index.Update();
        Assert.Equal(["tests/test_lamp.py"], index.GetMap(10, "tests", CancellationToken.None).Files.Select(f => f.Path));
        Assert.Empty(index.GetMap(10, "tes", CancellationToken.None).Files);
    }

    [Fact]
    public async Task An_empty_workspace_has_an_empty_map()
    {
        using var folder = new IndexedFolder();
        using var index = folder.Open();
        await index.Update();
        Assert.Empty(Map(index, 10).Files);
        Assert.Empty(index.FindMentions("anything", 10, CancellationToken.None).Mentions);
    }

    [Fact]
    public async Task One_file_is_mapped_though_nobody_mentions_it()
    {
        using var folder = new IndexedFolder(("only.py", "class Lonely:\n    def member(self):\n        pass\n"));
        using var index = folder.Open();
        await index.Update();
        var file = Assert.Single(Map(index, 10).Files);
        Assert.Equal((0.0, 0), (file.Share, file.MentionedBy));
        Assert.Equal(["class Lonely"], file.Declarations.Select(d => d.Signature));
    }

    [Fact]
    public async Task A_changed_file_is_in_the_map_at_once_however_few_changed()
    {
        using var folder = new IndexedFolder([.. Enumerable.Range(0, 60).Select(i => ($"f{i}.py", $"def function_{(char)('a' + (i % 26))}{i}(): pass\n"))]);
        using var index = folder.Open();
        await index.Update();
        folder.Write("f0.py", "def fresh_arrival(): pass\n");
        folder.Write("f1.py", "from f0 import fresh_arrival\nfresh_arrival()\n");
        await index.Update();
        var first = Map(index, 1).Files[0];
        Assert.Equal(("f0.py", 1), (first.Path, first.MentionedBy));
    }

    [Fact]
    public async Task The_same_files_give_the_same_map_however_they_were_indexed()
    {
        using var folder = Folder();
        using var index = folder.Open();
        await index.Update();
        using var other = new IndexedFolder();
        using var step = other.Open();
        foreach (var path in Directory.EnumerateFiles(folder.Root, "*.py", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal))
        {
            other.Write(Path.GetRelativePath(folder.Root, path), File.ReadAllText(path));
            await step.Update();
        }

        Assert.Equal(Flat(Map(index, 20)), Flat(Map(step, 20)));
    }

    [Fact]
    public async Task Who_mentions_a_name_is_read_from_the_files_and_tests_come_last()
    {
        using var folder = Folder();
        using var index = folder.Open();
        await index.Update();
        var found = index.FindMentions("LampKeeper.trim_wick", 10, CancellationToken.None);
        Assert.Equal("lamp.py", Assert.Single(found.Declarations).Path);
        Assert.Equal([("harbour.py", 5), ("tests/test_lamp.py", 5)], found.Mentions.Select(m => (m.Path, m.Line)));
        Assert.Equal("return LampKeeper().trim_wick(3)", found.Mentions[0].Text);
        Assert.False(index.FindMentions("trim_wick", 1, CancellationToken.None).IsComplete);
    }

    [Fact]
    public async Task Hits_say_how_many_files_mention_theirs_and_it_adds_little()
    {
        using var folder = Folder();
        using var index = folder.Open();
        await index.Update();
        var signal = index.Hits("trim_wick").First(h => h.Path == "lamp.py").Signals.Single(s => s.Name.Contains("mentioned by", StringComparison.Ordinal));
        Assert.Equal("× mentioned by 2 files", signal.Name);
        Assert.InRange(signal.Value, 1, 1.15);
    }

    private static IndexedFolder Folder() => new(
        ("lamp.py", "class LampKeeper:\n    def trim_wick(self, depth: int) -> int:\n        return depth\n"),
        ("harbour.py", "from lamp import LampKeeper\n\n\ndef open_harbour():\n    return LampKeeper().trim_wick(3)\n"),
        ("tests/test_lamp.py", "from lamp import LampKeeper\n\n\ndef test_trim():\n    assert LampKeeper().trim_wick(3) == 3\n"));

    private static WorkspaceMap Map(WorkspaceIndex index, int limit) => index.GetMap(limit, null, CancellationToken.None);

    private static string Flat(WorkspaceMap map) => string.Join('\n', map.Files.Select(f => $"{f.Path} {f.Share:R} {f.MentionedBy} {string.Join(',', f.Declarations)}"));
}
