namespace Plumb.Text.Lexing;

/// <summary>
/// Pairs brackets. Balanced text is paired by the brackets alone. Where that fails, the text is paired again with the
/// help of indentation: a closing brace that starts a line closes the block that starts at its indentation, so that
/// one missing brace costs one declaration and not the rest of the file.
/// </summary>
internal static class BracketMatcher
{
    // Deeper states than this are not remembered at an #if: remembering copies the stack.
    private const int DeepestRemembered = 512;

    // So many conditionals in each other remember it; each memory is a copy.
    private const int MostRemembered = 64;

    // A bracket looks so far for its opener among brackets that were never closed.
    private const int DeepestUnclosed = 64;

    private enum Pass
    {
        /// <summary>After a conditional goes on what its first branch left open.</summary>
        FirstBranches,

        /// <summary>After a conditional goes on what its last branch left open: <c>#ifdef A #else {</c>, and later <c>#ifndef A }</c>.</summary>
        LastBranches,

        /// <summary>With the help of indentation; never fails.</summary>
        Tolerant,
    }

    public static void Match(LexedText lexed)
    {
        if (!MatchAll(lexed, Pass.FirstBranches) && !(lexed.Directives.Count > 0 && MatchAgain(lexed, Pass.LastBranches)))
        {
            MatchAgain(lexed, Pass.Tolerant);
        }
    }

    private static bool MatchAgain(LexedText lexed, Pass pass)
    {
        foreach (var bracket in lexed.Brackets)
        {
            lexed.Tokens[bracket].Match = -1;
        }

        return MatchAll(lexed, pass);
    }

    private static bool MatchAll(LexedText lexed, Pass pass)
    {
        var tolerant = pass == Pass.Tolerant;
        var tokens = lexed.Tokens;
        var stack = new Stack<int>();
        var indents = new Indents(lexed);
        List<Branch>? branches = null;
        var directive = 0;
        foreach (var index in lexed.Brackets)
        {
            while (directive < lexed.Directives.Count && lexed.Directives[directive].Token <= index)
            {
                FollowDirective(lexed.Directives[directive], ref stack, branches ??= [], pass);
                directive++;
            }

            ref var token = ref tokens[index];
            var opener = (char)token.Value switch { ')' => '(', ']' => '[', '}' => '{', _ => '\0' };
            if (opener == '\0')
            {
                stack.Push(index);
            }
            else if (stack.TryPeek(out var top) && tokens[top].Value == opener && !(tolerant && opener == '{' && token.FirstOnLine))
            {
                // What a later branch closes is closed by the first branch, or by what follows the conditional.
                var open = stack.Pop();
                if (LaterBranch(branches) is { } branch && open < branch.Token)
                {
                    token.Match = open;
                }
                else
                {
                    Link(tokens, open, index);
                }
            }
            else if (LaterBranch(branches) is not null)
            {
                continue;
            }
            else if (!tolerant)
            {
                return false;
            }
            else
            {
                Recover(lexed, indents, stack, index, opener);
            }
        }

        while (directive < lexed.Directives.Count)
        {
            FollowDirective(lexed.Directives[directive], ref stack, branches ??= [], pass);
            directive++;
        }

        if (stack.Count > 0 && !tolerant)
        {
            return false;
        }

        while (stack.TryPop(out var open))
        {
            if (tokens[open].Match < 0)
            {
                tokens[open].Match = Math.Max(open, lexed.Count - 1);
                lexed.Problems.Add(new OutlineProblem(tokens[open].Span, $"'{(char)tokens[open].Value}' is never closed."));
            }
        }

        // What a dropped branch of an #if left open holds nothing.
        foreach (var index in lexed.Brackets)
        {
            if (tokens[index].Match < 0 && (char)tokens[index].Value is '(' or '[' or '{')
            {
                tokens[index].Match = index;
            }
        }

        return true;
    }

    /// <summary>The innermost conditional whose <c>#else</c> has been passed, or null.</summary>
    private static Branch? LaterBranch(List<Branch>? branches) =>
        branches is not { Count: > 0 } ? null : branches[^1].AfterFirst is not null ? branches[^1] : branches[^1].EnclosingLater;

    private static void Link(Token[] tokens, int open, int close)
    {
        if (tokens[open].Match < 0)
        {
            tokens[open].Match = close;
        }

        tokens[close].Match = open;
    }

