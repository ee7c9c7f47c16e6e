namespace Plumb.Search.Discovery;

/// <summary>Receives what discovery finds, by path in ordinal order: the same tree gives the same calls.</summary>
public interface IDiscoverySink
{
    void OnFile(in WorkspaceFile file);

    void OnSkipped(in SkippedFile skipped);
}
