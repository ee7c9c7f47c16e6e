using System.Runtime.InteropServices;
using System.Text;

namespace Plumb.Cli;

/// <summary>Standard input or output is closed or full: told in its one sentence, exit code 2.</summary>
internal sealed class StandardStreamException : Exception
{
    public StandardStreamException(string message)
        : base(message)
    {
    }

    public StandardStreamException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public StandardStreamException()
    {
    }
}

/// <summary>
/// Standard output and error that tell what is wrong with them by a <see cref="StandardStreamException"/> (output) or
/// not at all (error: there is nowhere left to tell it). .NET's own end the process with a stack trace.
/// </summary>
internal static partial class StandardStreams
{
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Holds the numbers of closed streams, lest the next file that is opened gets them, and our output.</summary>
    private static readonly List<SafeHandle> Placeholders = [];

    /// <summary>Called first of all, and never in a test's process.</summary>
    public static void Guard()
    {
        var closed = new bool[3];
        for (var descriptor = 0; descriptor < closed.Length; descriptor++)
        {
            closed[descriptor] = IsClosed(descriptor);
        }

        IsInputClosed = closed[0];
        IsOutputClosed = closed[1];
        Console.SetOut(CreateWriter(new Guarded("output", Console.OpenStandardOutput, closed[1])));
        Console.SetError(CreateWriter(new Guarded("error", Console.OpenStandardError, closed[2])));
    }

    public static bool IsInputClosed { get; private set; }

    public static bool IsOutputClosed { get; private set; }

    private static StreamWriter CreateWriter(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096) { AutoFlush = true };

    private static bool IsClosed(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        try
        {
            // A descriptor that was inherited cannot have the flag: what has it was opened by the runtime since.
            var flags = GetFlags(descriptor, GetDescriptorFlags);
            if (flags < 0)
            {
                Placeholders.Add(File.OpenHandle("/dev/null", FileMode.Open, descriptor == 0 ? FileAccess.Read : FileAccess.Write, FileShare.ReadWrite));
                return true;
            }

            return (flags & CloseOnExec) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetFlags(int descriptor, int command);

    private sealed class Guarded(string name, Func<Stream> open, bool closed) : Stream
    {
        private Stream? inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (closed)
            {
                Fail("it is closed", null);
                return;
            }

            try
            {
                inner ??= open();
                inner.Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Fail(e.Message, e);
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private void Fail(string problem, Exception? e)
        {
            if (name == "error")
            {
                return;
            }

            var message = $"cannot write to standard {name}: {problem.TrimEnd('.')}.";
            throw e is null ? new StandardStreamException(message) : new StandardStreamException(message, e);
        }
    }
}
