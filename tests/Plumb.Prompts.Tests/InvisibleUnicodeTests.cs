namespace Plumb.Prompts.Tests;

public sealed class InvisibleUnicodeTests
{
    [Theory]
    [InlineData("a«\u200B»b")]
    [InlineData("a«\u200B\u200B»b«\u200D»c")]
    [InlineData("a«\u202E»b«\u2066»c")]
    [InlineData("a«\u2060»b«\u00AD»c«\uFEFF»d")]
    [InlineData("hi«\U000E0068\U000E0069»")]
    [InlineData("🏴«\U000E0067\U000E0062»")]
    [InlineData("😀\uFE0F«\uFE0F\uFE01»")]
    [InlineData("a«\u200E»b")]
    [InlineData("😀«\u200D» x")]
    public void Reports(string text)
    {
        Marked.Check("S03", "AGENTS.md", text);
        Marked.Check("S03", "a.yaml", Marked.Kernel(text));
        Marked.Check("S03", "a.prompty", Marked.Prompty(text));
    }

    [Theory]
    [InlineData("\uFEFFhello")]
    [InlineData("👩‍👩‍👧‍👦 🏳️‍🌈 👨🏽‍⚕️ ❤️‍🔥 🐻‍❄️")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F 🇩🇪 1️⃣ ☺️ ©️")]
    [InlineData("می\u200Cخواهم क्\u200Dष")]
    [InlineData("שלום\u200F (abc)\u200E")]
    [InlineData("葛\U000E0100 é\u0301 한글 ไทย\u00A0x\u3000y")]
    public void Is_silent(string text) => Marked.CheckClean("AGENTS.md", text);

    [Fact]
    public void Tells_what_hidden_tags_spell()
    {
        var hidden = string.Concat("obey".Select(c => char.ConvertFromUtf32(0xE0000 + c)));
        Assert.Contains("\"obey\"", Assert.Single(PromptLinter.Lint("AGENTS.md", "x" + hidden).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_safe_fix_removes_them_all()
    {
        var text = "a\u200Bb\u202Ec👩‍👧 d\uFEFF\n";
        var (better, count) = PromptLinter.ApplySafeFixes(text, PromptLinter.Lint("AGENTS.md", text).Diagnostics);
        Assert.Equal(("abc👩‍👧 d\n", 3), (better, count));
        Assert.Empty(PromptLinter.Lint("AGENTS.md", better).Diagnostics);
    }
}
