using System.Text.RegularExpressions;

namespace Plumb.Architecture.Tests;

/// <summary>References point one way, and each technology has one home.</summary>
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
        ("Microsoft.ML.OnnxRuntime", "Plumb.Embedders", "Plumb.Embedders/Onnx/"),
        ("StreamJsonRpc", "Plumb.Lsp", "Plumb.Lsp/Wire/"),
    ];

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
    public void Each_technology_is_referred_to_by_one_project()
    {
        foreach (var project in Repository.Projects)
        {
            foreach (var (package, home, _) in Homes.Where(h => h.Project != project))
            {
                Assert.DoesNotContain(Repository.Packages(project), name => name == package || name.StartsWith(package + ".", StringComparison.Ordinal));
                _ = home;
            }
        }
    }

    [Fact]
    public void Each_technology_is_known_to_one_folder()
    {
        foreach (var (path, text) in Repository.Sources())
        {
            foreach (var (package, _, folder) in Homes)
            {
                Assert.False(
                    !path.StartsWith(folder, StringComparison.Ordinal) && Regex.IsMatch(text, $@"^\s*(global )?using (static )?{Regex.Escape(package)}\b|(?<![\w.""]){Regex.Escape(package)}\.\w+\.?\w*\(", RegexOptions.Multiline),
                    $"{path} uses {package}, which only {folder} may know");
            }
        }
    }

    [Fact]
    public void Only_the_storage_holds_sql()
    {
        foreach (var (path, text) in Repository.Sources().Where(s => s.Path.StartsWith("Plumb.Search/", StringComparison.Ordinal) && !s.Path.StartsWith("Plumb.Search/Storage/", StringComparison.Ordinal)))
        {
            Assert.False(Sql().IsMatch(text), $"{path} holds SQL, which belongs into Plumb.Search/Storage");
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
