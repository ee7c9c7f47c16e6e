namespace Plumb.Search.Secrets;

/// <summary>
/// Covers secrets before a text is indexed, shown or sent. A mask is as long as what it covers, so that lines and columns
/// stay what they are.
/// </summary>
public static class SecretMask
{
    /// <summary>What stands for each character: it belongs to no word, so nothing of a secret can be searched for.</summary>
    public const char Character = '*';

    /// <summary>The text with its secrets covered; the same instance where there are none.</summary>
    /// <param name="text">A file's text, or a buffer's.</param>
    /// <param name="path">The file's path or name, if there is one.</param>
    /// <param name="secrets">What was covered.</param>
    public static string Apply(string text, string? path, out IReadOnlyList<Secret> secrets)
    {
        secrets = SecretScanner.Find(text, path);
        return secrets.Count == 0 ? text : string.Create(text.Length, (text, secrets), static (into, from) =>
        {
            from.text.CopyTo(into);
            foreach (var secret in from.secrets)
            {
                foreach (ref var c in into.Slice(secret.Start, secret.Length))
                {
                    c = c is '\n' or '\r' ? c : Character;
                }
            }
        });
    }
}
