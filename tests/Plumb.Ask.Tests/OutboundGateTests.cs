using System.Diagnostics;
using Plumb.Ask.Evidence;
using Plumb.Ask.Models;
using Plumb.Text;

namespace Plumb.Ask.Tests;

public sealed class OutboundGateTests
{
    private const string Line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

    // Put together here, so that no scanner of this repository takes them for real.
    private static readonly string Digits = string.Concat(Enumerable.Repeat("a1B2c3D4e5", 10));

    [Theory]
    [InlineData("if (text.StartsWith(\"-----BEGIN PRIVATE KEY-----\"))\n{\n    return Load(text);\n}")]
    [InlineData("const string Begin = \"-----BEGIN RSA PRIVATE KEY-----\";\nconst string End = \"-----END RSA PRIVATE KEY-----\";\nreturn x;")]
    [InlineData("12| A key starts with\n13| -----BEGIN PRIVATE KEY-----\n14| ...\n15| -----END PRIVATE KEY-----\n16| and ends so.")]
    public void Marks_of_private_keys_without_a_key_stay(string text) => AssertStays(text);

    [Fact]
    public void A_mark_in_one_passage_swallows_neither_the_next_nor_the_question()
    {
        var (_, user, removed) = EvidencePrompt.Write("where is it loaded?", [
            Passage("a.cs", "if (text.StartsWith(\"-----BEGIN PRIVATE KEY-----\"))", "    Load(text);"),
            Passage("b.pem", "-----BEGIN PRIVATE KEY-----", Line),
            Passage("c.pem", Line, "AbC=", "-----END PRIVATE KEY-----", "behind it"),
            Passage("d.cs", "class Loader;"),
        ]);
        Assert.Equal(2, removed);
        Assert.DoesNotContain("MIIE", user);
        Assert.DoesNotContain("AbC=", user);
        Assert.Contains("1| if (text.StartsWith(\"-----BEGIN PRIVATE KEY-----\"))\n2|     Load(text);\n", user);
        Assert.Contains("1| [secret removed]\n</evidence-", user);
        Assert.Contains("1| [secret removed]\n4| behind it\n", user);
        Assert.Contains("1| class Loader;\n", user);
        Assert.EndsWith("\nQuestion: where is it loaded?", user);
    }

    [Fact]
    public void The_question_and_the_names_pass_the_gate_too()
    {
        var (_, user, removed) = EvidencePrompt.Write($"why is password=hunter2hunter2 refused?\npassword=hunter2hunter2", [Passage("a.cs", "x") with { Symbol = "ghp_" + Digits[..36] }]);
        Assert.Equal(3, removed);
        Assert.DoesNotContain("hunter2", user);
        Assert.DoesNotContain("ghp_a1", user);
        Assert.EndsWith("\npassword=[secret removed]", user);
    }

    [Theory]
    [InlineData("7| x = \"\"\"-----BEGIN RSA PRIVATE KEY-----\n8| Proc-Type: 4,ENCRYPTED\n9| DEK-Info: AES-256-CBC,00\n10| \n11| {0}\n12| AbC=\n13| -----END RSA PRIVATE KEY-----\"\"\"\n14| y", "7| x = \"\"\"[secret removed]\"\"\"\n14| y")]
    [InlineData("{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n{0}\\nAbC=\\n-----END PRIVATE KEY-----\\n\", \"id\": 1}", "{\"private_key\": \"[secret removed]\\n\", \"id\": 1}")]
    [InlineData("  \"-----BEGIN PRIVATE KEY-----\\n\" +\n  \"{0}\\n\" +\n  \"-----END PRIVATE KEY-----\\n\";\nnext", "  \"[secret removed]\\n\";\nnext")]
    [InlineData("key: |\n  -----BEGIN OPENSSH PRIVATE KEY-----\r\n  {0}\r\nother: 1", "key: |\n  [secret removed]\r\nother: 1")]
    [InlineData("K=-----BEGIN PRIVATE KEY-----\\n{0}\nother: 1", "K=[secret removed]\nother: 1")]
    public void Private_keys_are_removed_and_nothing_else(string text, string expected) => AssertGoes(text.Replace("{0}", Line, StringComparison.Ordinal), expected);

