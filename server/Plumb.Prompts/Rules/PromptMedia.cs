using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>A picture or a sound that a prompt sends along, and where the file says so.</summary>
internal readonly record struct PromptMedium(TextSpan Span, bool IsAudio);

/// <summary>Finds the pictures and sounds of a prompt in the ways that the formats write them.</summary>
internal static partial class PromptMedia
{
    public static IEnumerable<PromptMedium> Find(PromptFile file)
    {
        var pattern = file.Format switch
        {
            PromptFormat.Dotprompt => MediaHelper(),
            PromptFormat.Prompty => MarkdownImage(),
            PromptFormat.SemanticKernelYaml or PromptFormat.SemanticKernelFolder => Element(),
            _ => null,
        };
        foreach (var template in pattern is null ? [] : file.Templates)
        {
            foreach (Match match in pattern!.Matches(template.Text.Value))
            {
                var isAudio = match.Groups["type"].Value.StartsWith("audio", StringComparison.OrdinalIgnoreCase);
                var isOther = match.Groups["type"].Length > 0 && !isAudio && !match.Groups["type"].Value.StartsWith("image", StringComparison.OrdinalIgnoreCase);
                if (!isOther)
                {
                    yield return new PromptMedium(template.Text.ToFile(new TextSpan(match.Index, match.Index + match.Length)), isAudio);
                }
            }
        }

        // Prompty's second version declares pictures as inputs. Sound that is declared may be written down before it is sent.
        foreach (var input in file.Format == PromptFormat.Prompty ? file.Inputs.Where(i => i.Type == "image") : [])
        {
            yield return new PromptMedium(input.NameSpan, IsAudio: false);
        }
    }

    [GeneratedRegex(@"\{\{~?\s*media\s[^{}]{0,500}?(?:contentType\s*=\s*[""'](?<type>[^""'{}]{1,100})[""'][^{}]{0,500})?~?\}\}")]
    private static partial Regex MediaHelper();

    // A picture by its address is shown to the model; one that is a file's is read and sent.
    [GeneratedRegex(@"(?<![\\`])!\[[^\]\r\n]{0,200}\]\([^()\r\n]{1,500}\)")]
    private static partial Regex MarkdownImage();

    [GeneratedRegex(@"<(?<type>image|audio)>(?=[^<\s])", RegexOptions.IgnoreCase)]
    private static partial Regex Element();
}
