using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>Lexes a text by a table and hands the tokens to a parser of the family.</summary>
internal sealed class BraceOutliner(LexicalTable table, Func<LexedText, OutlineBuilder, BraceParser> make) : IOutliner
{
    public Outline Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var lexed = LexedText.Lex(text, table);
        var builder = new OutlineBuilder();
        make(lexed, builder).Parse();
        return builder.Build(lexed);
    }
}
