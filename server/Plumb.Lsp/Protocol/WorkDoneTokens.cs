namespace Plumb.Lsp.Protocol;

// The generator leaves out what requests share; these tokens are used.

public sealed partial record ExecuteCommandParams
{
    /// <summary>A token of the client's own on which the command's progress is told; without one the server makes its own.</summary>
    public StringOrInteger? WorkDoneToken { get; init; }
}
