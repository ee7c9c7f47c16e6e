using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Tokens;

namespace Plumb.Ask.Tests;

public sealed class ModelChoiceTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("plumb-home-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("openai", "https://api.openai.com/v1", "OPENAI_API_KEY")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY")]
    [InlineData("github", "https://models.github.ai/inference", "GITHUB_TOKEN")]
    [InlineData("Ollama", "http://localhost:11434/v1", "")]
    [InlineData("lmstudio", "http://localhost:1234/v1", "")]
    [InlineData("llamacpp", "http://localhost:8080/v1", "")]
    [InlineData("vllm", "http://localhost:8000/v1", "")]
    public void A_provider_brings_its_address_and_the_name_of_its_key(string provider, string url, string variable)
    {
        var settings = Resolve(AskSettings.None, null, out _, ("PLUMB_MODEL", "m"), ("PLUMB_PROVIDER", provider), (variable.Length > 0 ? variable : "X", "its-key"))!;
        Assert.Equal((url, variable.Length > 0 ? "its-key" : ""), (settings.Endpoint.AbsoluteUri.TrimEnd('/'), settings.ApiKey));
    }

    [Fact]
    public void Azure_needs_an_address()
    {
        Assert.Null(Resolve(AskSettings.None, null, out var problem, ("PLUMB_MODEL", "m"), ("PLUMB_PROVIDER", "azure")));
        Assert.Contains("PLUMB_ENDPOINT", problem);
        var settings = Resolve(AskSettings.None, null, out _, ("PLUMB_MODEL", "m"), ("PLUMB_PROVIDER", "azure"), ("PLUMB_ENDPOINT", "https://x.openai.azure.com/openai/v1/"), ("AZURE_OPENAI_API_KEY", "k"))!;
        Assert.Equal("k", settings.ApiKey);
    }

    [Fact]
    public void A_provider_that_is_none_is_told()
    {
        Assert.Null(Resolve(AskSettings.None, null, out var problem, ("PLUMB_MODEL", "m"), ("PLUMB_PROVIDER", "opanai")));
        Assert.Contains("there are openai, azure", problem);
    }

    [Fact]
    public void The_users_file_names_models_and_never_a_key()
    {
        File.WriteAllText(Path.Combine(home, "plumb.json"), """
            {
              // mine
              "ask": {
                "provider": "work", "model": "big", "apiKey": "sk-1", "expand": "never", "cache": false,
                "providers": { "work": { "url": "https://llm.example/v1", "keyVariable": "WORK_KEY", "timeout": 5, "contextWindow": 9000, "apiKey": "sk-2" } },
                "prices": { "big": { "input": 1, "output": 2 } },
                "budget": { "tokensPerDay": 100, "costPerDay": 1.5 },
              },
            }
            """);
        var user = AskSettings.ReadUser(home);
        var settings = Resolve(user, null, out _, ("WORK_KEY", "w"))!;
        Assert.Equal(("big", "https://llm.example/v1", "w", 5.0, 9000), (settings.Model, settings.Endpoint.ToString(), settings.ApiKey, settings.Timeout.TotalSeconds, settings.ContextWindow!.Value));
        Assert.Equal((new ModelPrice(1, 2), Expansion.Never, 100L, 1.5m, false), (settings.Price!, user.Expand, user.TokensPerDay!.Value, user.CostPerDay!.Value, user.Cache));
        Assert.Contains(user.Problems, problem => problem.Contains("ask.apiKey is not read", StringComparison.Ordinal));
        Assert.Contains(user.Problems, problem => problem.Contains("work.apiKey is not read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gpt-4o", null, true)]
    [InlineData("no-such-model", null, false)]
    [InlineData("gpt-4o", "http://localhost:9/v1", false)]
    public void A_price_is_the_users_else_the_catalogues_and_a_server_of_ones_own_has_none(string model, string? endpoint, bool priced)
    {
        var settings = Resolve(AskSettings.None, new ModelRequest(null, model, endpoint, null), out _)!;
        Assert.Equal(priced ? ModelCatalogue.Find(model)!.Price : null, settings.Price);
        var own = AskSettings.None with { Prices = new Dictionary<string, ModelPrice> { [model] = new(1, 2) } };
        Assert.Equal(new ModelPrice(1, 2), Resolve(own, new ModelRequest(null, model, endpoint, null), out _)!.Price);
    }

    [Fact]
    public void The_client_comes_before_the_environment_and_the_environment_before_the_file()
    {
        var user = AskSettings.None with { Model = "of-file" };
        Assert.Equal("of-file", Resolve(user, null, out _)!.Model);
        Assert.Equal("of-environment", Resolve(user, null, out _, ("PLUMB_MODEL", "of-environment"))!.Model);
        Assert.Equal("of-client", Resolve(user, new ModelRequest("ollama", "of-client", null, null), out _, ("PLUMB_MODEL", "of-environment"))!.Model);
    }

    [Fact]
    public void A_key_goes_to_its_own_address_only()
    {
        // The environment's key and address belong to the environment's model.
        var settings = Resolve(AskSettings.None, new ModelRequest(null, "m", "http://localhost:1/v1", null), out _, ("PLUMB_MODEL", "other"), ("PLUMB_API_KEY", "secret"), ("OPENAI_API_KEY", "secret"))!;
        Assert.Equal(("http://localhost:1/v1", ""), (settings.Endpoint.ToString(), settings.ApiKey));
        Assert.Equal("", Resolve(AskSettings.None, null, out _, ("PLUMB_MODEL", "m"), ("PLUMB_ENDPOINT", "http://x/v1"), ("OPENAI_API_KEY", "secret"))!.ApiKey);
    }

    [Fact]
    public void A_workspace_cannot_say_where_text_is_sent()
    {
        File.WriteAllText(Path.Combine(home, "plumb.json"), """{ "ask": { "provider": "evil", "model": "m", "providers": { "evil": { "url": "http://evil.example/v1" } }, "evidenceTokens": 500, "expand": "never" } }""");
        var workspace = AskSettings.ReadWorkspace(home);
        Assert.Equal((500, true), (workspace.EvidenceTokens!.Value, workspace.NoExpansion));
        Assert.Contains("only you choose where text is sent", Assert.Single(workspace.Problems));
    }

    private static ModelSettings? Resolve(AskSettings user, ModelRequest? client, out string problem, params (string Name, string Value)[] environment) =>
        ModelChoice.Resolve(user, client, name => environment.FirstOrDefault(pair => pair.Name == name).Value, out problem);
}
