namespace Plumb.Ask.Guardrails;

/// <summary>The fence of a code block that is open at a line of Markdown, by the rules of CommonMark; none at the start.</summary>
internal struct CodeFence
{
    private const int MostIndented = 3;
    private const int LeastLength = 3;

    private char mark;
    private int length;
    private int indent;
    private bool isDoubtful;

    public readonly bool IsOpen => length > 0;

    /// <summary>Whether the next line is code, or the fence at its start or end.</summary>
    public bool Holds(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart(' ');
        var spaces = line.Length - text.Length;
        var run = text.Length > 0 && text[0] is '`' or '~' ? text.Length - text.TrimStart(text[0]).Length : 0;
        var rest = text[run..].TrimEnd();
        if (!IsOpen)
        {
            // Ticks behind ticks are code within a line.
            if (isDoubtful || spaces > MostIndented || run < LeastLength || (text[0] == '`' && rest.Contains('`')))
            {
                return false;
            }

            (mark, length, indent) = (text[0], run, spaces);
            return true;
        }

        if (spaces <= MostIndented && run >= length && text[0] == mark && rest.IsEmpty)
        {
            length = 0;
            return true;
        }

        // Further left than its fence: an item of a list may have ended, and the code with it. What is code is not known from here on.
        if (spaces < indent && !rest.IsEmpty)
        {
            (length, isDoubtful) = (0, true);
            return false;
        }

        return true;
    }
}
