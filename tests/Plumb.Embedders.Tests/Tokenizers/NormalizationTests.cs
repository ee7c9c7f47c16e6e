using System.Text;
using Plumb.Tokens.Tokenizers;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Embedders.Tests.Tokenizers;

public sealed class NormalizationTests
{
    // From Unicode's NormalizationTest.txt: source, NFC, NFD, NFKC, NFKD.
    [Theory]
    [InlineData("1E0A", "1E0A", "0044 0307", "1E0A", "0044 0307")]
    [InlineData("1E0C 0307", "1E0C 0307", "0044 0323 0307", "1E0C 0307", "0044 0323 0307")]
    [InlineData("1E0A 0323", "1E0C 0307", "0044 0323 0307", "1E0C 0307", "0044 0323 0307")]
    [InlineData("0044 031B 0323", "1E0C 031B", "0044 031B 0323", "1E0C 031B", "0044 031B 0323")]
    [InlineData("212B", "00C5", "0041 030A", "00C5", "0041 030A")]
    [InlineData("0958", "0915 093C", "0915 093C", "0915 093C", "0915 093C")]
    [InlineData("FB01", "FB01", "FB01", "0066 0069", "0066 0069")]
    [InlineData("1E9B 0323", "1E9B 0323", "017F 0323 0307", "1E69", "0073 0323 0307")]
    [InlineData("AC00", "AC00", "1100 1161", "AC00", "1100 1161")]
    [InlineData("AC01", "AC01", "1100 1161 11A8", "AC01", "1100 1161 11A8")]
    [InlineData("1100 1161 11A8", "AC01", "1100 1161 11A8", "AC01", "1100 1161 11A8")]
    [InlineData("0061 0315 0300 05AE 0300 0062", "00E0 05AE 0300 0315 0062", "0061 05AE 0300 0300 0315 0062", "00E0 05AE 0300 0315 0062", "0061 05AE 0300 0300 0315 0062")]
    [InlineData("2F800", "4E3D", "4E3D", "4E3D", "4E3D")]
    public void Forms_are_those_of_unicodes_own_test(string source, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, Show(NormalizationForms.Normalize(Parse(source), compatible: false, compose: true)));
        Assert.Equal(nfd, Show(NormalizationForms.Normalize(Parse(source), compatible: false, compose: false)));
        Assert.Equal(nfkc, Show(NormalizationForms.Normalize(Parse(source), compatible: true, compose: true)));
        Assert.Equal(nfkd, Show(NormalizationForms.Normalize(Parse(source), compatible: true, compose: false)));
    }

    [Fact]
    public void A_compiled_character_map_replaces_what_it_knows()
    {
        // A double array for one key, the byte 0x61 ("a"), which gives the text at offset 2. Root at 0 with its children
        // from 256 on: unit 0 has the offset 256; the child of "a" lies at 256 ^ 0x61, says that it is a leaf, and its
        // value lies at its own place ^ 512.
        const int child = 256 ^ 0x61;
        var trie = new uint[1024];
        trie[0] = 256u << 10;
        trie[child] = 0x61 | (1u << 8) | (512u << 10);
        trie[child ^ 512] = 2 | 0x8000_0000;
        var bytes = new List<byte>(BitConverter.GetBytes(trie.Length * 4));
        bytes.AddRange(trie.SelectMany(BitConverter.GetBytes));
        bytes.AddRange("x\0yes\0"u8);
        var map = CharacterMap.Read(Convert.ToBase64String([.. bytes]));
        Assert.Equal("byesn\u00e9b", map.Normalize("ban\u00e9b"));
    }

    private static string Parse(string codes) => string.Concat(codes.Split(' ').Select(code => new Rune(Convert.ToInt32(code, 16)).ToString()));

    private static string Show(string text) => string.Join(' ', text.EnumerateRunes().Select(rune => rune.Value.ToString("X4")));
}
