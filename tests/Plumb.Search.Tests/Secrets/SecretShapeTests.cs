using System.Text.Json;
using Plumb.Search.Secrets;
using Plumb.Text;

namespace Plumb.Search.Tests.Secrets;

/// <summary>A mask covers a value and no more: a file of data stays one, with the same keys in the same lines.</summary>
public sealed class SecretShapeTests
{
    private static readonly string[] Values = ["Zq7Wv4Kp9Wv4Kp9Wv4Kp9", "p@ss#w0rd,1;x", "a=b&c=d9Zq7", "Zq7\\\"Wv4Kp9", "line\\nZq7Wv4Kp9Wv4", "\\u0041Zq7Wv4Kp9Wv4", "gh" + "p_wB3kZ8mQ2vT6xY1nR5pL9cD4fG7hJ0sA2eU6", "Server=db;Password=Zq7Wv4;User Id=sa"];
    private static readonly string[] Names = ["password", "client_secret", "apiKey", "connection", "key"];

    [Fact]
    public void Json_stays_json()
    {
        foreach (var (name, value) in Pairs())
        {
            var text = $"{{\n  \"before\": 1,\n  \"{name}\": \"{value}\",\n  \"list\": [\"--{name}\", \"{value}\"],\n  \"text\": \"{{\\\"{name}\\\": \\\"Zq7Wv4Kp9Wv4Kp9Wv4Kp9\\\"}}\"\n}}\n";
            using var before = JsonDocument.Parse(text);
            var masked = SecretMask.Apply(text, "a.json", out _);
            using var after = JsonDocument.Parse(masked);
            Assert.Equal(before.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)), after.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)));
            Assert.Equal(2, after.RootElement.GetProperty("list").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("a.yaml", "top:\n  {0}: {1}\n  quoted: \"{1}\"\n  {0}: '{1}'\n  list:\n    - {0}: {1}\n    - name: x\nlast: 1\n")]
    [InlineData("a.toml", "[top]\n{0} = \"{1}\"\nother = 'x'\n[top.next]\n{0} = '{1}'\nlast = 1\n")]
    [InlineData("a.ini", "[top]\n{0}={1}\n[next]\n{0} = {1}\nlast=1\n")]
    [InlineData("a.xml", "<top>\n  <{0}>Zq7Wv4Kp9Wv4Kp9Wv4Kp9</{0}>\n  <add key=\"{0}\" value=\"Zq7Wv4Kp9Wv4Kp9\" />\n  <last>1</last>\n</top>\n")]
    [InlineData("a.py", "class A:\n    {0} = \"{1}\"\n    def f(self, {0}: str = '{1}'):\n        return {0}\nlast = 1\n")]
    public void Declarations_stay_where_they_are(string path, string form)
    {
        var covered = 0;
        foreach (var (name, value) in Pairs())
        {
            var text = form.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", value, StringComparison.Ordinal);
            var masked = SecretMask.Apply(text, path, out var secrets);
            covered += secrets.Count;
            var language = LanguageTable.FindForFile(path)!;
            Assert.Equal(Declared(text, language), Declared(masked, language));

            // No line is covered whole, and every line's start says what it said.
            foreach (var (line, was) in masked.Split('\n').Zip(text.Split('\n')))
            {
                Assert.Equal(was.Length, line.Length);
                Assert.True(was.Length == 0 || line.Trim().Any(c => c != '*'), was);
            }
        }

        Assert.True(covered > 10, $"only {covered} covered");
    }

    private static IEnumerable<(string Name, string Value)> Pairs() => Names.SelectMany(name => Values.Select(value => (name, value)));

    private static List<(string Name, TextSpan Span)> Declared(string text, Language language) => [.. OutlineScanner.Scan(text, language).Declarations.Select(d => (d.Name, d.Span))];
}
