namespace Plumb.EndToEnd.Tests;

public sealed class MapCommandTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task The_map_lists_what_others_mention_first()
    {
        var map = await fixture.RunJsonAsync("map", "--limit", "2");
        var file = map.GetProperty("files")[0];
        Assert.Equal("src/beacon.py", file.GetProperty("path").GetString());
        Assert.Equal(1, file.GetProperty("mentionedBy").GetInt32());
        Assert.Equal("class BeaconKeeper", file.GetProperty("declarations")[0].GetProperty("signature").GetString());
        var text = await fixture.RunAsync("map", "src");
        Assert.StartsWith("src/beacon.py", text.Output);
        Assert.Contains("def compute_backoff(self, attempt: int) -> float", text.Output);
        Assert.Equal(text.Output, (await fixture.RunAsync("map", "src", "--no-refresh")).Output);
    }

    [Fact]
    public async Task A_symbol_has_its_declaration_and_mentions()
    {
        var found = await fixture.RunJsonAsync("map", "--symbol", "compute_backoff");
        Assert.Equal("src/beacon.py", found.GetProperty("declarations")[0].GetProperty("path").GetString());
        Assert.Equal("tests/test_beacon.py", found.GetProperty("mentions")[0].GetProperty("path").GetString());
        Assert.Equal(5, found.GetProperty("mentions")[0].GetProperty("line").GetInt32());
        Assert.Equal(1, (await fixture.RunAsync("map", "--symbol", "no_such_name")).ExitCode);
    }

    [Fact]
    public async Task Wrong_arguments_are_told_in_one_sentence()
    {
        foreach (string[] arguments in new string[][] { ["map", "--limit", "0"], ["map", "src", "--symbol", "x"], ["map", "nowhere"], ["map", ".."] })
        {
            var result = await fixture.RunAsync(arguments);
            Assert.Equal((2, 1), (result.ExitCode, result.ErrorLines.Count));
        }
    }
}
