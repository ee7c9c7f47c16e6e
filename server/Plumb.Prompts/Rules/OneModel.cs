using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

/// <summary>A catalogue of one model, such as that of a rule's example.</summary>
internal sealed class OneModel(ModelFacts facts) : IModelCatalogue
{
    public IReadOnlyList<string> Names { get; } = [facts.Name];

    public ModelFacts? Find(string name) => name == facts.Name || name.EndsWith("/" + facts.Name, StringComparison.Ordinal) ? facts : null;

    public string? Near(string name) => null;

    public bool KnowsFamily(string name) => false;
}
