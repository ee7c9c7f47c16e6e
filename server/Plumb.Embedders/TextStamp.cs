using System.Security.Cryptography;
using System.Text;

namespace Plumb.Embedders;

/// <summary>A short hash of settings that change vectors, for embedders' ids.</summary>
internal static class TextStamp
{
    private const int ShownBytes = 4;

    public static string Of(params IReadOnlyList<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, ShownBytes));
}
