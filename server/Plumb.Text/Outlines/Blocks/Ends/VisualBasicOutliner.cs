namespace Plumb.Text.Blocks;

/// <summary>Types and members of Visual Basic; "End Sub" and its like close by name.</summary>
internal sealed class VisualBasicOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new("'", quotes: [new Quote("\"", "\"", Escapes.Doubled)], special: "rR");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new BasicLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        for (var i = 0; i < tokens.Count; i = tokens.NextLine(i))
        {
            ReadLine(blocks, tokens, i);
        }

        blocks.CloseAll();
    }

    private static void ReadLine(OpenBlocks blocks, BlockTokens tokens, int line)
    {
        var end = tokens.NextLine(line);
        var i = line;
        while (i < end && tokens.Is(i, '<') && !tokens[i].First == false)
        {
            while (i < end && !tokens.Is(i, '>'))
            {
                i++;
            }

            i++;
        }

        if (tokens.IsAnyCase(i, "End") && tokens.IsWord(i + 1))
        {
            blocks.CloseTag(tokens.Of(i + 1).ToString().ToUpperInvariant(), tokens[i + 1].End);
            return;
        }

        var modified = i;
        var isAbstract = blocks.Kind == DeclarationKind.Interface;
        while (i < end && IsModifier(tokens.Of(i)))
        {
            isAbstract |= tokens.IsAnyCase(i, "MustOverride") || tokens.IsAnyCase(i, "Declare");
            i++;
        }

        if (!tokens.IsWord(i))
        {
            return;
        }

        var word = tokens.Of(i).ToString().ToUpperInvariant();
        var name = i + 1;
        switch (word)
        {
            case "NAMESPACE" or "CLASS" or "MODULE" or "STRUCTURE" or "INTERFACE" or "ENUM" when tokens.IsWord(name):
                while (tokens.Is(name + 1, '.') && tokens.IsWord(name + 2))
                {
                    name += 2;
                }

                var kind = word switch
                {
                    "NAMESPACE" => DeclarationKind.Namespace,
                    "CLASS" => DeclarationKind.Class,
                    "MODULE" => DeclarationKind.Module,
                    "STRUCTURE" => DeclarationKind.Struct,
                    "INTERFACE" => DeclarationKind.Interface,
                    _ => DeclarationKind.Enum,
                };
                blocks.Open(kind, new TextSpan(tokens[i + 1].Start, tokens[name].End), line, head: end - 1, tag: word);
                break;
            case "SUB" or "FUNCTION" or "OPERATOR" when name < end:
                var member = tokens.IsAnyCase(name, "New") ? DeclarationKind.Constructor : DeclarationKind.Method;
                Open(blocks, tokens, member, name, line, end, isAbstract, word);
                break;
            case "PROPERTY" when tokens.IsWord(name):
                var hasBody = tokens.IsAnyCase(end, "Get") || tokens.IsAnyCase(end, "Set") || tokens.IsAnyCase(end, "Private") || tokens.IsAnyCase(end, "Protected") || tokens.IsAnyCase(end, "Friend");
                Open(blocks, tokens, DeclarationKind.Property, name, line, end, !hasBody || isAbstract, word);
                break;
            case "EVENT" or "DELEGATE" when tokens.IsWord(name):
                name = tokens.IsAnyCase(name, "Sub") || tokens.IsAnyCase(name, "Function") ? name + 1 : name;
                blocks.Add(word == "EVENT" ? DeclarationKind.Event : DeclarationKind.TypeAlias, tokens.Span(name), line, end - 1);
                break;
            default:
                if (blocks.Kind == DeclarationKind.Enum && tokens.IsWord(i))
                {
                    blocks.Add(DeclarationKind.EnumMember, tokens.Span(i), line, end - 1);
                }
                else if (modified < i && !blocks.InFunction && blocks.Count > 0)
                {
                    var constant = word == "CONST";
                    var field = constant || word == "WITHEVENTS" ? name : i;
                    blocks.Add(constant || tokens.IsAnyCase(i - 1, "Const") ? DeclarationKind.Constant : DeclarationKind.Field, tokens.Span(field), line, end - 1);
                }

                break;
        }
    }

    private static void Open(OpenBlocks blocks, BlockTokens tokens, DeclarationKind kind, int name, int line, int end, bool isAbstract, string tag)
    {
        if (isAbstract)
        {
            blocks.Add(kind, tokens.Span(name), line, end - 1);
        }
        else
        {
            blocks.Open(kind, tokens.Span(name), line, head: end - 1, tag: tag);
        }
    }

    private static bool IsModifier(ReadOnlySpan<char> word) =>
        word.Length is > 2 and < 14 && word.ToString().ToUpperInvariant() is "PUBLIC" or "PRIVATE" or "PROTECTED" or "FRIEND" or "SHARED" or "OVERRIDES" or "OVERRIDABLE" or "NOTOVERRIDABLE"
            or "MUSTOVERRIDE" or "MUSTINHERIT" or "NOTINHERITABLE" or "PARTIAL" or "SHADOWS" or "OVERLOADS" or "READONLY" or "WRITEONLY" or "DEFAULT" or "ASYNC" or "ITERATOR" or "DIM" or "DECLARE" or "WIDENING" or "NARROWING" or "CUSTOM" or "CONST";

    private sealed class BasicLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at) =>
            Text[at] is 'r' or 'R' && AtLineStart && at + 3 < Text.Length && Text.AsSpan(at, 3).Equals("rem", StringComparison.OrdinalIgnoreCase) && Chars.IsBlank(Text[at + 3])
                ? AddComment(at, Chars.LineEnd(Text, at))
                : -1;
    }
}
