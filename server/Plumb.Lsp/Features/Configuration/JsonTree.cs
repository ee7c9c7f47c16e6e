using Plumb.Text;

namespace Plumb.Lsp.Features.Configuration;

internal enum JsonKind
{
    Missing,
    Object,
    Array,
    Text,
    Number,
    Word,
}

/// <summary>A member of an object. The key's span includes its quotes.</summary>
/// <param name="Colon">Where the colon stands; -1 where there is none yet.</param>
internal sealed record JsonMember(string Key, TextSpan KeySpan, int Colon, JsonTree Value);

/// <summary>
/// JSON with comments and trailing commas, with the place of everything. It is read while it is typed, so nothing in it is
/// an error here: what is missing is a node of its own.
/// </summary>
internal sealed record JsonTree(JsonKind Kind, TextSpan Span, string Text, IReadOnlyList<JsonMember> Members, IReadOnlyList<JsonTree> Items)
{
    private const int Deepest = 64;

    public static JsonTree Parse(string text) => new Reader(text).Read();

    /// <summary>The node at a path such as <c>lint.select[1]</c>, as far as it leads; a member without a value stands for its key.</summary>
    public TextSpan Find(string path)
    {
        var (node, span) = (this, Span);
        for (var at = 0; at < path.Length;)
        {
            if (path[at] == '[')
            {
                var close = path.IndexOf(']', at);
                if (close < 0 || !int.TryParse(path.AsSpan(at + 1, close - at - 1), out var index) || index >= node.Items.Count)
                {
                    return span;
                }

                (node, at) = (node.Items[index], close + 1);
                span = node.Span;
                continue;
            }

            at += path[at] == '.' ? 1 : 0;

            // Keys may have dots themselves (globs do): the longest that is there is meant.
            var rest = path[at..];
            var member = node.Members.Where(m => rest.StartsWith(m.Key, StringComparison.Ordinal) && (rest.Length == m.Key.Length || rest[m.Key.Length] is '.' or '[')).MaxBy(m => m.Key.Length);
            if (member is null || member.Key.Length == 0)
            {
                return span;
            }

            (node, span, at) = (member.Value, member.KeySpan, at + member.Key.Length);
        }

        return node.Kind is JsonKind.Object or JsonKind.Array or JsonKind.Missing ? span : node.Span;
    }

    private sealed class Reader(string text)
    {
        private int at;

        public JsonTree Read() => ReadValue(0);

        private JsonTree ReadValue(int depth)
        {
            SkipBlanks();
            var start = at;
            if (at >= text.Length || text[at] is '}' or ']' or ',' or ':')
            {
                return new JsonTree(JsonKind.Missing, new TextSpan(at, at), "", [], []);
            }

            switch (text[at])
            {
                case '{' when depth < Deepest:
                    var members = ReadMembers(depth);
                    return new JsonTree(JsonKind.Object, new TextSpan(start, at), "", members, []);
                case '[' when depth < Deepest:
                    var items = ReadItems(depth);
                    return new JsonTree(JsonKind.Array, new TextSpan(start, at), "", [], items);
                case '"':
                    var value = ReadText();
                    return new JsonTree(JsonKind.Text, new TextSpan(start, at), value, [], []);
                default:
                    do
                    {
                        at++;
                    }
                    while (at < text.Length && text[at] is not (',' or '}' or ']' or ':' or '"') && !char.IsWhiteSpace(text[at]));

                    var word = text[start..at];
                    return new JsonTree(char.IsAsciiDigit(word[0]) || word[0] == '-' ? JsonKind.Number : JsonKind.Word, new TextSpan(start, at), word, [], []);
            }
        }

        private List<JsonMember> ReadMembers(int depth)
        {
            var members = new List<JsonMember>();
            for (at++; at < text.Length;)
            {
                SkipBlanks();
                if (at >= text.Length)
                {
                    break;
                }

                if (text[at] == '}')
                {
                    at++;
                    break;
                }

                if (text[at] != '"')
                {
                    at++;
                    continue;
                }

                var start = at;
                var key = ReadText();
                var span = new TextSpan(start, at);
                SkipBlanks();
                var colon = at < text.Length && text[at] == ':' ? at++ : -1;
                members.Add(new JsonMember(key, span, colon, colon < 0 ? new JsonTree(JsonKind.Missing, new TextSpan(at, at), "", [], []) : ReadValue(depth + 1)));
            }

            return members;
        }

        private List<JsonTree> ReadItems(int depth)
        {
            var items = new List<JsonTree>();
            for (at++; at < text.Length;)
            {
                SkipBlanks();
                if (at >= text.Length || text[at] == '}')
                {
                    break;
                }

                if (text[at] == ']')
                {
                    at++;
                    break;
                }

                if (text[at] is ',' or ':')
                {
                    at++;
                    continue;
                }

                items.Add(ReadValue(depth + 1));
            }

            return items;
        }

        /// <summary>Up to the closing quote, or the end of the line: a quote that is being typed swallows no more.</summary>
        private string ReadText()
        {
            var start = ++at;
            while (at < text.Length && text[at] is not ('"' or '\n' or '\r'))
            {
                at += text[at] == '\\' && at + 1 < text.Length ? 2 : 1;
            }

            at = Math.Min(at, text.Length);
            var value = text[start..at];
            at += at < text.Length && text[at] == '"' ? 1 : 0;
            return value;
        }

        private void SkipBlanks()
        {
            while (at < text.Length)
            {
                if (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF')
                {
                    at++;
                }
                else if (text.AsSpan(at).StartsWith("//"))
                {
                    at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
                }
                else if (text.AsSpan(at).StartsWith("/*"))
                {
                    at = text.IndexOf("*/", at, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : text.Length;
                }
                else
                {
                    return;
                }
            }
        }
    }
}
