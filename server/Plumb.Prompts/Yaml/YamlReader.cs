using Plumb.Prompts.Model;
using Plumb.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plumb.Prompts.Yaml;

/// <summary>
/// Reads the first document of a YAML text into nodes. The tree is built from YamlDotNet's events on a stack of our
/// own: its representation model recurses, and a file of a hundred thousand brackets would end the process.
/// </summary>
internal static class YamlReader
{
    private const int DeepestNesting = 100;

    /// <param name="text">The YAML, without a byte order mark.</param>
    /// <param name="offset">Where it starts in its file.</param>
    public static (DataNode? Root, IReadOnlyList<PromptProblem> Problems) Read(string text, int offset)
    {
        var open = new Stack<Frame>();
        DataNode? root = null;
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            while (parser.MoveNext())
            {
                DataNode? done = null;
                switch (parser.Current)
                {
                    case Scalar scalar:
                        done = ReadScalar(text, offset, scalar);
                        break;
                    case AnchorAlias alias:
                        done = new DataAlias(Span(alias, offset));
                        break;
                    case MappingStart or SequenceStart:
                        if (open.Count == DeepestNesting)
                        {
                            return (root, [new PromptProblem(Span(parser.Current, offset), "The YAML is nested too deeply.")]);
                        }

                        open.Push(new Frame(parser.Current is MappingStart, (int)parser.Current.Start.Index));
                        break;
                    case MappingEnd or SequenceEnd:
                        done = open.Pop().Finish((int)parser.Current.End.Index, offset);
                        break;
                    case DocumentEnd:
                        return (root, []);
                }

                if (done is not null)
                {
                    if (open.TryPeek(out var frame))
                    {
                        frame.Items.Add(done);
                    }
                    else
                    {
                        root = done;
                    }
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Broken YAML is told by a YamlException, mostly; some of it makes the scanner throw others.
            // What was read so far is kept: rules that need no more than that still work while the file is being typed.
            while (open.TryPop(out var frame))
            {
                root = frame.Finish(text.Length, offset);
                if (open.TryPeek(out var parent))
                {
                    parent.Items.Add(root);
                }
            }

            var known = e as YamlException;
            var last = parser.Current?.End ?? Mark.Empty;
            var at = Math.Clamp((int)(known?.Start ?? last).Index, 0, text.Length);
            var end = Math.Clamp((int)(known?.End ?? last).Index, at, text.Length);
            return (root, [new PromptProblem(OneLine(text, at, end, offset), known is null ? "The YAML cannot be read." : "The YAML cannot be read: " + Reason(known))]);
        }

        return (root, []);
    }

    private static DataScalar ReadScalar(string text, int offset, Scalar scalar)
    {
        var span = Span(scalar, offset);
        var mapped = ScalarMapper.Map(text, (int)scalar.Start.Index, (int)scalar.End.Index, offset, scalar.Style, scalar.Value);
        return new DataScalar(span, scalar.Value, scalar.Style == ScalarStyle.Plain, mapped);
    }

    private static TextSpan Span(ParsingEvent node, int offset) => new((int)node.Start.Index + offset, (int)node.End.Index + offset);

    /// <summary>The rest of the line at most: a problem that runs to the end of the file underlines nobody's whole file.</summary>
    private static TextSpan OneLine(string text, int start, int end, int offset)
    {
        var lineEnd = text.AsSpan(start, end - start).IndexOfAny('\r', '\n');
        return new TextSpan(start + offset, (lineEnd < 0 ? end : start + lineEnd) + offset);
    }

    private static string Reason(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        var position = message.IndexOf("): ", StringComparison.Ordinal);
        message = (position >= 0 && message.StartsWith('(') ? message[(position + 3)..] : message).Trim();
        return message.EndsWith('.') ? message : message + ".";
    }

    private sealed class Frame(bool isMapping, int start)
    {
        public List<DataNode> Items { get; } = [];

        public DataNode Finish(int end, int offset)
        {
            var span = new TextSpan(start + offset, Math.Max(start, end) + offset);
            if (!isMapping)
            {
                return new DataSequence(span, Items);
            }

            var entries = new List<(DataScalar, DataNode)>(Items.Count / 2);
            for (var i = 0; i + 1 < Items.Count; i += 2)
            {
                if (Items[i] is DataScalar key)
                {
                    entries.Add((key, Items[i + 1]));
                }
            }

            return new DataMapping(span, entries);
        }
    }
}