    private static void Recover(LexedText lexed, Indents indents, Stack<int> stack, int index, char opener)
    {
        var tokens = lexed.Tokens;
        if (opener != '{')
        {
            // A round or square bracket never reaches out of the braces that it stands in.
            var depth = 0;
            foreach (var open in stack)
            {
                if (tokens[open].Value == '{')
                {
                    break;
                }

                if (++depth > DeepestUnclosed)
                {
                    break;
                }

                if (tokens[open].Value == opener)
                {
                    CloseEarly(tokens, stack, depth - 1, index);
                    Link(tokens, stack.Pop(), index);
                    return;
                }
            }

            lexed.Problems.Add(new OutlineProblem(tokens[index].Span, $"'{(char)tokens[index].Value}' closes nothing."));
            return;
        }

        var indent = tokens[index].FirstOnLine ? indents.Of(index) : -1;
        while (stack.TryPeek(out var top))
        {
            var isBrace = tokens[top].Value == '{';
            var topIndent = isBrace ? indents.Of(top) : int.MaxValue;
            if (isBrace && (indent < 0 || topIndent == indent || stack.Count == 1))
            {
                if (indent >= 0 && topIndent < indent)
                {
                    break;
                }

                Link(tokens, stack.Pop(), index);
                return;
            }

            if (isBrace && topIndent < indent)
            {
                break;
            }

            if (isBrace && !HoldsIndent(lexed, indents, stack, indent))
            {
                // No block starts at this indentation: the layout is unusual, and the brackets are the better guide.
                Link(tokens, stack.Pop(), index);
                return;
            }

            CloseEarly(tokens, stack, 1, index);
        }

        lexed.Problems.Add(new OutlineProblem(tokens[index].Span, "'}' closes nothing."));
    }

    private static bool HoldsIndent(LexedText lexed, Indents indents, Stack<int> stack, int indent)
    {
        var looked = 0;
        foreach (var open in stack)
        {
            if (lexed.Tokens[open].Value == '{' && indents.Of(open) == indent)
            {
                return true;
            }

            if (++looked > DeepestUnclosed)
            {
                break;
            }
        }

        return false;
    }

    private static void CloseEarly(Token[] tokens, Stack<int> stack, int count, int index)
    {
        while (count-- > 0 && stack.TryPop(out var open))
        {
            if (tokens[open].Match < 0)
            {
                tokens[open].Match = Math.Max(open, index - 1);
            }
        }
    }

    // A brace may be opened in each branch of a conditional and closed once after it. Each branch therefore starts
    // from the state at the #if, and the text after the #endif goes on from the first branch's (or, in the pass of last
    // branches, from where the last one came to).
    private static void FollowDirective(Directive directive, ref Stack<int> stack, List<Branch> branches, Pass pass)
    {
        switch (directive.Kind)
        {
            case DirectiveKind.If:
                var remembers = stack.Count <= DeepestRemembered && branches.Count < MostRemembered;
                branches.Add(new Branch { Token = directive.Token, AtIf = remembers ? stack.ToArray() : null, EnclosingLater = LaterBranch(branches) });
                break;
            case DirectiveKind.Else when branches.Count > 0 && branches[^1].AtIf is { } atIf:
                branches[^1].AfterFirst ??= pass == Pass.LastBranches ? null : stack.ToArray();
                stack = Restore(atIf);
                break;
            case DirectiveKind.EndIf when branches.Count > 0:
                if (branches[^1].AfterFirst is { } after)
                {
                    stack = Restore(after);
                }

                branches.RemoveAt(branches.Count - 1);
                break;
        }
    }

    private static Stack<int> Restore(int[] topFirst)
    {
        var stack = new Stack<int>(topFirst.Length + 8);
        for (var i = topFirst.Length - 1; i >= 0; i--)
        {
            stack.Push(topFirst[i]);
        }

        return stack;
    }

    /// <summary>The indents of the lines of tokens, each computed once: broken text asks for the same ones over and over.</summary>
    private sealed class Indents(LexedText lexed)
    {
        private readonly Dictionary<int, int> known = [];

        public int Of(int token)
        {
            if (!known.TryGetValue(token, out var indent))
            {
                indent = lexed.IndentAt(lexed.Tokens[token].Start);
                known.Add(token, indent);
            }

            return indent;
        }
    }

    private sealed class Branch
    {
        public int Token { get; init; }

        public int[]? AtIf { get; init; }

        public int[]? AfterFirst { get; set; }

        /// <summary>The innermost conditional around this one whose <c>#else</c> had been passed at this one's <c>#if</c>.</summary>
        public Branch? EnclosingLater { get; init; }
    }
}
