using System.Buffers.Binary;
using System.Security.Cryptography;
using Plumb.Search.Embedding;

namespace Plumb.Embedders;

/// <summary>
/// A short hash that changes when a model's files do: of their lengths and of samples of what is in them, since a whole
/// model takes too long to hash at each start. Downloads are verified whole, once, when they come.
/// </summary>
internal static class FileStamp
{
    private const int SampleBytes = 4096;
    private const int Samples = 64;
    private const int ShownBytes = 6;

    /// <exception cref="EmbedderException">A file cannot be read.</exception>
    public static string Of(params IReadOnlyList<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sample = new byte[SampleBytes];
        foreach (var path in paths)
        {
            try
            {
                using var file = File.OpenHandle(path);
                var length = RandomAccess.GetLength(file);
                BinaryPrimitives.WriteInt64LittleEndian(sample, length);
                hash.AppendData(sample, 0, sizeof(long));
                var step = Math.Max(SampleBytes, length / Samples);
                for (long at = 0; at < length; at += step)
                {
                    hash.AppendData(sample, 0, RandomAccess.Read(file, sample, at));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EmbedderException($"{path} cannot be read: {e.Message.TrimEnd('.')}.", e);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, ShownBytes));
    }
}
