using System.Globalization;
using System.Text;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Yaml;

/// <summary>Reads JSON that stands inside of something else, with its places in the file. Stops at the first fault.</summary>
internal sealed class JsonReader
{
    private const int DeepestNesting = 64;

    private readonly MappedText source;
    private readonly string text;
    private readonly int end;
    private int at;
    private int depth;
    private PromptProblem? problem;

    private JsonReader(MappedText source, TextSpan part)
    {
        this.source = source;
        text = source.Value;
        at = part.Start;
        end = part.End;
    }

    /// <param name="part">The part of the source's value that is JSON.</param>
    public static (DataNode? Root, PromptProblem? Problem) Read(MappedText source, TextSpan part)
    {
        var reader = new JsonReader(source, part);
        var root = reader.ReadValue();
        reader.SkipSpaces();
        if (reader.problem is null && reader.at < reader.end)
        {
            reader.Fail("Nothing may follow the value.");
        }

        return (root, reader.problem);
    }

    public static (DataNode? Root, PromptProblem? Problem) Read(MappedText source) => Read(source, new TextSpan(0, source.Value.Length));

    private DataNode? ReadValue()
    {
        SkipSpaces();
        if (at >= end)
        {
            Fail("A value is missing.");
            return null;
        }

        if (++depth > DeepestNesting)
        {
            Fail("The JSON is nested too deeply.");
            return null;
        }

        DataNode? value = text[at] switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' => ReadText(),
            _ => ReadWord(),
        };
        depth--;
        return value;
    }

    private DataMapping ReadObject()
    {
        var start = at++;
        var entries = new List<(DataScalar, DataNode)>();
        SkipSpaces();
        while (problem is null && !TryTake('}'))
        {
            if (at >= end || text[at] != '"')
            {
                Fail(at < end && text[at] == '\'' ? "JSON's quotes are double ones." : "A key in double quotes is missing.");
                break;
            }

            var key = ReadText();
            SkipSpaces();
            if (!TryTake(':'))
            {
                Fail("':' is missing after the key.");
                break;
            }

            if (ReadValue() is { } value && key is not null)
            {
                entries.Add((key, value));
            }

            ReadSeparator('}');
        }

        return new DataMapping(Span(start, at), entries);
    }

    private DataSequence ReadArray()
    {
        var start = at++;
        var items = new List<DataNode>();
        SkipSpaces();
        while (problem is null && !TryTake(']'))
        {
            if (ReadValue() is { } value)
            {
                items.Add(value);
            }

            ReadSeparator(']');
        }

        return new DataSequence(Span(start, at), items);
    }

    private void ReadSeparator(char close)
    {
        if (problem is not null)
        {
            return;
        }

        SkipSpaces();
        if (TryTake(','))
        {
            SkipSpaces();
            if (at < end && text[at] == close)
            {
                Fail("The last value is followed by a comma.");
            }
        }
        else if (at >= end || text[at] != close)
        {
            Fail($"',' or '{close}' is missing.");
        }
    }

    private DataScalar? ReadText()
    {
        var start = at++;
        var value = new StringBuilder();
        while (at < end && text[at] is not ('"' or '\n' or '\r'))
        {
            if (text[at] != '\\')
            {
                value.Append(text[at++]);
                continue;
            }

            var escape = at + 1 < end ? text[at + 1] : '\0';
            at += 2;
            switch (escape)
            {
                case '"' or '\\' or '/':
                    value.Append(escape);
                    break;
                case 'b' or 'f' or 'n' or 'r' or 't':
                    value.Append(escape switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', _ => '\t' });
                    break;
                case 'u' when at + 4 <= end && ushort.TryParse(text.AsSpan(at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code):
                    value.Append((char)code);
                    at += 4;
                    break;
                default:
                    at = Math.Min(at, end);
                    Fail($"JSON has no escape '\\{escape}'.");
                    return null;
            }
        }

        if (!TryTake('"'))
        {
            Fail("The quote is not closed on its line.");
            return null;
        }

        var span = Span(start, at);
        return new DataScalar(span, value.ToString(), false, MappedText.Verbatim(value.ToString(), span.Start + 1));
    }

    private DataScalar? ReadWord()
    {
        var start = at;
        while (at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '+' or '.'))
        {
            at++;
        }

        var word = text[start..at];
        var isNumber = word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] == '-') && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (word is "true" or "false" or "null" || isNumber)
        {
            var span = Span(start, at);
            return new DataScalar(span, word, true, MappedText.Verbatim(word, span.Start));
        }

        at = start;
        Fail(word.Length == 0 ? $"'{text[at]}' begins no JSON value." : $"'{word}' is no JSON value.");
        return null;
    }

    private bool TryTake(char c)
    {
        if (at < end && text[at] == c)
        {
            at++;
            return true;
        }

        return false;
    }

    private void SkipSpaces()
    {
        while (at < end && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }
    }

    private TextSpan Span(int from, int to) => source.ToFile(new TextSpan(from, to));

    private void Fail(string message) => problem ??= new PromptProblem(at < end ? Span(at, at + 1) : end > 0 ? Span(end - 1, end) : Span(0, 0), message);
}
