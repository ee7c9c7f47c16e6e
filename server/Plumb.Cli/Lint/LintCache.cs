using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Plumb.Prompts;
using Plumb.Text;

namespace Plumb.Cli.Lint;

/// <summary>
/// Findings by what they follow from: the file's path and content, the configuration, and this build's rules. A cache
/// that cannot be read or written is as good as none.
/// </summary>
internal sealed class LintCache
{
    private const int Format = 2;
    private const int MostEntries = 100_000;

    private readonly ConcurrentDictionary<Key, LintResult> used = new();
    private readonly Dictionary<Key, LintResult> stored = [];
    private readonly string? path;
    private readonly byte[] rules;
    private int misses;

    private LintCache(string? path)
    {
        this.path = path;
        rules = RuleSet();
    }

    /// <summary>Remembers nothing.</summary>
    public static LintCache None { get; } = new(null);

    /// <summary>The cache of a folder, in the user's data folder.</summary>
    public static LintCache Open(string dataHome, string folder)
    {
        var cache = new LintCache(Path.Combine(dataHome, "lint", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, 8)) + ".cache"));
        cache.Load();
        return cache;
    }

    public Key KeyFor(string relativePath, ReadOnlySpan<byte> content, string fingerprint)
    {
        if (path is null)
        {
            return default;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(rules);
        hash.AppendData(Encoding.UTF8.GetBytes($"{relativePath}\0{fingerprint}\0"));
        hash.AppendData(content);
        var sum = hash.GetHashAndReset();
        return new Key(BitConverter.ToInt64(sum, 0), BitConverter.ToInt64(sum, 8));
    }

    public bool TryGet(Key key, out LintResult result)
    {
        if (path is not null && stored.TryGetValue(key, out result!))
        {
            used[key] = result;
            return true;
        }

        result = null!;
        return false;
    }

    public void Add(Key key, LintResult result)
    {
        if (path is not null)
        {
            used[key] = result;
            Interlocked.Increment(ref misses);
        }
    }

    /// <summary>Writes what is new; entries that this run did not need are kept while there is room.</summary>
    public void Save()
    {
        if (path is null || misses == 0)
        {
            return;
        }

        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var writer = new BinaryWriter(new BufferedStream(File.Create(temporary), 1 << 16)))
            {
                var entries = used.Concat(stored.Where(s => !used.ContainsKey(s.Key))).Take(MostEntries).ToList();
                writer.Write(Format);
                writer.Write(rules);
                writer.Write(entries.Count);
                foreach (var (key, result) in entries)
                {
                    writer.Write(key.First);
                    writer.Write(key.Second);
                    Write(writer, result);
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run lints again, that is all.
        }
    }

    private void Load()
    {
        try
        {
            if (!File.Exists(path))
            {
                return;
            }

            using var reader = new BinaryReader(new BufferedStream(File.OpenRead(path), 1 << 16));
            if (reader.ReadInt32() != Format || !reader.ReadBytes(rules.Length).AsSpan().SequenceEqual(rules))
            {
                return;
            }

            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                stored[new Key(reader.ReadInt64(), reader.ReadInt64())] = Read(reader);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or InvalidDataException)
        {
            stored.Clear();
        }
    }

    private static void Write(BinaryWriter writer, LintResult result)
    {
        writer.Write((sbyte)(result.Format is { } format ? (int)format : -1));
        writer.Write7BitEncodedInt(result.Diagnostics.Count);
        foreach (var found in result.Diagnostics)
        {
            Write(writer, found.Span);
            writer.Write(found.Code);
            writer.Write(found.Rule);
            writer.Write((byte)found.Severity);
            writer.Write(found.Message);
            writer.Write(found.Fix is not null);
            if (found.Fix is { } fix)
            {
                writer.Write(fix.Title);
                writer.Write((byte)fix.Kind);
                writer.Write7BitEncodedInt(fix.Edits.Count);
                foreach (var edit in fix.Edits)
                {
                    Write(writer, edit.Span);
                    writer.Write(edit.NewText);
                }
            }
        }
    }

    private static LintResult Read(BinaryReader reader)
    {
        var format = reader.ReadSByte();
        var count = reader.Read7BitEncodedInt();
        var found = new List<LintDiagnostic>(Math.Clamp(count, 0, 1000));
        for (var i = 0; i < count; i++)
        {
            var (span, code, rule, severity, message) = (ReadSpan(reader), reader.ReadString(), reader.ReadString(), (LintSeverity)reader.ReadByte(), reader.ReadString());
            LintFix? fix = null;
            if (reader.ReadBoolean())
            {
                var (title, kind, edits) = (reader.ReadString(), (FixKind)reader.ReadByte(), reader.Read7BitEncodedInt());
                fix = new LintFix(title, kind, [.. Enumerable.Range(0, edits).Select(_ => new LintEdit(ReadSpan(reader), reader.ReadString()))]);
            }

            found.Add(new LintDiagnostic(span, code, rule, severity, message, fix));
        }

        return new LintResult(format < 0 ? null : (PromptFormat)format, found);
    }

    private static void Write(BinaryWriter writer, TextSpan span)
    {
        writer.Write7BitEncodedInt(span.Start);
        writer.Write7BitEncodedInt(span.Length);
    }

    private static TextSpan ReadSpan(BinaryReader reader)
    {
        var start = reader.Read7BitEncodedInt();
        return new TextSpan(start, start + reader.Read7BitEncodedInt());
    }

    /// <summary>Differs from build to build: rules change without their names.</summary>
    private static byte[] RuleSet()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "Plumb.Prompts.dll");
        var file = new FileInfo(File.Exists(library) ? library : Environment.ProcessPath ?? library);
        var stamp = file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : PlumbCommand.Version;
        return SHA256.HashData(Encoding.UTF8.GetBytes(stamp))[..16];
    }

    internal readonly record struct Key(long First, long Second);
}
