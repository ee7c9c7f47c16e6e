using System.Text.Json;
using Plumb.Text.Configuration;

namespace Plumb.Prompts.Configuration;

/// <summary>Reads the <c>lint</c> section. What is wrong is a problem with its key path, and the rest still holds.</summary>
public static class LintConfigurationReader
{
    public const string Section = "lint";

    private static readonly string[] Keys = ["base", "exclude", "ignore", "model", "perFileIgnores", "rules", "select", "severity", "tools"];

    private static readonly (string Rule, string Option)[] RuleOptions = [("K01", "maxTokens"), ("K03", "allowedGrowth"), ("K05", "maxTokens")];

    public static (LintConfiguration Configuration, IReadOnlyList<ConfigurationProblem> Problems) Read(ConfigurationFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var problems = new List<ConfigurationProblem>();
        if (file.Section(Section) is not { } section)
        {
            return (LintConfiguration.Default, problems);
        }

        var configuration = LintConfiguration.Default;
        foreach (var property in section.EnumerateObject())
        {
            var path = $"{Section}.{property.Name}";
            configuration = property.Name switch
            {
                "select" => configuration with { Select = Selectors(property.Value, path, problems) },
                "ignore" => configuration with { Ignore = Selectors(property.Value, path, problems) },
                "exclude" => configuration with { Exclude = [.. Texts(property.Value, path, problems).Select(t => new PathGlob(t.Text))] },
                "tools" => configuration with { Tools = [.. Texts(property.Value, path, problems).Select(t => t.Text)] },
                "base" => configuration with { Base = Text(property.Value, path, problems) },
                "model" => configuration with { Model = Text(property.Value, path, problems) },
                "perFileIgnores" => configuration with { PerFileIgnores = PerFile(property.Value, path, problems) },
                "severity" => configuration with { Severities = Severities(property.Value, path, problems) },
                "rules" => Options(configuration, property.Value, path, problems),
                _ => Unknown(configuration, property.Name, path, problems),
            };
        }

        return (configuration, problems);
    }

    private static LintConfiguration Unknown(LintConfiguration configuration, string name, string path, List<ConfigurationProblem> problems)
    {
        problems.Add(new ConfigurationProblem(path, $"unknown key '{name}'; there are {string.Join(", ", Keys)}.", null));
        return configuration;
    }

    private static List<PerFileIgnore> PerFile(JsonElement value, string path, List<ConfigurationProblem> problems) =>
        [.. Entries(value, path, problems).Select(e => new PerFileIgnore(new PathGlob(e.Name), Selectors(e.Value, $"{path}.{e.Name}", problems)))];

    private static List<SeverityOverride> Severities(JsonElement value, string path, List<ConfigurationProblem> problems)
    {
        var overrides = new List<SeverityOverride>();
        foreach (var entry in Entries(value, path, problems))
        {
            var place = $"{path}.{entry.Name}";
            var selector = RuleSelector.Parse(entry.Name);
            if (selector is null)
            {
                problems.Add(new ConfigurationProblem(place, RuleSelector.Unknown(entry.Name), null));
            }

            LintSeverity? severity = null;
            switch (Text(entry.Value, place, problems))
            {
                case null:
                    continue;
                case "error":
                    severity = LintSeverity.Error;
                    break;
                case "warning":
                    severity = LintSeverity.Warning;
                    break;
                case "information":
                    severity = LintSeverity.Information;
                    break;
                case "off":
                    break;
                case var other:
                    problems.Add(new ConfigurationProblem(place, $"'{other}' is no severity: write error, warning, information or off.", null));
                    continue;
            }

            if (selector is not null)
            {
                overrides.Add(new SeverityOverride(selector, severity));
            }
        }

        return overrides;
    }

    private static LintConfiguration Options(LintConfiguration configuration, JsonElement value, string path, List<ConfigurationProblem> problems)
    {
        foreach (var rule in Entries(value, path, problems))
        {
            var place = $"{path}.{rule.Name}";
            var code = Rules.RuleCatalogue.Find(rule.Name)?.Code ?? rule.Name;
            var options = RuleOptions.Where(o => o.Rule == code).Select(o => o.Option).ToList();
            if (options.Count == 0)
            {
                problems.Add(new ConfigurationProblem(place, $"'{rule.Name}' is no rule with options; there are {string.Join(", ", RuleOptions.Select(o => o.Rule))}.", null));
                continue;
            }

            foreach (var option in Entries(rule.Value, place, problems))
            {
                var at = $"{place}.{option.Name}";
                if (!options.Contains(option.Name, StringComparer.Ordinal))
                {
                    problems.Add(new ConfigurationProblem(at, $"{code} has no option '{option.Name}'; there is {string.Join(", ", options)}.", null));
                }
                else if (option.Value.ValueKind != JsonValueKind.Number || !option.Value.TryGetDouble(out var number) || number < 0 || number > int.MaxValue)
                {
                    problems.Add(new ConfigurationProblem(at, $"'{option.Name}' has to be a number, 0 or more.", null));
                }
                else
                {
                    configuration = code switch
                    {
                        "K01" => configuration with { TokenBudget = (int)number },
                        "K03" => configuration with { AllowedGrowth = number },
                        _ => configuration with { AlwaysOnBudget = (int)number },
                    };
                }
            }
        }

        return configuration;
    }

    private static List<RuleSelector> Selectors(JsonElement value, string path, List<ConfigurationProblem> problems)
    {
        var selectors = new List<RuleSelector>();
        foreach (var (text, place) in Texts(value, path, problems))
        {
            if (RuleSelector.Parse(text) is { } selector)
            {
                selectors.Add(selector);
            }
            else
            {
                problems.Add(new ConfigurationProblem(place, RuleSelector.Unknown(text), null));
            }
        }

        return selectors;
    }

    private static List<(string Text, string Path)> Texts(JsonElement value, string path, List<ConfigurationProblem> problems)
    {
        var texts = new List<(string, string)>();
        if (value.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new ConfigurationProblem(path, "has to be a list of texts.", null));
            return texts;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            if (Text(item, place, problems) is { } text)
            {
                texts.Add((text, place));
            }
        }

        return texts;
    }

    private static string? Text(JsonElement value, string path, List<ConfigurationProblem> problems)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        problems.Add(new ConfigurationProblem(path, "has to be a text.", null));
        return null;
    }

    private static IEnumerable<JsonProperty> Entries(JsonElement value, string path, List<ConfigurationProblem> problems)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.EnumerateObject();
        }

        problems.Add(new ConfigurationProblem(path, "has to be an object.", null));
        return [];
    }
}
