using System.Text.Json;
using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Tokens;

namespace Plumb.Prompts.Tests;

public sealed class KnownModelsTests
{
    private static KnownModels With(string rows) => new(() => ModelTable.BuiltIn.With(JsonDocument.Parse(rows).RootElement, null).Table);

    [Fact]
    public void Facts_are_the_catalogues()
    {
        var facts = KnownModels.Instance.Find("openai/GPT-4o-2024-08-06")!;
        var model = ModelCatalogue.Find("gpt-4o")!;
        Assert.Equal((model.ContextWindow, model.MaxOutput, true, true, false), (facts.ContextWindow, facts.MaxOutput, facts.StructuredOutput, facts.TakesImages, facts.TakesAudio));
        Assert.Empty(facts.Unsupported);
    }

    [Theory]
    [InlineData("o3-mini", ParameterKind.Temperature, true)]
    [InlineData("o3-mini", ParameterKind.Seed, false)]
    [InlineData("gpt-5-2025-08-07", ParameterKind.TopP, true)]
    [InlineData("claude-sonnet-4-6", ParameterKind.Temperature, false)]
    [InlineData("claude-sonnet-4-6", ParameterKind.FrequencyPenalty, true)]
    [InlineData("gemini-2.5-pro", ParameterKind.PresencePenalty, false)]
    public void What_is_not_accepted_is_refused(string model, ParameterKind parameter, bool refused) =>
        Assert.Equal(refused, KnownModels.Instance.Find(model)!.Unsupported.Contains(parameter));

    [Theory]
    [InlineData("gpt-5.9-ultra")]
    [InlineData("claude-9")]
    [InlineData("llama-3.1-8b")]
    [InlineData("my-deployment")]
    public void Of_a_member_of_a_family_nothing_is_said(string model)
    {
        Assert.Null(KnownModels.Instance.Find(model));
        Assert.Null(KnownModels.Instance.Near(model));
    }

    [Theory]
    [InlineData("gpt4o", "gpt-4o")]
    [InlineData("gpt-4o-mni", "gpt-4o-mini")]
    [InlineData("openai/gpt-4.1-mimi", "gpt-4.1-mini")]
    [InlineData("claude-sonet-4-5", "claude-sonnet-4-5")]
    [InlineData("claude-haiku4.5", "claude-haiku-4-5")]
    [InlineData("gemini-2.5-falsh", "gemini-2.5-flash")]
    public void A_slip_is_told_from_a_name_that_is_not_known(string written, string meant) => Assert.Equal(meant, KnownModels.Instance.Near(written));

    [Fact]
    public void A_users_row_is_known_as_well_even_as_a_pattern()
    {
        var models = With("""[{"name": "house-*", "encoding": "o200k_base", "maxOutput": 100, "retires": "2026-01-01", "replacement": "house-9"}]""");
        var facts = models.Find("house-7")!;
        Assert.Equal((100, "2026-01-01", "house-9"), (facts.MaxOutput, facts.RetiredOn, facts.Replacement));
        Assert.NotNull(models.Find("gpt-4o"));
    }

    [Fact]
    public void Retired_models_and_patterns_are_not_offered()
    {
        var names = KnownModels.Instance.Names;
        Assert.Contains("gpt-4o", names);
        Assert.DoesNotContain("gpt-4-32k", names);
        Assert.DoesNotContain(names, name => name.Contains('*'));
    }

    [Fact]
    public void A_model_that_replaces_another_is_known_and_not_replaced_itself()
    {
        foreach (var model in ModelTable.BuiltIn.Models.Where(m => m.Replacement is not null))
        {
            Assert.NotNull(model.Retires);
            Assert.Null(KnownModels.Instance.Find(model.Replacement!)!.Replacement);
        }
    }
}
