using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Plumb.Cli.Evaluation;

/// <summary>
/// Reads the values of a YAML file that people write by hand. Whatever is wrong is told in one sentence with the file,
/// line and column.
/// </summary>
/// <param name="file">How the file is called in errors.</param>
internal sealed class YamlFields(string file)
{
    private const int DeepestNesting = 20;

    /// <returns>The root of the first document.</returns>
    /// <exception cref="CommandException">The text is no YAML, is empty or is nested too deeply.</exception>
    public YamlNode Load(string text)
    {
        try
        {
            RefuseDeepNesting(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count switch
            {
                0 => throw new CommandException($"{file} is empty."),
                1 => stream.Documents[0].RootNode,
                _ => throw Error(stream.Documents[1].RootNode, "a second document begins here; one is read"),
            };
        }
        catch (YamlException e)
        {
            var reason = (e.InnerException?.Message ?? e.Message).TrimEnd('.');
            throw new CommandException($"{file}:{e.Start.Line}:{e.Start.Column}: the YAML cannot be read: {reason}.", e);
        }
    }

    public CommandException Error(YamlNode node, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}:{node.Start.Line}:{node.Start.Column}: {problem}."));

    /// <summary>The entries of a mapping whose keys are all known.</summary>
    public Dictionary<string, YamlNode> Mapping(YamlNode node, string what, params ReadOnlySpan<string> known)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Error(node, $"{what} is a mapping with {string.Join(", ", known)}, not {Describe(node)}");
        }

        var found = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || (!known.IsEmpty && !known.Contains(name)))
            {
                throw Error(key, $"unknown key {(key is YamlScalarNode scalar ? $"'{scalar.Value}'" : Describe(key))}; {what} has {string.Join(", ", known)}");
            }

            found.Add(name, value);
        }

        return found;
    }

    public IList<YamlNode> Sequence(YamlNode node, string what) =>
        node is YamlSequenceNode sequence ? sequence.Children : throw Error(node, $"{what} is a list, not {Describe(node)}");

    public string Text(YamlNode node, string what) =>
        node is YamlScalarNode scalar && !string.IsNullOrWhiteSpace(scalar.Value) && !IsNull(scalar) ? scalar.Value : throw Error(node, $"{what} is a text, not {Describe(node)}");

    public int WholeNumber(YamlNode node, string what, int least, int most) =>
        node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Error(node, string.Create(CultureInfo.InvariantCulture, $"{what} is a whole number from {least} to {most}, not {Describe(node)}"));

    public double Share(YamlNode node, string what) =>
        node is YamlScalarNode scalar && double.TryParse(scalar.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw Error(node, $"{what} is a number from 0 to 1, not {Describe(node)}");

    public bool Flag(YamlNode node, string what) => node is YamlScalarNode { Value: "true" or "false" } scalar ? scalar.Value == "true" : throw Error(node, $"{what} is true or false, not {Describe(node)}");

    private static bool IsNull(YamlScalarNode scalar) => scalar is { Style: ScalarStyle.Plain, Value: "null" or "~" };

    private static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode scalar when string.IsNullOrWhiteSpace(scalar.Value) || IsNull(scalar) => "empty",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        _ => "something else",
    };

    /// <summary>The representation model recurses: a file of brackets alone would end the process.</summary>
    private void RefuseDeepNesting(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > DeepestNesting)
            {
                var at = parser.Current!.Start;
                throw new CommandException($"{file}:{at.Line}:{at.Column}: the YAML is nested too deeply.");
            }
        }
    }
}
