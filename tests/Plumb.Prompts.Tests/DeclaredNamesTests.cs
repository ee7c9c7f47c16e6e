using FsCheck;
using FsCheck.Fluent;
using Plumb.Prompts.Model;
using Plumb.Prompts.Rules;

namespace Plumb.Prompts.Tests;

/// <summary>Looking names up and going through all of them come to the same.</summary>
public sealed class DeclaredNamesTests
{
    private static readonly string[] Letters = ["a", "b", "c", "A", "B", "_", "-", "x1"];

    [Fact]
    public void Looked_up_is_as_gone_through()
    {
        var name = Gen.Elements(Letters).ArrayOf().Select(letters => string.Concat(letters.Take(6)));
        Prop.ForAll(Arb.From(name.ArrayOf()), Arb.From(name), Arb.From(Gen.Elements(true, false)), Same).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static void Same(string[] declared, string name, bool isSample)
    {
        var inputs = declared.Select((other, i) => new PromptInput(other, default) { Source = isSample && i == 0 ? PromptInputSource.Sample : PromptInputSource.Declared }).ToList();
        var names = new DeclaredNames(inputs);
        Assert.Equal(inputs.Any(i => i.Name.Equals(name, StringComparison.Ordinal)), names.Contains(name, StringComparison.Ordinal));
        Assert.Equal(inputs.Any(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), names.Contains(name, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(inputs.FirstOrDefault(i => i.Source == PromptInputSource.Declared && NearMiss.IsSpelling(i.Name, name))?.Name, names.Spelling(name));
        Assert.Equal(NearMiss.Find(name, inputs.Select(i => i.Name)), names.Near(name));
    }

    [Fact]
    public void Guessing_ends_where_thousands_of_names_are_compared()
    {
        var inputs = Enumerable.Range(0, 1000).Select(i => new PromptInput($"declared_{i}", default)).ToList();
        var names = new DeclaredNames(inputs);
        var guessed = Enumerable.Range(0, 1000).Count(i => names.Near($"declare_{i}") is not null);
        Assert.InRange(guessed, 10, 100);
        Assert.Equal("declared_999", names.Spelling("Declared999"));
    }
}
