using System.Globalization;
using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Text;

namespace Plumb.Ask.Kinds;

/// <summary>
/// A log, of any size: blocks are read evenly over it, lines that differ in numbers and ids only are one kind of line, and
/// each kind is told with how often it comes.
/// </summary>
internal static class LogSummary
{
    private const int Blocks = 64;
    private const int BlockBytes = 1 << 20;
    private const int MostKinds = 20_000;
    private const int MostTold = 15;
    private const int MostColumns = 240;
    private const long LeastBytesOfPlainText = 4 << 20;

    private static readonly string[] Severities = ["FATAL", "CRITICAL", "ERROR", "ERR", "WARN", "WARNING", "INFO", "DEBUG", "TRACE"];

    public static bool IsLog(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".log" or ".out" || path.Contains(".log.", StringComparison.OrdinalIgnoreCase)
        || (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase) && new FileInfo(path).Length > LeastBytesOfPlainText);

    public static KindEvidence Write(string file, string path, string question, CancellationToken cancellation)
    {
        var kinds = new Dictionary<string, Kind>(StringComparer.Ordinal);
        var (lines, read) = (0L, 0L);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        var length = stream.Length;
        var whole = length <= (long)Blocks * BlockBytes;
        for (var block = 0; block < (whole ? 1 : Blocks); block++)
        {
            cancellation.ThrowIfCancellationRequested();
            stream.Position = whole ? 0 : block == Blocks - 1 ? length - BlockBytes : (length - BlockBytes) / (Blocks - 1) * block;
            using var reader = new StreamReader(new Bounded(stream, whole ? length : BlockBytes), Encoding.UTF8, false, 1 << 16);
            if (block > 0)
            {
                reader.ReadLine(); // The block begins within a line.
            }

            // And it ends within one, unless the file ends there: a line is told when it is known that another begins.
            var line = reader.ReadLine();
            for (var next = reader.ReadLine(); line is not null; (line, next) = (next, reader.ReadLine()))
            {
                if (next is null && !whole && block < Blocks - 1)
                {
                    break;
                }

                lines++;
                Add(kinds, line, whole ? (int)Math.Min(lines, int.MaxValue) : 0);
            }

            read += whole ? length : BlockBytes;
        }

        return Tell(kinds, lines, read, length, path, question);
    }

    /// <summary>Numbers, ids and quoted values are what differs between lines of one kind.</summary>
    internal static string ShapeOf(string line)
    {
        var shape = new StringBuilder(Math.Min(line.Length, MostColumns));
        for (var i = 0; i < line.Length && shape.Length < MostColumns;)
        {
            if (char.IsAsciiLetterOrDigit(line[i]))
            {
                var start = i;
                var digits = 0;
                while (i < line.Length && (char.IsAsciiLetterOrDigit(line[i]) || (line[i] is '-' or ':' or '.' or '_' && i + 1 < line.Length && char.IsAsciiLetterOrDigit(line[i + 1]) && digits > 0)))
                {
                    digits += char.IsAsciiDigit(line[i]) ? 1 : 0;
                    i++;
                }

                shape.Append(digits > 0 ? "#" : line.AsSpan(start, i - start));
            }
            else
            {
                shape.Append(line[i++]);
            }
        }

        return shape.ToString();
    }

    private static void Add(Dictionary<string, Kind> kinds, string line, int number)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        var shape = ShapeOf(line);
        if (kinds.TryGetValue(shape, out var kind))
        {
            kind.Count++;
        }
        else if (kinds.Count < MostKinds)
        {
            kinds[shape] = new Kind(line.Length <= MostColumns ? line : line[..MostColumns] + "…", number) { Count = 1 };
        }
    }

    private static KindEvidence Tell(Dictionary<string, Kind> kinds, long lines, long read, long length, string path, string question)
    {
        if (kinds.Count == 0)
        {
            return KindEvidence.Nothing(question, "the log is empty");
        }

        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"`{path}` is a log of {length / 1048576.0:0.#} MB. "));
        text.Append(read < length
            ? string.Create(CultureInfo.InvariantCulture, $"{read / 1048576.0:0.#} MB of it were read, in {Blocks} blocks evenly over it: {lines} lines of {kinds.Count} kinds. Counts are those of the sample.\n")
            : $"{lines} lines of {kinds.Count} kinds.\n");
        var passages = new List<Passage>();
        var severe = kinds.Values.Where(k => Rank(k.Example) is >= 0 and < 6).OrderBy(k => Rank(k.Example)).ThenByDescending(k => k.Count).ToList();
        Append("Errors and warnings", severe);
        var frequent = kinds.Values.Except(severe).OrderByDescending(k => k.Count).Take(MostTold).ToList();
        Append("Most frequent", frequent);
        Append("Only once", kinds.Values.Except(severe).Except(frequent).Where(k => k.Count == 1));
        return new KindEvidence(question, text.ToString(), "The evidence are examples of the kinds of lines of a log, with how often each comes. Tell what the program was doing, what went wrong, and what looks unusual.", passages);

        void Append(string title, IEnumerable<Kind> told)
        {
            var list = told.Take(MostTold).ToList();
            if (list.Count == 0)
            {
                return;
            }

            text.Append($"\n### {title}\n\n");
            foreach (var kind in list)
            {
                text.Append($"- {kind.Count}× `{kind.Example.Replace('`', '\'')}`{(kind.Line > 0 ? $" (first at line {kind.Line})" : "")}\n");
                passages.Add(new Passage(path, Math.Max(1, kind.Line), Math.Max(1, kind.Line), $"{kind.Count} times", LanguageTable.PlainText, 0, [kind.Example], [], 0) { IsSelected = true, IsSample = true });
            }
        }
    }

    private static int Rank(string line) => Array.FindIndex(Severities, severity => line.Contains(severity, StringComparison.OrdinalIgnoreCase));

    private sealed class Kind(string example, int line)
    {
        public string Example { get; } = example;

        /// <summary>Where it stands first; 0 where only samples were read.</summary>
        public int Line { get; } = line;

        public long Count { get; set; }
    }

    /// <summary>The next bytes of a stream, so many and no more.</summary>
    private sealed class Bounded(Stream inner, long left) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var length = inner.Read(buffer, offset, (int)Math.Min(count, left));
            left -= length;
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
