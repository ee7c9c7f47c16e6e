namespace Plumb.Search.Discovery;

/// <summary>Receives what discovery finds, in an order that is the same for the same tree.</summary>
public interface IDiscoverySink
{
    void OnFile(in WorkspaceFile file);

    void OnSkipped(in SkippedFile skipped);
}

/// <summary>Limits of discovery.</summary>
/// <param name="MaxFileBytes">Larger files are skipped as <see cref="SkipReason.TooLarge"/>.</param>
public sealed record DiscoveryOptions(long MaxFileBytes = 4 * 1024 * 1024);
