namespace Plumb.Text.Blocks;

/// <summary>What ends an HTML block of a Markdown text.</summary>
internal enum HtmlBlock
{
    None,
    ToRawEnd,
    ToCommentEnd,
    ToInstructionEnd,
    ToDeclarationEnd,
    ToCDataEnd,
    ToBlankLine,
}

/// <summary>The seven ways in which CommonMark lets a line start an HTML block (section 4.6).</summary>
internal static class HtmlBlocks
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> BlockTags = new HashSet<string>(
        ("address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt " +
        "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link " +
        "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead " +
        "title tr track ul").Split(' '),
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] RawTags = ["pre", "script", "style", "textarea"];

    public static bool EndsIn(this HtmlBlock block, ReadOnlySpan<char> line) => block switch
    {
        HtmlBlock.ToCommentEnd => line.Contains("-->", StringComparison.Ordinal),
        HtmlBlock.ToInstructionEnd => line.Contains("?>", StringComparison.Ordinal),
        HtmlBlock.ToDeclarationEnd => line.Contains('>'),
        HtmlBlock.ToCDataEnd => line.Contains("]]>", StringComparison.Ordinal),
        HtmlBlock.ToRawEnd => EndsRaw(line),
        _ => false,
    };

    public static HtmlBlock Open(ReadOnlySpan<char> line, bool insideParagraph)
    {
        if (line.StartsWith("<!--"))
        {
            return HtmlBlock.ToCommentEnd;
        }

        if (line.StartsWith("<?"))
        {
            return HtmlBlock.ToInstructionEnd;
        }

        if (line.StartsWith("<![CDATA["))
        {
            return HtmlBlock.ToCDataEnd;
        }

        if (line.Length > 2 && line[1] == '!' && char.IsAsciiLetter(line[2]))
        {
            return HtmlBlock.ToDeclarationEnd;
        }

        var closing = line.Length > 1 && line[1] == '/';
        var rest = line[(closing ? 2 : 1)..];
        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || (length > 0 && rest[length] == '-')))
        {
            length++;
        }

        if (length == 0 || !char.IsAsciiLetter(rest[0]))
        {
            return HtmlBlock.None;
        }

        var name = rest[..length];
        var after = rest[length..];
        var ends = after.IsEmpty || after[0] is ' ' or '\t' or '>' || (after[0] == '/' && after.Length > 1 && after[1] == '>');
        if (!closing && ends && IsRaw(name))
        {
            return HtmlBlock.ToRawEnd;
        }

        if (ends && BlockTags.Contains(name))
        {
            return HtmlBlock.ToBlankLine;
        }

        return !insideParagraph && IsCompleteTag(after, closing) ? HtmlBlock.ToBlankLine : HtmlBlock.None;
    }

    // Any other tag starts a block when it is whole and alone on its line.
    private static bool IsCompleteTag(ReadOnlySpan<char> after, bool closing)
    {
        if (!after.IsEmpty && after[0] is not (' ' or '\t' or '/' or '>'))
        {
            return false;
        }

        var quote = '\0';
        for (var i = 0; i < after.Length; i++)
        {
            var c = after[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                if (closing || i == 0 || after[i - 1] != '=')
                {
                    return false;
                }

                quote = c;
            }
            else if (c == '<')
            {
                return false;
            }
            else if (c == '>')
            {
                return after[(i + 1)..].IsWhiteSpace();
            }
        }

        return false;
    }

    private static bool IsRaw(ReadOnlySpan<char> name)
    {
        foreach (var tag in RawTags)
        {
            if (name.Equals(tag, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsRaw(ReadOnlySpan<char> line)
    {
        for (var at = line.IndexOf("</"); at >= 0;)
        {
            foreach (var tag in RawTags)
            {
                if (line[(at + 2)..].StartsWith(tag, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            var next = line[(at + 2)..].IndexOf("</");
            at = next < 0 ? -1 : at + 2 + next;
        }

        return false;
    }
}