    [Theory]
    [InlineData("1| API_KEY=a1b2c3d4", "1| API_KEY=[secret removed]")]
    [InlineData("client_secret: 9f8e7d6c5b4a # of staging", "client_secret: [secret removed] # of staging")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [secret removed]")]
    [InlineData("SECRET_KEY_BASE=0123456789abcdef\nnext", "SECRET_KEY_BASE=[secret removed]\nnext")]
    [InlineData("var c = \"Server=db;Password=Sesame99!;Database=x\";", "var c = \"Server=db;Password=[secret removed];Database=x\";")]
    [InlineData("token: QwErTyUiOpAsDfGhJkLz", "token: [secret removed]")]
    [InlineData("password = \"P@$$w0rd<1\"", "password = \"[secret removed]\"")]
    [InlineData("\"access_key\": \"a1b2c3d4e5\",", "\"access_key\": \"[secret removed]\",")]
    [InlineData("postgres://app:pass@host/db", "postgres://app:[secret removed]@host/db")]
    [InlineData("redis://:p@ss@host:6379", "redis://:[secret removed]@host:6379")]
    [InlineData("curl -H 'Authorization: Bearer abc.def-123' x", "curl -H 'Authorization: Bearer [secret removed]' x")]
    [InlineData("{ \"Authorization\": \"Basic dXNlcjpwYXNzMTIz\" }", "{ \"Authorization\": \"Basic [secret removed]\" }")]
    public void Values_of_secret_names_are_removed(string text, string expected) => AssertGoes(text, expected);

    [Theory]
    [InlineData("password = read_password()")]
    [InlineData("token: string")]
    [InlineData("accessToken: CancellationToken,")]
    [InlineData("client_secret = defaultClientSecretProvider")]
    [InlineData("api_key = settings.api_key_v2")]
    [InlineData("api_key = os.environ[\"API_KEY_1\"]")]
    [InlineData("if (token == expected1token)")]
    [InlineData("private_key: ./certs/server1.pem")]
    [InlineData("API_KEY=YOUR_API_KEY")]
    [InlineData("API_KEY=${API_KEY_2}")]
    [InlineData("password: \"{{secrets.key1}}\"")]
    [InlineData("max_tokens: 1234567890")]
    [InlineData("postgres://user:${DB_PASSWORD}@host")]
    [InlineData("http://localhost:8080/@scope/x")]
    [InlineData("ssh://git@host:22/x")]
    [InlineData("request.Headers.Add(\"Authorization\", \"Bearer \" + key);")]
    [InlineData("The bearer certificate is read")]
    [InlineData("Authorization: Bearer credentials")]
    [InlineData("Authorization: Bearer YOUR_TOKEN")]
    [InlineData("sk-folding-cube-animation-container")]
    public void Code_and_placeholders_stay(string text) => AssertStays(text);

    [Theory]
    [InlineData("ghp_", 36)]
    [InlineData("github_pat_", 60)]
    [InlineData("glpat-", 20)]
    [InlineData("sk-", 40)]
    [InlineData("sk-ant-api03-", 60)]
    [InlineData("xoxb-", 30)]
    [InlineData("xoxe-", 30)]
    [InlineData("AIza", 35)]
    [InlineData("npm_", 36)]
    [InlineData("hf_", 34)]
    public void Known_formats_are_removed(string prefix, int length) => AssertGoes($"f('{prefix}{Digits[..length]}')", "f('[secret removed]')");

    [Fact]
    public void Hostile_text_takes_no_time()
    {
        var clock = Stopwatch.StartNew();
        foreach (var piece in new[] { "sk-", "token=", "eyJ-", "://a:", "password ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n", "bearer ", "+", "+\n", "-----END PRIVATE KEY-----\n" })
        {
            var removed = 0;
            OutboundGate.Pass(string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length)), ref removed);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    private static Passage Passage(string path, params string[] lines) => new(path, 1, lines.Length, "", LanguageTable.PlainText, 1, lines, [], 1);

    private static void AssertStays(string text)
    {
        var removed = 0;
        Assert.Equal(text, OutboundGate.Pass(text, ref removed));
        Assert.Equal(0, removed);
    }

    private static void AssertGoes(string text, string expected)
    {
        var removed = 0;
        Assert.Equal(expected, OutboundGate.Pass(text, ref removed));
        Assert.Equal(1, removed);
    }
}
