using System.Text.RegularExpressions;

namespace Plumb.Architecture.Tests;

/// <summary>References point one way, and each technology has its home.</summary>
public sealed partial class ReferenceRuleTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Plumb.Text"] = [],
        ["Plumb.Tokens"] = ["Plumb.Text"],
        ["Plumb.Prompts"] = ["Plumb.Tokens", "Plumb.Text"],
        ["Plumb.Search"] = ["Plumb.Text"],
        ["Plumb.Training"] = ["Plumb.Search", "Plumb.Text"],
        ["Plumb.Embedders"] = ["Plumb.Search", "Plumb.Tokens", "Plumb.Text"],
        ["Plumb.Ask"] = ["Plumb.Search", "Plumb.Tokens", "Plumb.Text"],
        ["Plumb.Lsp"] = ["Plumb.Ask", "Plumb.Search", "Plumb.Prompts", "Plumb.Tokens", "Plumb.Text"],
        ["Plumb.Cli"] = ["Plumb.Lsp", "Plumb.Embedders", "Plumb.Ask", "Plumb.Search", "Plumb.Prompts", "Plumb.Tokens", "Plumb.Text"],
    };

    // A package, the project that may refer to it, and the folder that may name its namespace.
    private static readonly (string Package, string Project, string Folder)[] Homes =
    [
        ("Microsoft.SemanticKernel", "Plumb.Ask", "Plumb.Ask/Models/"),
        ("Microsoft.Data.Sqlite", "Plumb.Search", "Plumb.Search/Storage/"),
        ("Microsoft.Data.Sqlite", "Plumb.Ask", "Plumb.Ask/Ledger/"),
        ("Microsoft.ML.OnnxRuntime", "Plumb.Embedders", "Plumb.Embedders/Onnx/"),
        ("StreamJsonRpc", "Plumb.Lsp", "Plumb.Lsp/Wire/"),
        ("OpenTelemetry", "Plumb.Cli", "Plumb.Cli/Telemetry/"),
    ];

    private static readonly string[] SqlHomes = [.. Homes.Where(h => h.Package == "Microsoft.Data.Sqlite").Select(h => h.Folder)];

    // These do no input or output, know no clock and no protocol.
    private static readonly string[] Pure = ["Plumb.Text/", "Plumb.Tokens/", "Plumb.Prompts/"];

    // Run by the build, and no part of the room that it stands in.
    private static readonly string[] BuildTools = ["Plumb.Tokens/Vocabularies/VocabularyPacker.cs"];

    [Fact]
    public void Every_project_refers_only_to_the_rooms_below_it()
    {
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.Projects);
        foreach (var project in Repository.Projects)
        {
            var forbidden = Repository.References(project).Except(Allowed[project]).ToList();
            Assert.True(forbidden.Count == 0, $"{project} must not refer to {string.Join(", ", forbidden)}");
        }
    }

    [Fact]
    public void Each_technology_is_referred_to_by_its_projects_only()
    {
        foreach (var project in Repository.Projects)
        {
            foreach (var package in Homes.Select(h => h.Package).Distinct().Where(package => !Homes.Any(h => h.Package == package && h.Project == project)))
            {
                Assert.DoesNotContain(Repository.Packages(project), name => name == package || name.StartsWith(package + ".", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Each_technology_is_known_to_its_folders_only()
    {
        foreach (var (path, text) in Repository.Sources())
        {
            foreach (var homes in Homes.GroupBy(h => h.Package))
            {
                var package = homes.Key;
                Assert.False(
                    !homes.Any(home => path.StartsWith(home.Folder, StringComparison.Ordinal)) && Regex.IsMatch(text, $@"^\s*(global )?using (static )?{Regex.Escape(package)}\b|(?<![\w.""]){Regex.Escape(package)}\.\w+\.?\w*\(", RegexOptions.Multiline),
                    $"{path} uses {package}, which only {string.Join(" and ", homes.Select(h => h.Folder))} may know");
            }
        }
    }

    [Fact]
    public void Only_the_storage_holds_sql()
    {
        foreach (var (path, text) in Repository.Sources().Where(s => !SqlHomes.Any(home => s.Path.StartsWith(home, StringComparison.Ordinal))))
        {
            Assert.False(Sql().IsMatch(text), $"{path} holds SQL, which belongs into {string.Join(" or ", SqlHomes)}");
        }
    }

    [Fact]
    public void The_ground_floor_touches_neither_files_nor_network_nor_clock()
    {
        foreach (var (path, text) in Repository.Sources().Where(s => Pure.Any(p => s.Path.StartsWith(p, StringComparison.Ordinal)) && !BuildTools.Contains(s.Path)))
        {
            var match = InputOrOutput().Match(text);
            Assert.False(match.Success, $"{path} uses {match.Value}");
        }
    }

    [GeneratedRegex(@"""\s*(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sql();

    [GeneratedRegex(@"(?<![\w.])(File\.(Read|Write|Open|Exists|Create|Append)\w*|Directory\.\w+|new FileStream|DateTime(Offset)?\.(Utc)?Now|HttpClient|Environment\.GetEnvironmentVariable)\b")]
    private static partial Regex InputOrOutput();
}
