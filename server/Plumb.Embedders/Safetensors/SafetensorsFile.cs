using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Safetensors;

/// <summary>
/// A safetensors file, memory-mapped: eight bytes that give the length of a JSON header, the header, the tensors' bytes.
/// The header is checked against the file before any of it is believed.
/// Format: https://github.com/huggingface/safetensors#format
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    /// <summary>The format's own bound, in bytes.</summary>
    private const long LongestHeader = 100_000_000;

    private const int PrefixBytes = 8;
    private const int MostDimensions = 8;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, Tensor> tensors;

    private SafetensorsFile(MemoryMappedFile file, MemoryMappedViewAccessor view, Dictionary<string, Tensor> tensors)
    {
        this.file = file;
        this.view = view;
        this.tensors = tensors;
    }

    /// <exception cref="EmbedderException">The file cannot be read or is no whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            var length = stream.Length;
            if (length < PrefixBytes + 2)
            {
                throw new EmbedderException($"{path} is no safetensors file: it has {length} bytes.");
            }

            var prefix = new byte[PrefixBytes];
            stream.ReadExactly(prefix);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength is < 2 or > LongestHeader || (long)headerLength > length - PrefixBytes)
            {
                throw new EmbedderException($"{path} is no whole safetensors file: its header claims {headerLength} bytes and the file has {length}.");
            }

            var header = new byte[(int)headerLength];
            stream.ReadExactly(header);
            var dataStart = PrefixBytes + (long)headerLength;
            var tensors = ReadHeader(path, header, dataStart, length - dataStart);
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            return new SafetensorsFile(file, view, tensors);
        }
        catch (Exception e)
        {
            view?.Dispose();
            file?.Dispose();
            throw e is IOException or UnauthorizedAccessException or ArgumentException
                ? new EmbedderException($"{path} cannot be read: {e.Message.TrimEnd('.')}.", e)
                : e is JsonException ? new EmbedderException($"{path} is no safetensors file: its header is no JSON.", e)
                : e;
        }
    }

    /// <summary>Null when the file holds no tensor of that name.</summary>
    public Tensor? Find(string name) => tensors.GetValueOrDefault(name);

    /// <summary>
    /// Keeps the map alive until <see cref="Borrowed.Dispose"/>, so that disposing the file meanwhile cannot take the
    /// bytes from under a reader.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public Borrowed Borrow() => new(view);

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private static Dictionary<string, Tensor> ReadHeader(string path, ReadOnlyMemory<byte> header, long dataStart, long dataLength)
    {
        using var json = JsonDocument.Parse(header);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new EmbedderException($"{path} is no safetensors file: its header is no JSON object.");
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name != "__metadata__")
            {
                tensors[entry.Name] = ReadTensor(entry.Value, dataStart, dataLength)
                    ?? throw new EmbedderException($"{path} is no whole safetensors file: what its header says of the tensor '{Shorten(entry.Name)}' does not fit the file.");
            }
        }

        return tensors;
    }

    private static Tensor? ReadTensor(JsonElement entry, long dataStart, long dataLength)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() > MostDimensions
            || !entry.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2
            || !TryReadSize(offsets[0], out var start) || !TryReadSize(offsets[1], out var end) || end > dataLength || start > end)
        {
            return null;
        }

        var kind = ElementTypes.Find(type.GetString()!);
        var sizes = new long[shape.GetArrayLength()];
        Int128 elements = 1;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!TryReadSize(shape[i], out sizes[i]))
            {
                return null;
            }

            elements *= sizes[i];
            if (elements > dataLength)
            {
                return null;
            }
        }

        // A type that we do not know is passed over: the file may hold tensors that nobody asks for.
        return kind is { } known && elements * known.Size() != end - start ? null : new Tensor(type.GetString()!, kind, sizes, dataStart + start, end - start);
    }

    private static bool TryReadSize(JsonElement element, out long value)
    {
        value = -1;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value) && value >= 0;
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..59] + "…";

    /// <summary>The file's bytes, for as long as this lives.</summary>
    public readonly unsafe struct Borrowed : IDisposable
    {
        private readonly MemoryMappedViewAccessor view;
        private readonly byte* start;

        public Borrowed(MemoryMappedViewAccessor view)
        {
            this.view = view;
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            start = pointer + view.PointerOffset;
        }

        /// <summary>Bytes of a tensor; the offset must lie in it.</summary>
        public ReadOnlySpan<byte> Read(Tensor tensor, long offset, int count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, tensor.Bytes);
            return new ReadOnlySpan<byte>(start + tensor.Start + offset, count);
        }

        public void Dispose() => view.SafeMemoryMappedViewHandle.ReleasePointer();
    }
}
