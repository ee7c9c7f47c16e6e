using Plumb.Search;

namespace Plumb.Ask;

/// <summary>Answers questions about one workspace from its index.</summary>
public sealed class AskEngine
{
    private readonly WorkspaceIndex index;

    public AskEngine(WorkspaceIndex index) => this.index = index;

    /// <summary>Answers a question. <paramref name="partial"/> receives pieces of the Markdown as they come.</summary>
    public Task<Answer> AskAsync(Question question, IProgress<string>? partial, CancellationToken cancellation)
    {
        _ = index;
        throw new NotImplementedException();
    }
}
