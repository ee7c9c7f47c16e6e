using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>
/// Prompty, version 1 (<c>inputs</c> and <c>sample</c> as mappings) and version 2 (<c>inputs</c> as a list with names).
/// Without front matter the whole file is the body.
/// </summary>
internal static class PromptyFormat
{
    public static bool Recognises(string path) => path.EndsWith(".prompty", StringComparison.OrdinalIgnoreCase);

    public static PromptFile Parse(string path, string text)
    {
        var file = new PromptFile(PromptFormat.Prompty, path, text);
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var (front, body, problem) = Split(text, start);
        if (problem is not null)
        {
            return file with { Problems = [problem] };
        }

        var bodyText = MappedText.Verbatim(text[body..], body);
        if (front.IsEmpty)
        {
            return file with { Templates = [Template(bodyText, TemplateDialect.Jinja)] };
        }

        var (root, problems) = YamlReader.Read(text[front.Start..front.End], front.Start);
        var map = root as DataMapping ?? new DataMapping(front, []);
        var (inputs, complete) = Inputs(map);
        return file with
        {
            Templates = [Template(bodyText, Dialect(map))],
            Inputs = inputs,
            InputsAreComplete = complete && inputs.Count > 0 && problems.Count == 0,
            Problems = problems,
        };
    }

    private static PromptTemplate Template(MappedText text, TemplateDialect dialect) =>
        new(text, dialect, TemplateParser.Parse(text.Value, dialect), default);

    /// <summary>The front matter between two lines of dashes, and where the body starts.</summary>
    private static (TextSpan Front, int Body, PromptProblem? Problem) Split(string text, int start)
    {
        var lines = new LineIndex(text);
        var first = 0;
        while (first < lines.LineCount && Line(first).IsEmpty)
        {
            first++;
        }

        if (first == lines.LineCount || !Line(first).SequenceEqual("---"))
        {
            return (default, start, null);
        }

        for (var line = first + 1; line < lines.LineCount; line++)
        {
            if (Line(line).SequenceEqual("---"))
            {
                return (new TextSpan(lines.GetLineStart(first + 1), lines.GetLineStart(line)), lines.GetLineStart(line + 1), null);
            }
        }

        return (default, text.Length, new PromptProblem(lines.GetLineSpan(first), "The front matter is not closed by a line of '---'."));

        ReadOnlySpan<char> Line(int line)
        {
            var span = lines.GetLineSpan(line);
            return text.AsSpan(span.Start, span.Length).Trim('\uFEFF').TrimEnd();
        }
    }

    private static TemplateDialect Dialect(DataMapping map)
    {
        var template = map.Find("template");
        var format = template is DataMapping settings ? settings.Find("format") ?? settings.Find("type") : template;
        var kind = (format is DataMapping detail ? detail.Find("kind") ?? detail.Find("type") : format) as DataScalar;
        return kind?.Value.Trim().ToLowerInvariant() switch
        {
            null or "" or "jinja2" or "jinja" or "nunjucks" or "prompty" => TemplateDialect.Jinja,
            "mustache" => TemplateDialect.Mustache,
            "handlebars" => TemplateDialect.Handlebars,
            "liquid" => TemplateDialect.Liquid,
            _ => TemplateDialect.Unknown,
        };
    }

    private static (List<PromptInput> Inputs, bool Complete) Inputs(DataMapping map)
    {
        var inputs = new List<PromptInput>();
        var complete = true;
        foreach (var key in (ReadOnlySpan<string>)["inputs", "sample", "inputSchema"])
        {
            var node = map.Find(key);
            if (key == "inputSchema" && node is DataMapping schema)
            {
                node = schema.Find("properties");
            }

            switch (node)
            {
                case DataMapping declared:
                    inputs.AddRange(declared.Entries.Select(e => new PromptInput(e.Key.Value, e.Key.Span)));
                    break;
                case DataSequence list:
                    foreach (var item in list.Items)
                    {
                        if (item is DataMapping entry && entry.Find("name") is DataScalar name)
                        {
                            inputs.Add(new PromptInput(name.Value, name.Span));
                        }
                        else if (item is DataScalar plain)
                        {
                            inputs.Add(new PromptInput(plain.Value, plain.Span));
                        }
                        else
                        {
                            complete = false;
                        }
                    }

                    break;
                case DataScalar reference when reference.Value.Length > 0:
                    // "${file:sample.json}" or a path: what it declares is not known here.
                    complete = false;
                    break;
                case DataAlias:
                    complete = false;
                    break;
            }
        }

        return (inputs, complete);
    }
}
