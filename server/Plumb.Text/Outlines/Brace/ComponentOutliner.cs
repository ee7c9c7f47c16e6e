using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>
/// Vue and Svelte: the blocks of the file are elements, and what stands in a script block is read as the script that it is.
/// </summary>
internal sealed class ComponentOutliner : IOutliner
{
    private readonly LexicalTable script = BraceTables.TypeScript();
    private readonly LexicalTable style = BraceTables.Css();

    public Outline Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var builder = new OutlineBuilder();
        var strings = new List<StringLiteral>();
        var problems = new List<OutlineProblem>();
        var at = 0;
        while (at < text.Length && FindBlock(text, at) is { } block)
        {
            var name = text[block.Name.Start..block.Name.End];
            var label = name is "script" && text.AsSpan(block.Span.Start, block.Content.Start - block.Span.Start).Contains(" setup", StringComparison.Ordinal) ? "script setup" : name;
            builder.Add(DeclarationKind.Element, label, block.Name, block.Span, default, block.Content);
            if (name is "script" or "style")
            {
                using var lexed = LexedText.Lex(text, name is "script" ? script : style, block.Content);
                BraceParser parser = name is "script" ? new JavaScriptParser(lexed, builder, typed: true) : new StyleParser(lexed, builder);
                parser.Parse();
                strings.AddRange(lexed.Strings);
                problems.AddRange(lexed.Problems);
            }

            at = Math.Max(at + 1, block.Span.End);
        }

        return builder.Build(text.Length, strings, [], problems);
    }

    /// <summary>The next block of the file: an element that starts a line, with its closing tag.</summary>
    private static Block? FindBlock(string text, int at)
    {
        while (at < text.Length)
        {
            var found = text.IndexOf('<', at);
            if (found < 0)
            {
                return null;
            }

            at = found + 1;
            if (text.AsSpan(found).StartsWith("<!--"))
            {
                var close = text.IndexOf("-->", found, StringComparison.Ordinal);
                if (close < 0)
                {
                    return null;
                }

                at = close + 3;
                continue;
            }

            var nameEnd = at;
            while (nameEnd < text.Length && (char.IsLetterOrDigit(text[nameEnd]) || text[nameEnd] is '-' or ':'))
            {
                nameEnd++;
            }

            if ((found > 0 && text[found - 1] is not ('\n' or '\r' or '>')) || text.AsSpan(at, nameEnd - at) is not ("script" or "style" or "template"))
            {
                continue;
            }

            var head = text.IndexOf('>', nameEnd);
            if (head < 0)
            {
                return null;
            }

            var name = text[at..nameEnd];
            var end = name is "template" ? LastClose(text, head) : text.IndexOf($"</{name}", head, StringComparison.Ordinal);
            var content = new TextSpan(head + 1, end < 0 ? text.Length : end);
            var stop = end < 0 ? -1 : text.IndexOf('>', end);
            return text[head - 1] == '/'
                ? new Block(new TextSpan(at, nameEnd), new TextSpan(found, head + 1), new TextSpan(head + 1, head + 1))
                : new Block(new TextSpan(at, nameEnd), new TextSpan(found, stop < 0 ? text.Length : stop + 1), content);
        }

        return null;
    }

    // Templates nest; the one that ends the block starts a line.
    private static int LastClose(string text, int from)
    {
        var found = text.IndexOf("\n</template", from, StringComparison.Ordinal);
        return found >= 0 ? found + 1 : text.IndexOf("</template", from, StringComparison.Ordinal);
    }

    private readonly record struct Block(TextSpan Name, TextSpan Span, TextSpan Content);
}
