using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Plumb.Ask.Models;
using YamlDotNet.RepresentationModel;

namespace Plumb.Ask.Prompts;

/// <summary>
/// A prompt of this product: a Semantic Kernel YAML file, embedded. Its messages are cut apart before values are put in, so
/// that no text of a file can make a message of its own.
/// </summary>
internal sealed partial class PromptTemplate
{
    private static readonly ConcurrentDictionary<string, PromptTemplate> Loaded = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<(ChatRole Role, string Text)> messages;

    private PromptTemplate(string source)
    {
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..12];
        var yaml = new YamlStream();
        yaml.Load(new StringReader(source));
        var template = ((YamlScalarNode)((YamlMappingNode)yaml.Documents[0].RootNode).Children[new YamlScalarNode("template")]).Value!;
        messages = [.. Message().Matches(template).Select(m => (m.Groups["role"].Value == "system" ? ChatRole.System : ChatRole.User, m.Groups["text"].Value.Trim('\n')))];
    }

    /// <summary>Changes with every change of the file: a part of the key of cached answers.</summary>
    public string Version { get; }

    /// <summary>"answer", "expand" or "standalone".</summary>
    public static PromptTemplate Load(string name) => Loaded.GetOrAdd(name, static name =>
    {
        using var stream = typeof(PromptTemplate).Assembly.GetManifestResourceStream($"Plumb.Ask.Prompts.{name}.yaml")!;
        return new PromptTemplate(new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n"));
    });

    public IReadOnlyList<ChatTurn> Render(IReadOnlyDictionary<string, string> values) =>
        [.. messages.Select(message => new ChatTurn(message.Role, Variable().Replace(message.Text, match => values.GetValueOrDefault(match.Groups["name"].Value, ""))))];

    [GeneratedRegex("""<message role="(?<role>system|user)">(?<text>.*?)</message>""", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Message();

    [GeneratedRegex(@"\{\{\$(?<name>\w+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
