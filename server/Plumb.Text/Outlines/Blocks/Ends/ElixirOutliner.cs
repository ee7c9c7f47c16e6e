namespace Plumb.Text.Blocks;

/// <summary>Modules, functions, macros and types of Elixir.</summary>
internal sealed class ElixirOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "#",
        quotes:
        [
            new Quote("\"\"\"", "\"\"\"", Hole: "#{"),
            new Quote("'''", "'''", Hole: "#{"),
            new Quote("\"", "\"", Hole: "#{"),
            new Quote("'", "'", Hole: "#{"),
        ],
        wordPart: "?!",
        special: ":~?");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new ElixirLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        var attributes = -1;
        var pending = -1;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].First && tokens.Is(i, '@') && tokens.IsWord(i + 1))
            {
                attributes = tokens.Of(i + 1) is "doc" or "spec" or "impl" or "moduledoc" or "typedoc" or "deprecated" && attributes < 0 ? i : attributes;
                if (tokens.Of(i + 1) is "type" or "typep" or "opaque" && tokens.IsWord(i + 2))
                {
                    blocks.Add(DeclarationKind.TypeAlias, tokens.Span(i + 2), i, tokens.NextLine(i) - 1);
                    attributes = -1;
                }
                else if (tokens.Of(i + 1) is "callback" or "macrocallback" && tokens.IsWord(i + 2))
                {
                    blocks.Add(DeclarationKind.Method, tokens.Span(i + 2), attributes < 0 ? i : attributes, tokens.NextLine(i) - 1);
                    attributes = -1;
                }

                i++;
                continue;
            }

            if (tokens[i].Kind != BlockTokenKind.Word || tokens.Is(i - 1, '.'))
            {
                continue;
            }

            var label = tokens.Is(i + 1, ':') && tokens.Touches(i);
            switch (tokens.Of(i))
            {
                case "do" when !label:
                    if (pending < 0)
                    {
                        blocks.OpenPlain(head: i);
                    }

                    pending = -1;
                    break;
                case "fn" when !label:
                    blocks.OpenPlain(head: i);
                    break;
                case "end" when !label:
                    blocks.Close(tokens[i].End);
                    break;
                case "defmodule" or "defprotocol" or "defimpl" or "def" or "defp" or "defmacro" or "defmacrop" or "defguard" or "defguardp" or "defdelegate" or "defn" or "test" or "describe":
                    if (tokens[i].First && !label)
                    {
                        pending = ReadDefinition(blocks, tokens, i, attributes >= 0 && tokens.Of(i).StartsWith("def") && tokens[attributes].Start >= 0 ? attributes : i, draft);
                        attributes = -1;
                    }

                    break;
                case "defstruct" or "defexception":
                    blocks.Add(DeclarationKind.Struct, tokens.Span(i), i, tokens.NextLine(i) - 1);
                    attributes = -1;
                    break;
            }
        }

        blocks.CloseAll();
    }

    // Returns the token whose "do" belongs to the definition, or -1 for one that has no block.
    private static int ReadDefinition(OpenBlocks blocks, BlockTokens tokens, int i, int first, OutlineDraft draft)
    {
        var word = tokens.Of(i);
        var at = tokens.Is(i + 1, '(') ? i + 2 : i + 1;
        var kind = word switch
        {
            "defmodule" => DeclarationKind.Module,
            "defprotocol" => DeclarationKind.Interface,
            "defimpl" => DeclarationKind.Extension,
            "defmacro" or "defmacrop" or "defguard" or "defguardp" => DeclarationKind.Macro,
            "test" or "describe" => DeclarationKind.Rule,
            _ => DeclarationKind.Function,
        };
        if (at >= tokens.Count || (kind == DeclarationKind.Rule ? tokens[at].Kind != BlockTokenKind.String : tokens[at].Kind != BlockTokenKind.Word) || tokens.Is(at, "do"))
        {
            return -1;
        }

        var end = at;
        while (kind is DeclarationKind.Module or DeclarationKind.Interface or DeclarationKind.Extension && tokens.Is(end + 1, '.') && tokens.IsWord(end + 2))
        {
            end += 2;
        }

        // A definition has a block, a "do:" or nothing; where its head ends is told by the first of these.
        var head = end;
        var opens = false;
        var depth = 0;
        for (; head + 1 < tokens.Count && head - end < 400; head++)
        {
            var next = head + 1;
            depth += tokens.Is(next, '(') || tokens.Is(next, '[') || tokens.Is(next, '{') ? 1 : tokens.Is(next, ')') || tokens.Is(next, ']') || tokens.Is(next, '}') ? -1 : 0;
            if (depth <= 0 && tokens.Is(next, "do"))
            {
                opens = !(tokens.Is(next + 1, ':') && tokens.Touches(next));
                break;
            }

            if (tokens[next].First && depth <= 0 && !tokens.Is(head, ',') && tokens.Of(next) is not ("when" or "do") && !tokens.Is(head, "when"))
            {
                break;
            }
        }

        var name = new TextSpan(tokens[at].Start, tokens[end].End);
        var label = kind == DeclarationKind.Rule ? draft.Text[name.Start..name.End].Trim('"') : null;
        if (opens)
        {
            blocks.Open(kind, name, first, head: head + 1, label: label);
            return head + 1;
        }

        var last = head;
        while (last + 1 < tokens.Count && !(tokens[last + 1].First && tokens.Column(tokens[last + 1].Start) <= tokens.Column(tokens[i].Start)))
        {
            last++;
        }

        blocks.Add(kind, name, first, last, label);
        return -1;
    }

    private sealed class ElixirLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at)
        {
            var next = at + 1 < Text.Length ? Text[at + 1] : '\0';
            switch (Text[at])
            {
                case '?' when next > ' ' && !Touching(at):
                    return Add(at, Math.Min(Text.Length, at + (next == '\\' ? 3 : 2)), BlockTokenKind.String);
                case ':' when Chars.IsWordStart(next) && !Touching(at):
                    return Add(at, WordEnd(at + 1), BlockTokenKind.Symbol);
                case ':' when next == '"' && !Touching(at):
                    return ReadQuoted(at + 1, new Quote("\"", "\"", Hole: "#{"), at);
                case '~' when char.IsAsciiLetter(next):
                    return ReadSigil(at);
                default:
                    return -1;
            }
        }

        private int ReadSigil(int at)
        {
            var open = at + 1;
            while (open < Text.Length && char.IsAsciiLetterOrDigit(Text[open]))
            {
                open++;
            }

            if (open >= Text.Length)
            {
                return -1;
            }

            var escape = char.IsUpper(Text[at + 1]) ? Escapes.None : Escapes.Backslash;
            if (Chars.At(Text, open, "\"\"\"") || Chars.At(Text, open, "'''"))
            {
                var mark = Text.Substring(open, 3);
                return ReadQuoted(open, new Quote(mark, mark, escape), at);
            }

            var close = Text[open] switch { '(' => ")", '[' => "]", '{' => "}", '<' => ">", '"' => "\"", '\'' => "'", '/' => "/", '|' => "|", _ => "" };
            return close.Length == 0 ? -1 : ReadQuoted(open, new Quote(Text[open].ToString(), close, escape), at);
        }
    }
}
