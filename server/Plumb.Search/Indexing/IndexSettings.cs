using System.Text.Json;
using Plumb.Text.Configuration;

namespace Plumb.Search.Indexing;

/// <summary>The section <c>index</c> of a workspace's plumb.json.</summary>
public sealed record IndexSettings
{
    public const string Section = "index";

    private const long Kilobyte = 1024;

    /// <summary>False: nothing of this workspace is indexed.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Larger files are left out; null is the default of <see cref="Discovery.DiscoveryOptions"/>.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>Files beyond so many, by path, are left out; 0 is no limit.</summary>
    public int MaxFiles { get; init; }

    /// <summary>Threads that read and scan; 0 is one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Memory that a run aims to stay below; 0 is no limit.</summary>
    public int MaxMemoryMegabytes { get; init; }

    /// <summary>Globs in the syntax of .gitignore, weaker than a .plumbignore.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Reads the section. What is wrong in it is a problem and leaves the default.</summary>
    public static (IndexSettings Settings, IReadOnlyList<ConfigurationProblem> Problems) Parse(ConfigurationFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var settings = new IndexSettings();
        var problems = new List<ConfigurationProblem>();
        if (file.Section(Section) is not { } section)
        {
            return (settings, problems);
        }

        foreach (var property in section.EnumerateObject())
        {
            var value = property.Value;
            switch (property.Name)
            {
                case "enabled" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    settings = settings with { Enabled = value.GetBoolean() };
                    break;
                case "enabled":
                    Problem("has to be true or false.");
                    break;
                case "maxFileKilobytes":
                    settings = settings with { MaxFileBytes = Number(value, 1, 1024 * 1024) is { } size ? size * Kilobyte : null };
                    break;
                case "maxFiles":
                    settings = settings with { MaxFiles = Number(value, 1, int.MaxValue) ?? 0 };
                    break;
                case "maxMemoryMegabytes":
                    settings = settings with { MaxMemoryMegabytes = Number(value, 128, 1024 * 1024) ?? 0 };
                    break;
                case "threads":
                    settings = settings with { Threads = Number(value, 1, 256) ?? 0 };
                    break;
                case "ignore" when value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(glob => glob.ValueKind == JsonValueKind.String):
                    settings = settings with { Ignore = [.. value.EnumerateArray().Select(glob => glob.GetString()!)] };
                    break;
                case "ignore":
                    Problem("has to be an array of globs, such as [\"*.snap\"].");
                    break;
                default:
                    Problem("is unknown; there are enabled, ignore, maxFileKilobytes, maxFiles, maxMemoryMegabytes and threads.");
                    break;
            }

            void Problem(string what) => problems.Add(new ConfigurationProblem($"{Section}.{property.Name}", $"'{Section}.{property.Name}' {what}", null));

            int? Number(JsonElement element, int least, int most)
            {
                if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= least && number <= most)
                {
                    return number;
                }

                Problem($"has to be a whole number from {least} to {most}.");
                return null;
            }
        }

        return (settings, problems);
    }

    /// <summary>Reads a workspace's file; one that is not there says nothing.</summary>
    internal static (IndexSettings Settings, IReadOnlyList<ConfigurationProblem> Problems) Read(string root)
    {
        if (Discovery.FileText.TryRead(Path.Combine(root, ConfigurationFile.FileName)) is not { } text)
        {
            return (new IndexSettings(), []);
        }

        var (file, problems) = ConfigurationFile.Parse(text);
        var (settings, own) = Parse(file);
        return (settings, [.. problems, .. own]);
    }

    internal WorkspaceOptions Apply(WorkspaceOptions options) => options with
    {
        MaxFiles = MaxFiles > 0 ? MaxFiles : options.MaxFiles,
        MaxMemoryMegabytes = MaxMemoryMegabytes > 0 ? MaxMemoryMegabytes : options.MaxMemoryMegabytes,
        Threads = Threads > 0 ? Threads : options.Threads,
        Discovery = options.Discovery with { MaxFileBytes = MaxFileBytes ?? options.Discovery.MaxFileBytes, Ignore = Ignore },
    };
}
