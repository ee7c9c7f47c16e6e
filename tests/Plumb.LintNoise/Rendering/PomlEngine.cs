using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Plumb.LintNoise.Rendering;

/// <summary>
/// POML as far as it can be told from outside: elements with their attributes, texts with their blanks as one, values of
/// variables in the place of their names, loops run, comments gone. Two texts that come out alike are sent alike. What is no
/// XML is refused, as POML's own reader refuses it.
/// </summary>
internal static partial class PomlEngine
{
    public static string? Render(string text, Dictionary<string, object> values)
    {
        try
        {
            // A file may hold several elements side by side.
            var root = XElement.Parse($"<all>{Declaration().Replace(text, "")}</all>", LoadOptions.PreserveWhitespace);
            var output = new StringBuilder();
            Write(root.Nodes(), new Dictionary<string, object>(values), output);
            return output.ToString();
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static void Write(IEnumerable<XNode> nodes, Dictionary<string, object> values, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            if (node is XText text)
            {
                output.Append(Blank().Replace(Fill(text.Value, values), " "));
            }
            else if (node is XElement element)
            {
                Write(element, values, output);
            }
        }
    }

    private static void Write(XElement element, Dictionary<string, object> values, StringBuilder output)
    {
        if (element.Name.LocalName.Equals("let", StringComparison.OrdinalIgnoreCase))
        {
            if (element.Attribute("name")?.Value.Trim() is { Length: > 0 } name)
            {
                values[name] = $"[{Names().Replace(element.Attribute("value")?.Value ?? element.Value, m => Value(m.Value, values))}]";
            }

            return;
        }

        if (element.Attribute("for")?.Value.Split(" in ", 2) is [var item, var list])
        {
            foreach (var each in values.GetValueOrDefault(list.Trim()) as List<string> ?? [list])
            {
                WriteOnce(element, new Dictionary<string, object>(values) { [item.Trim()] = each }, output);
            }

            return;
        }

        WriteOnce(element, values, output);
    }

    private static void WriteOnce(XElement element, Dictionary<string, object> values, StringBuilder output)
    {
        output.Append('<').Append(element.Name);
        foreach (var attribute in element.Attributes().OrderBy(a => a.Name.ToString(), StringComparer.Ordinal))
        {
            var value = attribute.Name == "if" ? Names().Replace(attribute.Value, m => Value(m.Value, values)) : Fill(attribute.Value, values);
            output.Append(' ').Append(attribute.Name).Append('=').Append(value);
        }

        output.Append('>');
        Write(element.Nodes(), values, output);
        output.Append("</>");
    }

    private static string Fill(string text, Dictionary<string, object> values) =>
        Expression().Replace(text, m => Names().Replace(m.Groups["code"].Value.Trim(), name => Value(name.Value, values)));

    private static string Value(string name, Dictionary<string, object> values) =>
        values.GetValueOrDefault(name) is { } value ? value is List<string> list ? string.Join(',', list) : (string)value : name;

    [GeneratedRegex(@"^\s*<\?xml[^>]*\?>")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\{\{(?<code>[\s\S]*?)\}\}")]
    private static partial Regex Expression();

    // Names, but for those behind a dot, which are properties.
    [GeneratedRegex(@"(?<![\w.$])[A-Za-z_$][\w$]*")]
    private static partial Regex Names();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
