using System.Buffers;

namespace Plumb.Text.Blocks;

/// <summary>Reads one Python text; see <see cref="PythonOutliner"/>.</summary>
internal sealed class PythonReader(string text, OutlineDraft builder)
{
    private static readonly SearchValues<char> Interesting = SearchValues.Create("\"'#\n\r\\()[]{}:");

    private readonly List<Block> blocks = [];
    private readonly PythonStrings strings = new(text, builder);

    private int decorators = -1;
    private bool property;
    private int comments = -1;
    private int commentsIndent;
    private int commentsEnd;
    private int lastEnd;
    private int pendingDoc = -1;
    private int colon;

    private enum Scope : byte
    {
        Function,
        Class,
        Enum,
    }

    public void Read()
    {
        var at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        while (at < text.Length)
        {
            at = ReadLine(at);
        }

        Leave(-1);
    }

    // Reads one logical line and returns the start of the next.
    private int ReadLine(int lineStart)
    {
        var at = lineStart;
        var indent = 0;
        while (at < text.Length && Chars.IsBlank(text[at]))
        {
            indent = text[at] == '\t' ? (indent / 8 * 8) + 8 : text[at] == '\f' ? 0 : indent + 1;
            at++;
        }

        if (at >= text.Length)
        {
            return at;
        }

        var first = text[at];
        if (Chars.IsLineEnd(first))
        {
            comments = -1;
            return Chars.AfterLineEnd(text, at);
        }

        if (first == '#')
        {
            return ReadComment(at, indent);
        }

        Leave(indent);
        var id = -1;
        var kind = Word.None;
        if (first == '@')
        {
            var name = Chars.SkipBlanks(text, at + 1);
            decorators = decorators < 0 ? Start(at, indent) : decorators;
            property |= IsProperty(name);
        }
        else if (Chars.IsWordStart(first))
        {
            id = ReadStatement(at, indent, out kind);
        }
        else if (first is '"' or '\'')
        {
            pendingDoc = PendingDoc(at, indent);
        }

        if (first != '@')
        {
            decorators = -1;
            property = false;
        }

        comments = -1;
        if (!(first is '"' or '\'') && !IsPrefixedDoc(at))
        {
            pendingDoc = -1;
        }
        else if (pendingDoc < 0)
        {
            pendingDoc = PendingDoc(at, indent);
        }

        var end = SkipLogicalLine(at);
        lastEnd = end;
        if (pendingDoc >= 0)
        {
            SetDoc(pendingDoc, at, end);
            pendingDoc = -1;
        }

        if (kind is Word.Def or Word.Class)
        {
            OpenBlock(id, indent, kind, end);
        }
        else if (id >= 0)
        {
            builder.Close(id, end);
        }

        return Chars.AfterLineEnd(text, Chars.LineEnd(text, end));
    }

    private int ReadComment(int at, int indent)
    {
        var end = Chars.LineEnd(text, at);
        if (comments < 0 || commentsIndent != indent)
        {
            comments = at;
            commentsIndent = indent;
        }

        commentsEnd = end;

        // A comment that is indented more than a block's head belongs to that block even as its last line.
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            if (blocks[i].Indent < indent)
            {
                blocks[i] = blocks[i] with { CommentEnd = end };
                break;
            }
        }

