using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Plumb.Search.Discovery;
using Plumb.Search.Secrets;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Indexing;

/// <summary>A file as it was read: its document, or the reason why it is none.</summary>
internal readonly record struct SourceFile(TextDocument? Document, byte[] Hash, SkipReason Reason, string Detail)
{
    /// <summary>What is masked in the document's text: nothing that reads a file gets to see a secret in it.</summary>
    public IReadOnlyList<Secret> Secrets { get; private init; } = [];

    /// <summary>False when the bytes could not be had, which may be different in a moment.</summary>
    public bool WasRead => Hash.Length > 0;

    /// <summary>Reads and classifies a file; never throws on what the file holds or on how it fails to be read.</summary>
    /// <param name="root">The workspace root.</param>
    /// <param name="path">Posix path from the root.</param>
    /// <param name="knownHash">When the bytes have this hash, the document is not made: nothing changed.</param>
    public static SourceFile Read(string root, string path, byte[]? knownHash)
    {
        byte[] bytes;
        try
        {
            bytes = ReadShared(Path.Combine(root, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
        {
            return new SourceFile(null, [], SkipReason.Unreadable, e.Message);
        }

        var hash = HashOf(bytes);
        if (knownHash is not null && hash.AsSpan().SequenceEqual(knownHash))
        {
            return new SourceFile(null, hash, SkipReason.None, string.Empty);
        }

        return Parse(path, bytes, hash);
    }

    /// <summary>
    /// Lines of a file that is what it was when it was indexed, by its size and time as they are before and after it was read,
    /// and in which nothing had to be masked then. Neither its hash nor what to mask is worked out again.
    /// </summary>
    /// <param name="root">The workspace root.</param>
    /// <param name="known">Its row; a time of 0 says that it was written at the moment of indexing, so that its time tells nothing.</param>
    /// <param name="wanted">Which lines: from the first to before the last, zero-based.</param>
    /// <returns>A text for each; null when it is another file by now, cannot be read, or is no text in UTF-8.</returns>
    public static string[]? CutUnchanged(string root, StoredFile known, IReadOnlyList<(int From, int To)> wanted)
    {
        if (known.ModifiedTicks == 0 || known.Size > int.MaxValue || IsPdf(known.Path))
        {
            return null;
        }

        var bytes = ArrayPool<byte>.Shared.Rent((int)known.Size);
        try
        {
            using var handle = File.OpenHandle(Path.Combine(root, known.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!IsAsKnown(handle, known) || !ReadAll(handle, bytes.AsSpan(0, (int)known.Size)) || !IsAsKnown(handle, known)
                || !Utf8Lines.TryOpen(bytes.AsSpan(0, (int)known.Size), out var lines))
            {
                return null;
            }

            var cut = new string[wanted.Count];
            for (var i = 0; i < cut.Length; i++)
            {
                cut[i] = lines.Cut(wanted[i].From, wanted[i].To);
            }

            return cut;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool IsAsKnown(SafeFileHandle handle, StoredFile known) =>
        RandomAccess.GetLength(handle) == known.Size && File.GetLastWriteTimeUtc(handle).Ticks == known.ModifiedTicks;

    private static bool ReadAll(SafeFileHandle handle, Span<byte> into)
    {
        for (var at = 0; at < into.Length;)
        {
            var read = RandomAccess.Read(handle, into[at..], at);
            if (read == 0)
            {
                return false;
            }

            at += read;
        }

        return true;
    }

    private static bool IsPdf(string path) => Path.GetExtension(path).Equals(".pdf", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text that is not on disk yet, read as if its bytes were.</summary>
    public static SourceFile OfText(string path, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Parse(path, bytes, HashOf(bytes));
    }

    /// <summary>The hash by which the store tells that a file changed: the first half of SHA-256.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes)[..16];

    // Sharing everything: reading a file must never keep an editor or a compiler from writing it.
    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var bytes = new byte[stream.Length];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    private static SourceFile Parse(string path, byte[] bytes, byte[] hash)
    {
        if (IsPdf(path))
        {
            return ParsePdf(path, bytes, hash);
        }

        var decoded = SourceDecoder.Decode(bytes);
        var language = LanguageTable.FindForFile(path, decoded.Text) ?? LanguageTable.PlainText;
        var verdict = ContentClassifier.ClassifyContent(decoded, language);
        if (decoded.Text is null || !verdict.IsIndexable)
        {
            return new SourceFile(null, hash, verdict.Reason, verdict.Detail);
        }

        var text = SecretMask.Apply(decoded.Text, path, out var secrets);
        return new SourceFile(new TextDocument(path, language, 0, text), hash, SkipReason.None, string.Empty) { Secrets = secrets };
    }

    // A PDF's lines are those of its extracted text: that is what chunks and citations count.
    private static SourceFile ParsePdf(string path, byte[] bytes, byte[] hash)
    {
        var pdf = PdfText.Read(bytes);
        if (string.IsNullOrWhiteSpace(pdf.Text))
        {
            return new SourceFile(null, hash, SkipReason.Unreadable, pdf.Problem ?? "the PDF holds no text (a scan?)");
        }

        var language = LanguageTable.FindForFile(path) ?? LanguageTable.PlainText;
        var text = SecretMask.Apply(pdf.Text, path, out var secrets);
        return new SourceFile(new TextDocument(path, language, 0, text, pdf.Outline), hash, SkipReason.None, string.Empty) { Secrets = secrets };
    }
}
