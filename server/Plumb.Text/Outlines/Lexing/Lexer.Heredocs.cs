namespace Plumb.Text.Lexing;

/// <summary>Strings that a word of their own closes, and PHP's markup outside its tags.</summary>
internal sealed partial class Lexer
{
    // No line opens more of them; each looks for its end from the end of the line.
    private const int MostPending = 16;
    private int failedHeredocsLeft = 16;
    private List<PendingHeredoc>? pending;

    /// <summary>Reads <c>&lt;&lt;&lt;ID</c> of PHP, whose text starts on the next line.</summary>
    private int PhpHeredoc(int start)
    {
        if (!StartsWith(start, "<<<") || failedHeredocsLeft <= 0)
        {
            return -1;
        }

        var at = start + 3;
        while (at < end && text[at] is ' ' or '\t')
        {
            at++;
        }

        var quote = at < end && text[at] is '"' or '\'' ? text[at++] : '\0';
        var name = at;
        at = NameEnd(at);
        if (at == name)
        {
            return -1;
        }

        var lineEnd = LineEnd(at);
        var (content, close, stop) = FindHeredocEnd(lineEnd, text.AsSpan(name, at - name), indented: true, wholeLine: false);
        if (stop < 0)
        {
            failedHeredocsLeft--;
            return -1;
        }

        var traits = StringLiteralTraits.MultiLine | (quote == '\'' ? StringLiteralTraits.Raw : StringLiteralTraits.Interpolated);
        return AddString(start, content, close, stop, traits);
    }

    /// <summary>Reads the opening of a heredoc; its text is read when the line ends.</summary>
    private int StartHeredoc(int start)
    {
        if (!StartsWith(start, "<<") || StartsWith(start, "<<<") || failedHeredocsLeft <= 0 || holeDepth > 0 || pending?.Count >= MostPending)
        {
            return StartsWith(start, "<<<") ? Operator(start, 3) : -1;
        }

        var at = start + 2;
        var indented = at < end && text[at] is '-' or '~';
        at += indented ? 1 : 0;
        if (table.Has(LexerQuirks.ShellHeredocs))
        {
            while (at < end && text[at] is ' ' or '\t')
            {
                at++;
            }
        }

        var quote = at < end && text[at] is '"' or '\'' or '`' or '\\' ? text[at++] : '\0';
        var name = at;
        at = NameEnd(at);
        if (at == name || char.IsAsciiDigit(text[name]))
        {
            return -1;
        }

        // Ruby's a <<b is a call with an operator; only upper-case names and quoted or marked ones are heredocs.
        if (table.Has(LexerQuirks.RubyHeredocs) && quote == '\0' && !char.IsUpper(text[name]) && !indented)
        {
            return -1;
        }

        var nameEnd = at;
        if (quote is '"' or '\'' or '`')
        {
            if (at >= end || text[at] != quote)
            {
                return -1;
            }

            at++;
        }

        if (FindHeredocEnd(LineEnd(at), text.AsSpan(name, nameEnd - name), indented: true, wholeLine: true).Stop < 0)
        {
            failedHeredocsLeft--;
            return -1;
        }

        var raw = quote is '\'' or '\\';
        (pending ??= []).Add(new PendingHeredoc(start, new TextSpan(name, nameEnd), raw ? StringLiteralTraits.Raw : table.Has(LexerQuirks.RubyHeredocs | LexerQuirks.ShellHeredocs | LexerQuirks.HclHeredocs) ? StringLiteralTraits.Interpolated : 0));
        Add(TokenKind.String, start, at, 0);
        return at;
    }

    private int ReadPendingHeredocs(int at)
    {
        var lineEnd = at;
        foreach (var heredoc in pending!)
        {
            var name = text.AsSpan(heredoc.Name.Start, heredoc.Name.Length);
            var (content, close, stop) = FindHeredocEnd(lineEnd, name, indented: true, wholeLine: true, fromLineStart: true);
            if (stop < 0)
            {
                failedHeredocsLeft--;
                continue;
            }

            var traits = heredoc.Traits | StringLiteralTraits.MultiLine;
            lexed.Strings.Add(new StringLiteral(new TextSpan(content, stop), new TextSpan(content, close), traits));
            lineEnd = Math.Min(end, stop + 1);
            at = stop;
        }

        pending.Clear();
        return at;
    }

    /// <summary>Finds the line that closes a heredoc: the name alone (or, for PHP, the name before other code).</summary>
    private (int Content, int Close, int Stop) FindHeredocEnd(int lineEnd, ReadOnlySpan<char> name, bool indented, bool wholeLine, bool fromLineStart = false)
    {
        var at = lineEnd;
        var content = -1;
        while (at < end)
        {
            if (!fromLineStart)
            {
                at += text[at] == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
            }

            fromLineStart = false;
            content = content < 0 ? at : content;
            var word = at;
            while (indented && word < end && text[word] is ' ' or '\t')
            {
                word++;
            }

            var after = word + name.Length;
            if (after <= end && text.AsSpan(word, name.Length).SequenceEqual(name)
                && (after == end || text[after] is '\n' or '\r' || (!wholeLine && !char.IsLetterOrDigit(text[after]) && text[after] != '_')))
            {
                return (content, at, after);
            }

            at = LineEnd(at);
        }

        return (content, -1, -1);
    }

    private int Operator(int at, int length)
    {
        for (var i = 0; i < length; i++)
        {
            Add(TokenKind.Punctuation, at + i, at + i + 1, text[at + i]);
        }

        return at + length;
    }

    private int NameEnd(int at)
    {
        while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at;
    }

    /// <summary>The offset after the next <c>&lt;?php</c> or <c>&lt;?=</c>.</summary>
    private int SkipMarkup(int at)
    {
        while (at < end)
        {
            var found = text.AsSpan(at, end - at).IndexOf("<?", StringComparison.Ordinal);
            if (found < 0)
            {
                return end;
            }

            at += found + 2;
            first = TokenFlags.FirstOnLine;
            if (at + 3 <= end && text.AsSpan(at, 3).Equals("php", StringComparison.OrdinalIgnoreCase))
            {
                return at + 3;
            }

            if (at < end && text[at] == '=')
            {
                return at + 1;
            }

            if (at >= end || char.IsWhiteSpace(text[at]))
            {
                return at;
            }
        }

        return end;
    }

    private readonly record struct PendingHeredoc(int Start, TextSpan Name, StringLiteralTraits Traits);
}