        return Chars.AfterLineEnd(text, end);
    }

    private int Start(int at, int indent) => comments >= 0 && commentsIndent == indent ? comments : at;

    private int ReadStatement(int at, int indent, out Word kind)
    {
        var wordEnd = Chars.WordEnd(text, at);
        var word = text.AsSpan(at, wordEnd - at);
        var from = wordEnd;
        kind = word switch
        {
            "def" or "cpdef" => Word.Def,
            "class" => Word.Class,
            "async" => Word.Async,
            "type" => Word.Type,
            _ => Word.None,
        };
        if (kind == Word.Async)
        {
            var next = Chars.SkipBlanks(text, wordEnd);
            kind = Chars.AtWord(text, next, "def") ? Word.Def : Word.None;
            from = next + 3;
        }

        if (kind is Word.Def or Word.Class)
        {
            var name = Name(from);
            while (word is "cpdef" && !name.IsEmpty && Name(name.End) is { IsEmpty: false } next)
            {
                // Cython writes the type first: cpdef object name().
                name = next;
            }

            if (name.IsEmpty)
            {
                kind = Word.None;
                return -1;
            }

            return Open(kind, name, decorators >= 0 ? decorators : Start(at, indent), indent);
        }

        if (kind == Word.Type)
        {
            kind = Word.None;
            var name = Name(wordEnd);
            var after = Chars.SkipBlanks(text, name.End);
            return !name.IsEmpty && after < text.Length && text[after] is '=' or '[' && Scoped(indent)
                ? builder.Add(DeclarationKind.TypeAlias, name, new TextSpan(Start(at, indent), name.End), Comments(indent))
                : -1;
        }

        return ReadAssignment(at, wordEnd, indent);
    }

    // "NAME = …" and "NAME: Type …", where a module or a class declares it.
    private int ReadAssignment(int at, int wordEnd, int indent)
    {
        var after = Chars.SkipBlanks(text, wordEnd);
        if (after >= text.Length || text[after] is not ('=' or ':') || !Scoped(indent))
        {
            return -1;
        }

        var annotated = text[after] == ':';
        if ((annotated && IsCompound(at, wordEnd)) || (after + 1 < text.Length && text[after + 1] == '='))
        {
            return -1;
        }

        var name = new TextSpan(at, wordEnd);
        var kind = blocks.Count > 0 ? blocks[^1].Scope == Scope.Enum && !annotated ? DeclarationKind.EnumMember : DeclarationKind.Field
            : annotated && Chars.AtWord(text, Chars.SkipBlanks(text, after + 1), "TypeAlias") ? DeclarationKind.TypeAlias
            : IsConstant(name) ? DeclarationKind.Constant
            : DeclarationKind.Variable;
        return builder.Add(kind, name, new TextSpan(Start(at, indent), wordEnd), Comments(indent));
    }

    private TextSpan Comments(int indent) => comments >= 0 && commentsIndent == indent ? new TextSpan(comments, commentsEnd) : default;

    private int Open(Word kind, TextSpan name, int start, int indent)
    {
        var inClass = blocks.Count > 0 && blocks[^1].Scope != Scope.Function;
        var declared = kind == Word.Class ? DeclarationKind.Class
            : !inClass ? DeclarationKind.Function
            : property ? DeclarationKind.Property
            : name.Length == 8 && Chars.At(text, name.Start, "__init__") ? DeclarationKind.Constructor
            : DeclarationKind.Method;
        var doc = start == comments ? Comments(indent) : default;
        if (doc.IsEmpty && start == decorators && text[start] == '#')
        {
            doc = CommentsAt(start);
        }

        return builder.Open(declared, name, start, doc);
    }

    // The comment lines that stand above decorators.
    private TextSpan CommentsAt(int start)
    {
        var end = start;
        for (var at = start; at < text.Length && text[at] == '#'; at = Chars.SkipBlanks(text, Chars.NextLine(text, at)))
        {
            end = Chars.LineEnd(text, at);
        }

        return new TextSpan(start, end);
    }

    private void OpenBlock(int id, int indent, Word kind, int end)
    {
        var scope = kind == Word.Def ? Scope.Function : IsEnum(id, end) ? Scope.Enum : Scope.Class;
        var bodyStart = -1;
        if (colon >= 0)
        {
            // A body on the head's own line.
            var rest = Chars.SkipBlanks(text, colon + 1);
            bodyStart = rest < end && text[rest] != '#' ? rest : -1;
        }

        blocks.Add(new Block(id, indent, scope, bodyStart, end, -1, bodyStart < 0));
    }

    private bool IsEnum(int id, int end)
    {
        var head = text.AsSpan(builder.StartOf(id), end - builder.StartOf(id));
        var bases = head.IndexOf('(');
        if (bases < 0)
        {
            return false;
        }

        head = head[bases..];
        foreach (var name in (ReadOnlySpan<string>)["Enum", "Flag", "TextChoices", "IntegerChoices"])
        {
            var found = head.IndexOf(name, StringComparison.Ordinal);
            if (found >= 0 && (found + name.Length >= head.Length || !Chars.IsWord(head[found + name.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private void Leave(int indent)
    {
        while (blocks.Count > 0 && blocks[^1].Indent >= indent)
        {
            var block = blocks[^1];
            blocks.RemoveAt(blocks.Count - 1);
            var end = Math.Max(lastEnd, block.CommentEnd);
            builder.Close(block.Id, end);
            if (block.BodyStart >= 0)
            {
                builder.SetBody(block.Id, new TextSpan(block.BodyStart, end));
            }

            if (blocks.Count > 0 && blocks[^1].CommentEnd < end)
            {
                blocks[^1] = blocks[^1] with { CommentEnd = end };
            }
        }

        if (blocks.Count > 0 && blocks[^1].BodyStart < 0)
        {
            blocks[^1] = blocks[^1] with { BodyStart = -2 };
        }
    }

    // The block whose first statement stands at the place, when that statement may be its docstring.
    private int PendingDoc(int at, int indent)
    {
        if (blocks.Count == 0 || !blocks[^1].Empty || blocks[^1].Indent >= indent)
        {
            return -1;
        }

        return at >= 0 ? blocks.Count - 1 : -1;
    }

    private bool IsPrefixedDoc(int at) =>
        text[at] is 'r' or 'R' or 'u' or 'U' && at + 1 < text.Length && text[at + 1] is '"' or '\'';

    private void SetDoc(int block, int at, int end)
    {
        var doc = Chars.Trim(text, at, end);
        if (builder.Strings.Count > 0 && builder.Strings[^1].Span is var literal && literal.Start == at)
        {
            builder.SetDoc(blocks[block].Id, new TextSpan(doc.Start, Math.Min(doc.End, literal.End)));
        }
    }

    // Skips to the end of the logical line that holds the place; remembers its first colon outside brackets.
    private int SkipLogicalLine(int at)
    {
        MarkBody(at);
        colon = -1;
        var depth = 0;
        while (at < text.Length)
        {
            var found = text.AsSpan(at).IndexOfAny(Interesting);
            if (found < 0)
            {
                return text.Length;
            }

            at += found;
            switch (text[at])
            {
                case '"' or '\'':
                    at = strings.Skip(at);
                    break;
                case '#':
                    at = Chars.LineEnd(text, at);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    at++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    at++;
                    break;
                case ':':
                    colon = depth == 0 && colon < 0 ? at : colon;
                    at++;
                    break;
                case '\\':
                    at = at + 1 < text.Length && Chars.IsLineEnd(text[at + 1]) ? Chars.AfterLineEnd(text, at + 1) : at + 1;
                    break;
                default:
                    var next = Chars.AfterLineEnd(text, at);
                    if (depth == 0 || StartsBlock(next))
                    {
                        return at;
                    }

                    at = next;
                    break;
            }
        }

        return text.Length;
    }

    // "def name" and "class Name" never start a line inside brackets: there a bracket was left open.
    private bool StartsBlock(int at)
    {
        at = Chars.SkipBlanks(text, at);
        if (at >= text.Length || text[at] is not ('d' or 'c' or 'a' or '@'))
        {
            return false;
        }

        if (Chars.AtWord(text, at, "async"))
        {
            at = Chars.SkipBlanks(text, at + 5);
        }

        var length = Chars.AtWord(text, at, "def") ? 3 : Chars.AtWord(text, at, "class") ? 5 : 0;
        if (length == 0)
        {
            return false;
        }

        var name = Name(at + length);
        var after = Chars.SkipBlanks(text, name.End);
        return !name.IsEmpty && after < text.Length && text[after] is '(' or ':' or '[';
    }

    private void MarkBody(int at)
    {
        if (blocks.Count == 0)
        {
            return;
        }

        var block = blocks[^1];
        if (block.BodyStart == -2)
        {
            block = block with { BodyStart = at };
        }

        blocks[^1] = block with { Empty = false };
    }

    // Whether a statement at this indentation declares something: in a module, in a class, not in a function.
    private bool Scoped(int indent) => blocks.Count == 0 ? indent == 0 : blocks[^1].Scope != Scope.Function;

    private bool IsConstant(TextSpan name)
    {
        var letters = false;
        for (var i = name.Start; i < name.End; i++)
        {
            if (char.IsLower(text[i]))
            {
                return false;
            }

            letters |= char.IsLetter(text[i]);
        }

        return letters;
    }

    // "else:", "try:" and the like are no annotations.
    private bool IsCompound(int at, int end) =>
        text.AsSpan(at, end - at) is "else" or "try" or "finally" or "except" or "lambda" or "case" or "match" or "while" or "if" or "with" or "for";

    private bool IsProperty(int at)
    {
        var end = at;
        while (end < text.Length && (Chars.IsWord(text[end]) || text[end] == '.'))
        {
            end++;
        }

        var name = text.AsSpan(at, end - at);
        return name.EndsWith("property", StringComparison.Ordinal) || name.EndsWith(".setter", StringComparison.Ordinal)
            || name.EndsWith(".getter", StringComparison.Ordinal) || name.EndsWith(".deleter", StringComparison.Ordinal);
    }

    private TextSpan Name(int at)
    {
        var start = Chars.SkipBlanks(text, at);
        return start == at || start >= text.Length || !Chars.IsWordStart(text[start]) ? default : new TextSpan(start, Chars.WordEnd(text, start));
    }

    private enum Word
    {
        None,
        Def,
        Class,
        Async,
        Type,
    }

    /// <param name="Id">The declaration.</param>
    /// <param name="Indent">Column of its head.</param>
    /// <param name="BodyStart">Offset of its first statement; -1 before its head ends, -2 before the statement.</param>
    /// <param name="CommentEnd">End of the last comment or inner block that belongs to it.</param>
    /// <param name="Empty">Whether no statement of the body has been read.</param>
    private readonly record struct Block(int Id, int Indent, Scope Scope, int BodyStart, int HeadEnd, int CommentEnd, bool Empty);
}
