using Plumb.Text;

namespace Plumb.Cli.Commands;

/// <summary>Reads a file as text, or tells in a clause why that cannot be.</summary>
internal static class InputText
{
    public static (string? Text, string? Problem) Read(string fullPath)
    {
        try
        {
            return Decode(File.ReadAllBytes(fullPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read: " + e.Message);
        }
    }

    public static (string? Text, string? Problem) Decode(ReadOnlySpan<byte> bytes) =>
        SourceDecoder.Decode(bytes) is { Text: { } text } ? (text, null) : (null, "is binary");
}
