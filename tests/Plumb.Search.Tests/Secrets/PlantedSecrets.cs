namespace Plumb.Search.Tests.Secrets;

/// <summary>
/// Secrets that were never real, put together from random characters, in the places where people leave real ones; and
/// what looks like one and is none.
/// </summary>
internal sealed class PlantedSecrets(int seed)
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Hex = "0123456789abcdef";

    private readonly Random random = new(seed);

    /// <summary>A text around one secret, and the secret.</summary>
    public IEnumerable<(string Kind, string Path, string Text, string Secret)> All()
    {
        foreach (var (prefix, length, alphabet) in new[]
        {
            ("gh" + "p_", 36, Alphanumeric), ("gh" + "s_", 36, Alphanumeric), ("github" + "_pat_", 82, Alphanumeric), ("gl" + "pat-", 20, Alphanumeric), ("AK" + "IA", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            ("xo" + "xb-", 40, "0123456789"), ("sk" + "_live_", 24, Alphanumeric), ("AI" + "za", 35, Alphanumeric), ("np" + "m_", 36, Alphanumeric), ("h" + "f_", 34, Alphanumeric),
            ("sk-" + "ant-api03-", 95, Alphanumeric), ("sk-" + "proj-", 60, Alphanumeric), ("dop" + "_v1_", 64, Hex), ("shp" + "at_", 32, Hex), ("lin" + "_api_", 40, Alphanumeric), ("hv" + "s.", 95, Alphanumeric),
            ("pul" + "-", 40, Hex), ("GOC" + "SPX-", 28, Alphanumeric), ("whs" + "ec_", 32, Alphanumeric), ("dapi", 32, Hex),
        })
        {
            foreach (var around in new[] { "const client = connect('{0}');", "export X={0}", "# use {0} for now", "  \"value\": \"{0}\",", "\"log\": \"first\\n{0}\"" })
            {
                yield return Plant("form", "src/a.txt", around, prefix + Text(length, alphabet));
            }
        }

        foreach (var around in new[]
        {
            "password = \"{0}\"", "DB_PASSWORD={0}", "  client_secret: {0}", "\"apiKey\": \"{0}\",", "api_key := \"{0}\"", "let token: &str = \"{0}\";", "password: str = '{0}'", "private static final String SECRET_KEY = \"{0}\";",
            "<password>{0}</password>", "<add key=\"ApiKey\" value=\"{0}\" />", "os.environ['AUTH_TOKEN'] = '{0}'", "config.put(\"password\", \"{0}\");", "access_token => '{0}',", "export GITHUB_TOKEN={0}",
            "encryption_key: '{0}'", "--header 'X-Api-Key: {0}'", "secretKey: `{0}`,", "Server=db;User Id=sa;Password={0};Encrypt=true", "AccountKey={0};EndpointSuffix=core", "https://host/path?access_token={0}&x=1",
        })
        {
            yield return Plant("name", "src/a.txt", around, Text(24, Alphanumeric));
            yield return Plant("name", "src/a.txt", around, Text(32, Hex));
            yield return Plant("name", "src/a.txt", around, "Tr0ub" + Text(3, Alphanumeric) + "4dor" + random.Next(10, 99));
        }

        // A service's own key, whose form says nothing without the service's name.
        foreach (var (service, prefix, length, alphabet) in new[]
        {
            ("mailgun", "key-", 32, Hex), ("datadog", "", 40, Hex), ("cloudflare", "", 40, Alphanumeric), ("algolia", "", 32, Hex), ("contentful", "", 43, Alphanumeric), ("discord", "", 64, Hex),
        })
        {
            foreach (var around in new[] { "{1} = \"{0}\"", "\"{1}\": \"{0}\",", "{1}_v: '{0}'", "export {1}={0}" })
            {
                yield return Plant("service", "src/a.txt", around.Replace("{1}", service, StringComparison.Ordinal), prefix + Text(length, alphabet));
            }
        }

        foreach (var around in new[]
        {
            "token={0} user=bob", "PGPASSWORD={0} psql -h db", "run --token {0}", "run --api-key {0} --fast", "string Password {{ get; set; }} = \"{0}\";", "new ApiKeyCredential(\"{0}\")", "jwtSecret = []byte(\"{0}\")",
            "client.WithToken(\"{0}\")", "const token = given ?? \"{0}\";", "const key = process.env.API_KEY || \"{0}\";", "if (token === \"{0}\") {{", "sshpass -p {0} ssh host", "docker login -u me -p {0} quay.example.org",
            "mysql -u root -p{0} shop", "const token = given ?? \"{0}\";", "token=$PREFIX-{0}", "grant=x&access_token={0}&expires_in=3600", "https://host/path?token={0}#part", "monkeypatch.setenv(\"API_KEY\", \"{0}\")",
            "settings[\"Parameters:api-key\"] = \"{0}\"", "page.fill('#password', '{0}')", "<key>{0}</key>", "let token: &'static str = \"{0}\";", "Authorization: Bearer token-{0}", "api_key = \"test-{0}\"", "secret: my-secret-{0}",
        })
        {
            yield return Plant("place", "src/a.txt", around.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal), Text(24, Alphanumeric));
        }

        foreach (var (around, secret) in new[]
        {
            ("Server=db;User Id=sa;Password={0};Encrypt=true", "simple word"), ("Server=db;Uid=sa;Pwd={0};", "abc"), ("Driver={{x}};Server=db;PWD={0};", "{my;pass}"), ("\"Password={0};Server=db\"", "horse"),
            ("host=db user=app password={0} dbname=x", "simpleword"), ("jdbc:postgresql://db/x?user=app&password={0}", "simpleword"), ("app:{0}@tcp(db:3306)/x", "simpleword"),
            ("Username=quartz;Password={0};Host=db", "quartz2"), ("ConnectionStringWithPassword = \"Host=db;Username=sa;Password={0}\"", "p@ssw0rd1"),
        })
        {
            yield return Plant("connection", "src/a.txt", around.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal), secret);
        }

        yield return Plant("file", ".netrc", "machine example.org login me password {0}\n", "simpleword");
        yield return Plant("file", "home/.pgpass", "db:5432:*:app:{0}\n", "simple:word");
        yield return Plant("file", ".npmrc", "//npm.example.org/:_authToken={0}\n", Guid.NewGuid().ToString());
        foreach (var (around, secret) in new[] { ("SIMPLE={0}\n", "bananaphone"), ("A=\"first {0}\nB=1", "line\nsecond line\""), ("export DB_HOST={0}\n", "db.prod.internal"), ("ADMIN_PIN={0}\n", "4821"), ("ACCOUNT={0}\n", "483920115"),
            ("MODEL_API_KEY={0}\n", "gpt-key-two"), ("API_URL={0}\n", "https://bob:hunter2@db.internal/x"), ("HOOK_URL={0}\n", "https://hooks.internal/T02AB4/9xKq3LmZ7wPv"), ("VITE_SECRET={0}\n", "bananaphone"), ("LOG_PATH={0}\n", "/x/9xKq3LmZ7wPv2Bn8"),
            ("SIGNED_URL={0}\n", "https://files.internal/a?signature=word") })
        {
            yield return Plant("env", "x/.envrc", around, secret);
        }

        foreach (var around in new[] { "postgres://app:{0}@db.internal:5432/x", "url = 'https://bot:{0}@git.example.org/x.git'", "redis://:{0}@cache:6379/0", "amqp://u:{0}@mq/", "http://admin:{0}@host/" })
        {
            yield return Plant("url", "src/a.txt", around, Text(12, Alphanumeric));
        }

        yield return Plant("url", "src/a.txt", "postgres://app:{0}@host/db", "pass");
        foreach (var around in new[] { "Authorization: Bearer {0}", "headers = {{ 'Authorization': 'Token {0}' }}", "curl -u admin:{0} https://x", "req.Header.Set(\"Authorization\", \"Bearer {0}\")" })
        {
            yield return Plant("header", "src/a.txt", around.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal), Text(32, Alphanumeric));
        }

        yield return Plant("env", ".env", "NODE_ENV=production\nSESSION={0}\n", Text(30, Alphanumeric));
        yield return Plant("env", "app/.env.local", "export SMTP_PASS='{0}'\n", "letmein");
        yield return Plant("env", "k8s/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  user: {0}\n", Text(16, Alphanumeric) + "==");
        foreach (var name in new[] { "RSA ", "EC ", "OPENSSH ", "" })
        {
            var lines = string.Join('\n', Enumerable.Range(0, 6).Select(_ => Text(64, Alphanumeric)));
            yield return Plant("key", "certs/a.txt", "before\n-----BEGIN " + name + "PRIVATE KEY-----\n{0}\n-----END " + name + "PRIVATE KEY-----\nafter", lines);
        }
    }

    /// <summary>Lines that hold no secret, however they look.</summary>
    public IEnumerable<string> Clean()
    {
        for (var i = 0; i < 40; i++)
        {
            yield return $"\"integrity\": \"sha512-{Text(86, Alphanumeric)}==\"";
            yield return $"resolved = \"https://registry/{Text(40, Hex)}.tgz\"";
            yield return $"commit: {Text(40, Hex)}";
            yield return $"id: {Guid.NewGuid()}";
            yield return $"const token = \"{Guid.NewGuid()}\";";
            yield return $"src: data:image/png;base64,{Text(120, Alphanumeric)}";
            yield return $"cache_key = \"{Text(40, Hex)}\"";
            yield return $"public_key = \"{Text(44, Alphanumeric)}\"";
        }

        foreach (var placeholder in new[]
        {
            "your-key-here", "YOUR_API_KEY_1", "${API_KEY_1}", "<token-1>", "xxxxxxxxxxxx1", "****************", "{{ secrets.KEY1 }}", "changeme1234", "$TOKEN1", "%TOKEN1%", "example-token-1", "replace-me-123", "process.env.KEY1",
            "settings.api_key_v2", "./certs/server1.pem", "my-secret-name-1", "kube-system-token-2", "arn:aws:secretsmanager:eu:1:x", "gpt-4o-2024",
            "**data_scrubbed**", "%%PATH_TOKEN1%%", "test-***-key1", "?sv=2019&sig=**gone1**&se=2", "$header.$payload1", "this.#options.apiKey1", "process.env.SOME_VERY_LONG_PROVIDER_NAME_API_KEY!", "use-identity-change-this1",
        })
        {
            yield return $"api_key = \"{placeholder}\"";
            yield return $"password: {placeholder}";
            yield return $"TOKEN={placeholder}";
        }

        foreach (var address in new[]
        {
            "postgres://user:password@host/db", "https://username:pass@example.org", "redis://[user:pass@]host[:port]", "sftp://[user[:password]@]host/path", "postgres://postgres:postgres@localhost:5432/x", "http://guest:guest@mq/", "http://admin:secret@host/", "redis://:mypassword@localhost", "https://elastic:password@localhost:9200", "http://proxyusername:proxypassword@proxy", "postgresql://{User:uri}@{Host}", "Endpoint=http://localhost:6334;Key=1@2",
            "http://a:b@10.0.0.1/", "curl -u <user:password1> https://x",
            "https://x-access-token:$GH_TOKEN@github.com/$REPOSITORY.git", "https://${{secrets.KEY}}:x-oauth-basic@github.com/a/b.git", "curl -u user:password https://x",
        })
        {
            yield return address;
        }

        foreach (var word in new[]
        {
            "token123", "abc123xyz456", "abcdefghijklmnopqrstuvwxyz1234567890", "new-access123", "refresh123", "TestKey123!", "TestOtlpApiKey!", "updatedSecretKey123", "sk-test123", "sk-lf-1234567890", "super-secret-oauth-token", "OAuth2CredentialExchanger", "dataTransferV2CloudSetting",
            "IDEDidComputeMac32BitWarning", "LlmApiKeyListItem", "Uint8Array", "font-mono-char-width-0.7rem", "kubernetes.labels.app_kubernetes_io%2Fname", "12.723374634", "userId:grantId:*",
        })
        {
            yield return $"api_key = \"{word}\"";
            yield return $"client_secret: {word}";
            yield return $"<key>{word}</key>";
        }

        foreach (var word in new[] { "token123", "token-123", "refreshed-access-token", "host-only-credential", "SENTINEL_HEADER_TOKEN", "different-key-1", "somethingElse" })
        {
            yield return $"Authorization: Bearer {word}";
        }

        foreach (var login in new[]
        {
            "Server=db;Uid=sa;Pwd=password;", "Host=db;Username=postgres;Password=postgres", "host=db user=postgres password=postgres dbname=x", "Data Source=x;User Id=DBO;Password=MYPASSWORD;", "Server=db;Uid=sa;Pwd=my_password",
            "PGPASSWORD=password psql",
        })
        {
            yield return login;
        }

        yield return "(?P<key>[A-Za-z0-9_.-]+)\\s*=\\s*\\[(?P<body>.*)\\]";
        yield return "| `<READONLY_PASSWORD>` | The key of step1 | `<HOST>` |";
        yield return "token_uri=\"https://oauth2.example.org/token\",\n  auth_provider_x509_cert_url=\"https://example.org\"";
        yield return "\"token\", \"auth_provider_x509_cert_url\": (";
        yield return "\"/?page=1&appkey=test-appkey\", \"/?bar2=foo\"";
        yield return "connect(\"user\", \"pass\", s_iPv6Loopback1, 5672);";
        yield return "token=\"$token$char1\"";
        yield return "botToken: encrypt(\"xo" + "xb-secret-bot-token\")";
        yield return "xo" + "xb-test-token, h" + "f_requiredCharacteristicTypesForDisplayMetadata, sk-" + "ant-your-anthropic-api-key-here";
        yield return "PASSWORD: \"projects/1234/secrets/PASSWORD/versions/latest\"";
        yield return "run --token <token1> --key file1.pem";
        yield return "if (token == \"end_of_line2\") {";
        yield return "var text = translate(\"password\", \"Passwort1\");";
        yield return "a=1;pwd=process.cwd();b=2";
        yield return "string Token { get; set; } = \"\";";
        yield return "mysql --port 3306 -p";
        yield return "cloudflare = \"https://api.cloudflare.example/client/v4\"";
        yield return "c.SecretAccessKey = *s3SecretAccessKey;";
        yield return "hasToken = !!this._authenticationService.copilotToken;";
        yield return "toolInvocationToken: this.props.promptContext.tools!.toolInvocationToken,";
        yield return "service.copilotToken = newGitHubProToken;";
        yield return "token: 'tid=test;rt=1',";
        yield return "<TokenReplace Token=\"$BuildVersion$\" />";
        yield return "<s:Boolean x:Key=\"/Default/CodeInspection/ExcludedFiles/FileMasksToSkip/=AssemblyInfo_002Ecs/@EntryIndexedValue\">True</s:Boolean>";
        yield return "files = ['src/cl100k_base.tiktoken', 'src/platform/tokenizer/node/o200k_base.tiktoken'];";
        yield return "key = \"post/2011/08/27/Deux-%22rat%C3%A9s%22-de-l-Universit\"";
        yield return "const entraToken = 'test-entra-token-abc123';";
        yield return "max_tokens: 1234567890";
        yield return "token = lexer.next_token2();";
        yield return "if (token.kind == TokenKind.Identifier2) return key1;";
        yield return "password = getpass.getpass(\"Password1: \")";
        yield return "keyframes: fade1in 200ms";
        yield return "tokenizer = \"cl100k_base\"";
        yield return "secret_name: prod/db/credentials-v2";
    }

    /// <summary>Lines of an .env file that are settings as anybody may read them.</summary>
    public static IEnumerable<string> CleanVariables() =>
    [
        "LOCATION=us-central1", "IMAGE_TYPE=jpeg", "IMG_SIZES=100x100", "RUN_TIME=60s", "COMPLETION_MODEL=gpt-3.5-turbo", "EMBEDDING_MODEL=\"text-embedding-ada-002\"", "COLLECTION_PATH=posters", "SCOPES=access_as_user",
        "API_URL=http://127.0.0.1:8081/api", "LOGIN=https://login.example.org", "NEXT_PUBLIC_MEASUREMENT_ID=G-DC9QMEZBZL", "A__TIMEOUT__TICKS=600000000", "A__TOTALMICROSECONDS=300000000000", "A__TOTALDAYS=4.6296296296296294E-05",
        "A__METHODS__0=DELETE", "A__REQUESTENCODING=utf-8", "A__FAILUREPOLICY=HealthyOrPanic", "A__AUTHORITY=localhost:8080", "DB_NAME=best_db",
    ];

    private (string Kind, string Path, string Text, string Secret) Plant(string kind, string path, string around, string secret) =>
        (kind, path, around.Replace("{0}", secret, StringComparison.Ordinal), secret);

    private string Text(int length, string alphabet)
    {
        var text = new char[length];
        for (var i = 0; i < length; i++)
        {
            text[i] = alphabet[random.Next(alphabet.Length)];
        }

        // Long enough random texts hold a digit; the short ones are made to.
        text[length / 2] = alphabet.Contains('7', StringComparison.Ordinal) ? '7' : text[length / 2];
        return new string(text);
    }
}
