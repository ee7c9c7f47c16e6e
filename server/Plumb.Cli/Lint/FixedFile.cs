using System.Text;
using Plumb.Text;

namespace Plumb.Cli.Lint;

/// <summary>Writes a mended file in place of the one that was read.</summary>
internal static class FixedFile
{
    /// <param name="before">The bytes that were linted.</param>
    /// <exception cref="CommandException">The file is not UTF-8, changed in the meantime, or cannot be written.</exception>
    public static void Save(string shown, string fullPath, byte[] before, string text)
    {
        if (SourceDecoder.Decode(before).EncodingName != "utf-8")
        {
            throw new CommandException($"'{shown}' is not UTF-8: its findings have to be mended by hand.");
        }

        try
        {
            if (!File.ReadAllBytes(fullPath).AsSpan().SequenceEqual(before))
            {
                throw new CommandException($"'{shown}' changed while it was linted, and was left as it is: run the command again.");
            }

            // A byte order mark is no business of a linter's.
            var hasMark = before.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
            File.WriteAllText(fullPath, text, new UTF8Encoding(hasMark));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{shown}' cannot be written: {e.Message}", e);
        }
    }
}
