using System.IO.Compression;
using System.Text.RegularExpressions;
using Plumb.Search.Storage;
using Plumb.Training.Mining;

namespace Plumb.Training.Sources;

/// <summary>Manual pages: the line under NAME against DESCRIPTION.</summary>
internal static partial class ManualPages
{
    public static void Mine(string file, PairSink sink)
    {
        using var raw = File.OpenRead(file);
        using var stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : (Stream)raw;
        using var reader = new StreamReader(stream);
        var page = Escape().Replace(reader.ReadToEnd(), string.Empty).Replace("\\-", "-", StringComparison.Ordinal);
        var name = Name().Match(page);
        var description = Description().Match(page);
        if (name.Success && description.Success)
        {
            var text = Request().Replace(description.Groups[1].Value, string.Empty);
            sink.Add(PairSource.Manual, "manual", name.Groups[2].Value, new Passage(sink.Numbers).Name(name.Groups[1].Value, SymbolLevel.Primary).Body(text[..Math.Min(text.Length, 2400)]));
        }
    }

    [GeneratedRegex(@"\\f[A-Z]|\\f\([A-Z]{2}|\\&")]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?m)^\.S[Hh] ""?NAME""?\s*\n(?:\.\w+\s+)?""?(\S+?)""?,?\s[^\n]*?-+\s*([^\n]+)")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?s)\n\.S[Hh] ""?DESCRIPTION""?[ ]*\n(.*?)(?:\n\.S[Hh] |$)")]
    private static partial Regex Description();

    [GeneratedRegex(@"(?m)^\.\S+ ?")]
    private static partial Regex Request();
}
