namespace Plumb.Text.Blocks;

/// <summary>Declarations of Ruby: what opens a block is counted against <c>end</c>; modifiers open none.</summary>
internal sealed class RubyOutliner : IOutliner
{
    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var tokens = new RubyLexer(text, draft).Lex();
        new Reader(draft, tokens).Read();
        tokens.Release();
        return draft.Build();
    }

    private enum Scope : byte
    {
        Other,
        Type,
        Method,
    }

    private readonly record struct Block(int Id, Scope Scope, int Indent, int HeadLine);

    private sealed class Reader(OutlineDraft draft, BlockTokens tokens)
    {
        private readonly List<Block> blocks = [];

        // Tokens below this index hold the head of a loop, whose "do" opens nothing.
        private int loopHead = -1;
        private int pendingDo = -1;
        private int line;

        public void Read()
        {
            for (var i = 0; i < tokens.Count; i++)
            {
                if (tokens[i].First)
                {
                    line = i;
                    loopHead = -1;
                    pendingDo = EndsOpen(i) ? pendingDo : -1;
                }

                if (tokens[i].Kind == BlockTokenKind.Word)
                {
                    i = ReadWord(i);
                }
            }
        }

        private bool EndsOpen(int i) => pendingDo >= 0 && (tokens.Is(i - 1, ',') || tokens.Is(i - 1, '(') || tokens.Is(i - 1, '\\') || tokens.Is(i, ')') || tokens[i - 1].Kind == BlockTokenKind.Symbol);

        private int ReadWord(int i)
        {
            // After a dot it is a message, before a colon a label.
            if (tokens.Is(i - 1, '.') || (tokens.Is(i + 1, ':') && tokens[i + 1].End - tokens[i + 1].Start == 1 && tokens.Touches(i)))
            {
                return i;
            }

            switch (tokens.Of(i))
            {
                case "def":
                    return ReadMethod(i);
                case "class" or "module":
                    return ReadType(i);
                case "if" or "unless":
                    return Opens(i) ? Push(i, -1, Scope.Other) : i;
                case "while" or "until":
                    if (Opens(i))
                    {
                        Push(i, -1, Scope.Other);
                        loopHead = i;
                    }

                    return i;
                case "for":
                    Push(i, -1, Scope.Other);
                    loopHead = i;
                    return i;
                case "case" or "begin":
                    return Push(i, -1, Scope.Other);
                case "do":
                    if (loopHead >= 0)
                    {
                        loopHead = -1;
                        return i;
                    }

                    Push(i, pendingDo, pendingDo >= 0 && draft.KindOf(pendingDo) is DeclarationKind.Class or DeclarationKind.Module ? Scope.Type : Scope.Other);
                    pendingDo = -1;
                    return i;
                case "end":
                    Pop(tokens[i].End);
                    return i;
                case "alias":
                    return tokens[i + 1].Kind is BlockTokenKind.Word or BlockTokenKind.Symbol ? AddSymbol(DeclarationKind.Method, i, i + 1) : i;
                case "attr_accessor" or "attr_reader" or "attr_writer" or "attr" or "mattr_accessor" or "cattr_accessor" or "class_attribute" or "delegate":
                    return ReadAttributes(i);
                case "define_method" or "alias_method" or "define_singleton_method":
                    var name = tokens.Is(i + 1, '(') ? i + 2 : i + 1;
                    return tokens[name].Kind is BlockTokenKind.Symbol ? AddSymbol(DeclarationKind.Method, i, name) : i;
                case "describe" or "context" or "it" or "specify" or "feature" or "scenario" or "task" or "test" or "namespace" or "shared_examples" or "shared_context" or "shared_examples_for":
                    return ReadExample(i);
                default:
                    return ReadConstant(i);
            }
        }

        private int Push(int i, int id, Scope scope)
        {
            blocks.Add(new Block(id, scope, tokens.Indent(i), i));
            return i;
        }

        private void Pop(int end)
        {
            if (blocks.Count == 0)
            {
                return;
            }

            var block = blocks[^1];
            blocks.RemoveAt(blocks.Count - 1);
            if (block.Id >= 0)
            {
                draft.Close(block.Id, end);
                var next = tokens[block.HeadLine + 1].Start;
                draft.SetBody(block.Id, Chars.Trim(tokens.Text, Math.Min(next, end), end));
            }
        }

        // "return if x" is a modifier; "if x" and "y = if x" open a block.
        private bool Opens(int i)
        {
            if (tokens[i].First)
            {
                return !tokens.Is(i - 1, '\\');
            }

            var last = tokens[i - 1];
            return last.Kind switch
            {
                BlockTokenKind.Mark => tokens.Text[last.Start] is not (')' or ']' or '}'),
                BlockTokenKind.Word => tokens.Of(i - 1) is "then" or "do" or "else" or "begin" or "ensure" or "and" or "or" or "not",
                _ => false,
            };
        }

        private bool InType => Find(block => block.Scope != Scope.Other) is >= 0 and var at && blocks[at].Scope == Scope.Type;

        // Real code nests no deeper than this.
        private int Find(Predicate<Block> match) => blocks.Count == 0 ? -1 : blocks.FindLastIndex(blocks.Count - 1, Math.Min(blocks.Count, 200), match);

        private int ReadType(int i)
        {
            var first = StatementStart(i);
            if (tokens.Is(i + 1, '<') && tokens.Is(i + 2, '<'))
            {
                return Push(i + 2, -1, Scope.Type);
            }

            var at = tokens[i + 1].Kind == BlockTokenKind.Mark && tokens.Of(i + 1) is "::" ? i + 2 : i + 1;
            if (!tokens.IsWord(at) || !char.IsUpper(tokens.Text[tokens[at].Start]))
            {
                return i;
            }

            var start = tokens[at].Start;
            while (tokens.Of(at + 1) is "::" && tokens.IsWord(at + 2))
            {
                at += 2;
            }

            CloseBroken(i);
            var kind = tokens.Is(i, "class") ? DeclarationKind.Class : DeclarationKind.Module;
            var doc = tokens.DocBefore(first);
            var id = draft.Open(kind, new TextSpan(start, tokens[at].End), doc.IsEmpty ? tokens[first].Start : doc.Start, doc);
            Push(at, id, Scope.Type);
            return at;
        }

        private int ReadMethod(int i)
        {
            var first = StatementStart(i);
            var at = i + 1;

            // "self.name", "Type.name", "object.name"
            if (tokens.IsWord(at) && tokens.Is(at + 1, '.') && tokens.Touches(at))
            {
                at += 2;
            }

            if (at >= tokens.Count)
            {
                return i;
            }

            var name = MethodName(ref at);
            if (name.IsEmpty)
            {
                return i;
            }

            CloseBroken(i);
            var kind = !InType ? DeclarationKind.Function
                : tokens.Text.AsSpan(name.Start, name.Length) is "initialize" ? DeclarationKind.Constructor
                : DeclarationKind.Method;
            var doc = tokens.DocBefore(first);
            var id = draft.Open(kind, name, doc.IsEmpty ? tokens[first].Start : doc.Start, doc);

            // Endless: "def name(args) = value".
            var after = tokens.Is(at, '(') ? tokens.Match(at) + 1 : at;
            if (tokens.Is(after, '=') && !tokens[after].First)
            {
                var end = StatementEnd(after);
                draft.Close(id, tokens[end].End);
                draft.SetBody(id, new TextSpan(tokens[after + 1].Start, tokens[end].End));
                return after;
            }

            Push(i, id, Scope.Method);
            blocks[^1] = blocks[^1] with { HeadLine = Math.Max(i, after - 1) };
            return after - 1;
        }

        private TextSpan MethodName(ref int at)
        {
            var start = tokens[at];
            if (start.Kind is BlockTokenKind.Word)
            {
                var end = start.End;
                at++;
                if (tokens.Is(at, '=') && tokens[at].Start == end && !tokens.Is(at + 1, '=') && tokens[at + 1].Start is var next && (tokens.Is(at + 1, '(') || tokens.Is(at + 1, ';') || tokens.IsWord(at + 1) && next > tokens[at].End && tokens[at + 2].First))
                {
                    end = tokens[at].End;
                    at++;
                }

                return new TextSpan(start.Start, end);
            }

            // An operator: marks up to a blank or the parameters.
            var from = start.Start;
            var text = tokens.Text;
            var to = from;
            while (to < text.Length && text[to] is '+' or '-' or '*' or '/' or '%' or '=' or '<' or '>' or '!' or '~' or '^' or '&' or '|' or '[' or ']' or '@' or '`')
            {
                to++;
            }

            while (at < tokens.Count && tokens[at].Start < to)
            {
                at++;
            }

            return new TextSpan(from, to);
        }

        private int StatementStart(int i)
        {
            while (i > line && (tokens.Of(i - 1) is "private" or "public" or "protected" or "private_class_method" or "module_function" or "memoize" or "helper_method"))
            {
                i--;
            }

            return i;
        }

        private int StatementEnd(int i)
        {
            // Brackets count for one, so that a large table is read over and no statement is so long.
            for (var steps = 0; steps < 500 && i + 1 < tokens.Count; steps++)
            {
                i = tokens[i].Mark is '(' or '[' or '{' ? tokens.Match(i) : i;
                if (tokens[i + 1].First && !tokens.Is(i, '=') && !tokens.Is(i + 1, '.'))
                {
                    break;
                }

                i = Math.Min(i + 1, tokens.Count - 1);
            }

            return i;
        }

        // A method that starts where another one at the same column never ended: an "end" is missing.
        private void CloseBroken(int i)
        {
            if (!tokens[line].First)
            {
                return;
            }

            var indent = tokens.Indent(i);
            var at = Find(block => block.Scope == Scope.Method);
            if (at >= 0 && blocks[at].Indent >= indent && tokens[line].Start > tokens[blocks[at].HeadLine].End && line > blocks[at].HeadLine)
            {
                while (blocks.Count > at)
                {
                    Pop(tokens[line - 1].End);
                }
            }
        }

        private int AddSymbol(DeclarationKind kind, int i, int at)
        {
            var first = StatementStart(i);
            var span = tokens.Span(at);
            var text = tokens.Text;
            var name = text[span.Start] == ':' ? new TextSpan(span.Start + 1, span.End) : span;
            var doc = tokens.DocBefore(first);
            draft.Add(kind, name, new TextSpan(doc.IsEmpty ? tokens[first].Start : doc.Start, tokens[StatementEnd(at)].End), doc);
            return at;
        }

        private int ReadAttributes(int i)
        {
            var at = tokens.Is(i + 1, '(') ? i + 2 : i + 1;
            var doc = tokens.DocBefore(i);
            var start = doc.IsEmpty ? tokens[i].Start : doc.Start;
            while (tokens[at].Kind == BlockTokenKind.Symbol)
            {
                var span = tokens.Span(at);
                draft.Add(DeclarationKind.Property, new TextSpan(span.Start + 1, span.End), new TextSpan(start, span.End), doc);
                (start, doc) = (span.End, default);
                if (!tokens.Is(at + 1, ','))
                {
                    return at;
                }

                at += 2;
                start = tokens[at].Start;
            }

            return at - 1;
        }

        // describe "what" do … end; task name: […] do … end
        private int ReadExample(int i)
        {
            var at = tokens.Is(i + 1, '(') ? i + 2 : i + 1;
            var first = i > line + 1 && tokens.Is(i - 1, '.') ? i - 2 : i;
            if (tokens[at].First || at >= tokens.Count || tokens.Touches(i) && !tokens.Is(i + 1, '('))
            {
                return i;
            }

            var end = Math.Min(tokens.NextLine(i), i + 200);
            var opens = false;
            for (var k = at; k < end && !opens; k++)
            {
                opens = tokens.Is(k, "do");
            }

            if (!opens || tokens[at].Kind is not (BlockTokenKind.String or BlockTokenKind.Symbol or BlockTokenKind.Word) || tokens.Is(at, "do"))
            {
                return i;
            }

            var name = tokens.Span(at);
            var label = tokens.Text[name.Start..name.End].Trim('"', '\'', ':');
            var doc = tokens.DocBefore(first);
            pendingDo = draft.Open(DeclarationKind.Rule, name, doc.IsEmpty ? tokens[first].Start : doc.Start, doc, label);
            draft.Close(pendingDo, name.End);
            return at;
        }

        private int ReadConstant(int i)
        {
            if (i != line || !tokens.Is(i + 1, '=') || !char.IsUpper(tokens.Text[tokens[i].Start])
                || (tokens.Touches(i + 1) && (tokens.Is(i + 2, '=') || tokens.Is(i + 2, '>') || tokens.Is(i + 2, '~')))
                || Find(block => block.Scope == Scope.Method) >= 0)
            {
                return i;
            }

            var made = tokens.Is(i + 3, '.') && tokens.Of(i + 4) is "new" or "define";
            var kind = !made ? DeclarationKind.Constant
                : tokens.Of(i + 2) is "Class" or "Struct" or "Data" ? DeclarationKind.Class
                : tokens.Of(i + 2) is "Module" ? DeclarationKind.Module
                : DeclarationKind.Constant;
            var doc = tokens.DocBefore(i);
            var id = draft.Open(kind, tokens.Span(i), doc.IsEmpty ? tokens[i].Start : doc.Start, doc);
            draft.Close(id, tokens[StatementEnd(i + 1)].End);
            pendingDo = kind == DeclarationKind.Constant ? -1 : id;
            return i + 1;
        }
    }
}
