namespace Plumb.Search.Secrets;

/// <summary>The values below <c>data:</c> and <c>stringData:</c> of a manifest that says <c>kind: Secret</c>.</summary>
internal static class KubernetesSecret
{
    private const int MaxLines = 200;

    /// <param name="text">The text.</param>
    /// <param name="word">Where it says "secret".</param>
    /// <param name="found">Is added to.</param>
    public static void Find(string text, int word, List<Secret> found)
    {
        var line = text.LastIndexOf('\n', Math.Max(0, word - 1)) + 1;
        if (!text.AsSpan(line, word - line).Trim(" \"'").SequenceEqual("kind:") || EndOfLine(text, word) - word > "secret\"\r".Length)
        {
            return;
        }

        // The document around it: up to the marks that part documents, or the fence of an example.
        var first = Math.Max(text.LastIndexOf("\n---", line, StringComparison.Ordinal), text.LastIndexOf("\n```", line, StringComparison.Ordinal)) + 1;
        var isData = false;
        var lines = 0;
        for (var at = first; at < text.Length && lines++ < MaxLines;)
        {
            var end = EndOfLine(text, at);
            var content = text.AsSpan(at, end - at);
            if (at > line && (content.StartsWith("---", StringComparison.Ordinal) || content.StartsWith("```", StringComparison.Ordinal)))
            {
                return;
            }

            if (content is [not (' ' or '\t' or '#' or '\r'), ..])
            {
                isData = content.TrimEnd() is "data:" or "stringData:";
            }
            else if (isData && content.IndexOf(": ") is > 0 and var colon)
            {
                var value = content[(colon + 2)..].Trim().Trim("\"'");
                if (value.Length > 3 && !value.Contains(' ') && !SecretValue.IsPlaceholder(value))
                {
                    found.Add(new Secret(at + content.LastIndexOf(value), value.Length, SecretKind.EnvironmentValue));
                }
            }

            at = end + 1;
        }
    }

    private static int EndOfLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }
}
