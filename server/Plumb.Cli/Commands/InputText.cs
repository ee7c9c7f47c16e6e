using Plumb.Text;

namespace Plumb.Cli.Commands;

/// <summary>Reads a file as text, or tells in a clause why that cannot be.</summary>
internal static class InputText
{
    /// <summary>The clause for what is no text.</summary>
    public const string Binary = "is binary";

    public static (string? Text, string? Problem) Read(string fullPath)
    {
        try
        {
            return Decode(File.ReadAllBytes(fullPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read: " + e.Message.TrimEnd('.'));
        }
    }

    public static (string? Text, string? Problem) Decode(ReadOnlySpan<byte> bytes) =>
        SourceDecoder.Decode(bytes) is { Text: { } text } ? (text, null) : (null, Binary);
}
