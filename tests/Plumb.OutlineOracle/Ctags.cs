using System.Diagnostics;
using System.Text.Json;

namespace Plumb.OutlineOracle;

/// <summary>One tag of Universal Ctags; <paramref name="Line"/> is zero-based.</summary>
public sealed record CtagsTag(string Path, string Name, int Line, string Kind, string Language);

/// <summary>Runs Universal Ctags, the other opinion about what a file declares.</summary>
public static class Ctags
{
    /// <summary>Why ctags cannot be asked here; null when it can.</summary>
    public static string? Missing()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ctags", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return !version.StartsWith("Universal Ctags", StringComparison.Ordinal) ? "The ctags on the path is not Universal Ctags."
                : !version.Contains("+json", StringComparison.Ordinal) ? "The ctags on the path writes no JSON."
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Universal Ctags is not installed.";
        }
    }

    public static List<CtagsTag> Run(IReadOnlyCollection<string> files)
    {
        var list = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(list, files);
            var start = new ProcessStartInfo("ctags") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["--options=NONE", "--output-format=json", "--fields=+nKzSl", "--kinds-C=+px", "--kinds-C++=+px", "--sort=no", "-f", "-", "-L", list])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var tags = new List<CtagsTag>();
            while (process.StandardOutput.ReadLine() is { } line)
            {
                if (Parse(line) is { } tag)
                {
                    tags.Add(tag);
                }
            }

            process.WaitForExit();
            return tags;
        }
        finally
        {
            File.Delete(list);
        }
    }

    private static CtagsTag? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tag = document.RootElement;
            return tag.GetProperty("_type").GetString() != "tag" || !tag.TryGetProperty("line", out var line) ? null : new CtagsTag(
                tag.GetProperty("path").GetString()!,
                tag.GetProperty("name").GetString()!,
                line.GetInt32() - 1,
                tag.TryGetProperty("kind", out var kind) ? kind.GetString()! : "",
                tag.TryGetProperty("language", out var language) ? language.GetString()! : "");
        }
        catch (JsonException)
        {
            // ctags writes the bytes of the source, which may not be UTF-8.
            return null;
        }
    }
}
