using System.Text;
using Plumb.Text;

namespace Plumb.Cli.Lint;

/// <summary>Writes a mended file in place of the one that was read.</summary>
internal static class FixedFile
{
    /// <summary>What is not UTF-8 was decoded by a guess, and would not come back as it was.</summary>
    public static bool CanBeMended(byte[] before) => SourceDecoder.Decode(before).EncodingName == "utf-8";

    public static string NotUtf8(string shown) => $"'{shown}' is not UTF-8: its findings have to be mended by hand, or the file saved as UTF-8.";

    /// <param name="before">The bytes that were linted.</param>
    /// <exception cref="CommandException">The file is not UTF-8, changed in the meantime, or cannot be written.</exception>
    public static void Save(string shown, string fullPath, byte[] before, string text)
    {
        if (!CanBeMended(before))
        {
            throw new CommandException(NotUtf8(shown));
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
