using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Tests;

public sealed class PositionTests
{
    private const string Head = "template_format: semantic-kernel\ninput_variables: [{name: a}]\n";

    [Theory]
    [InlineData("template: |\n  one\n\n    two {{$«x»}}\n  three {{$«y»}}\n")]
    [InlineData("template: |-\n    one {{$«x»}}\n\n\n")]
    [InlineData("template: |+\n one {{$«x»}}\n\n")]
    [InlineData("template: |2\n    {{$«x»}} two spaces are content\n  {{$«y»}}\n")]
    [InlineData("template: |   # why\n  {{$«x»}}\n")]
    [InlineData("template: >\n  one\n  two {{$«x»}}\n\n  three\n   four {{$«y»}}\n  five\n")]
    [InlineData("template: >-\n\n  one {{$«x»}}\n  two\n\n\n  three {{$«y»}}")]
    [InlineData("template: hello {{$«x»}} world\n")]
    [InlineData("template: hello\n  {{$«x»}}\n\n  world {{$«y»}}\n")]
    [InlineData("template: 'it''s {{$«x»}}\n  and {{$«y»}}'\n")]
    [InlineData("template: \"a\\n\\t\\u00e9\\x41\\U0001F600 {{$«x»}} \\\n  b {{$«y»}}\n  c\"\n")]
    [InlineData("template: &anchor !!str |\n  {{$«x»}}\n")]
    [InlineData("template: |\r\n  one\r\n  two {{$«x»}}\r\n")]
    [InlineData("\"template\": |\n  😀 {{$«x»}}\n# end\n")]
    [InlineData("template: |\n\n  \n  {{$«x»}}\n")]
    public void A_finding_points_at_the_name_in_any_scalar(string template)
    {
        Marked.Check("T01", "a.yaml", Head + template);
        Marked.Check("T01", "a.yaml", "\uFEFF" + Head + template);
    }

    [Fact]
    public void A_finding_in_a_body_counts_from_the_start_of_the_file() =>
        Marked.Check("T01", "a.prompty", "\uFEFF---\r\ninputs:\r\n  a: b\r\n---\r\nuser:\r\n{{«x»}}\r\n");

    [Theory]
    [InlineData("a: |\n  x\n   y\n\n z\nb: 1")]
    [InlineData("- |\n x\n- >+\n y\n\n- - |\n   deep\n  - k: |\n     v\n")]
    [InlineData("a:\n  b: >\n    one\n    two\n\n      three\n      four\n\n    five\n\n\n")]
    [InlineData("a: \"x  \n   y\\\n   z\\  \n\n  w\"\nb: 'p\n\n  q  '\nc: plain  text\n  more   words\n\n  end\n")]
    [InlineData("{a: [x y, 'z', \"w\"], b: c d}")]
    [InlineData("? |\n  key\n: |-\n  value\n")]
    public void Every_scalar_maps_character_by_character(string yaml) => AssertMapped(yaml);

    /// <summary>Over any folder of YAML files: PLUMB_CORPUS=/folder dotnet test.</summary>
    [Fact]
    public void Every_scalar_of_the_corpus_maps()
    {
        if (Environment.GetEnvironmentVariable("PLUMB_CORPUS") is not { } corpus)
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(corpus, "*.y*ml", SearchOption.AllDirectories))
        {
            AssertMapped(File.ReadAllText(path), path);
        }
    }

    private static void AssertMapped(string yaml, string path = "")
    {
        var (root, _) = YamlReader.Read(yaml, 0);
        Assert.True(root is not null || path.Length > 0);
        var open = new Stack<DataNode>(root is null ? [] : [root]);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case DataMapping map:
                    foreach (var (key, value) in map.Entries)
                    {
                        open.Push(key);
                        open.Push(value);
                    }

                    break;
                case DataSequence list:
                    foreach (var item in list.Items)
                    {
                        open.Push(item);
                    }

                    break;
                case DataScalar { Value.Length: > 1 } scalar:
                    var last = -1;
                    for (var i = 0; i < scalar.Value.Length; i++)
                    {
                        var span = scalar.Text.ToFile(new Plumb.Text.TextSpan(i, i + 1));
                        var there = yaml[span.Start];
                        Assert.True(span.Start > last || there == '\\', $"{path}: {scalar.Span} is not mapped: {scalar.Value}");
                        Assert.True(there == scalar.Value[i] || there is '\\' or '\'' or '\r' or '\n' || scalar.Value[i] is ' ' or '\n', $"{path}: {span} '{there}' is not '{scalar.Value[i]}'");
                        last = span.Start;
                    }

                    break;
            }
        }
    }
}
