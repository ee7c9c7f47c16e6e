using System.Text.Json;
using Plumb.Embedders.Tests.Support;
using Plumb.Embedders.Tokenizers;
using Plumb.Tokens.Tokenizers;

namespace Plumb.Embedders.Tests.Tokenizers;

/// <summary>A small tokenizer with the ids that the reference gives; Fixtures/generate.mjs writes them.</summary>
internal static class TokenizerFixture
{
    public static string Json(string name) => Read(name).GetProperty("tokenizer").GetRawText();

    public static Tokenizer Load(string name, out IReadOnlyList<(string Text, int[] Ids)> expected)
    {
        expected = [.. Read(name).GetProperty("expected").EnumerateArray().Select(e => (e.GetProperty("text").GetString()!, e.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32()).ToArray()))];
        using var folder = new Folder();
        return TokenizerFile.Load(folder.Write("tokenizer.json", Json(name)));
    }

    private static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".json"))).RootElement;
}
