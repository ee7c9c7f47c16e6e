namespace Plumb.Text.Blocks;

/// <summary>The block of settings at the head of a document, between lines of <c>---</c> (YAML) or <c>+++</c> (TOML).</summary>
internal static class FrontMatter
{
    /// <summary>Where the document proper starts: 0 when there is no front matter, or none that ends.</summary>
    public static int End(string text)
    {
        var start = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        var yaml = Chars.At(text, start, "---");
        if ((!yaml && !Chars.At(text, start, "+++")) || !IsFence(text, start, yaml))
        {
            return start;
        }

        for (var at = Chars.NextLine(text, start); at < text.Length; at = Chars.NextLine(text, at))
        {
            if (IsFence(text, at, yaml))
            {
                return Chars.NextLine(text, at);
            }
        }

        return start;
    }

    private static bool IsFence(string text, int at, bool yaml)
    {
        var line = text.AsSpan(at, Chars.LineEnd(text, at) - at).TrimEnd();
        return yaml ? line is "---" or "..." : line is "+++";
    }
}
