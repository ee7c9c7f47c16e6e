using Plumb.Lsp.Documents;
using Plumb.Prompts.Workspace;

namespace Plumb.Lsp.Features.Diagnostics.Workspace;

/// <summary>The files of a folder as the editor shows them: an open document stands for its file.</summary>
internal sealed class OpenFiles(IWorkspaceFiles files, DocumentStore documents, string root) : IWorkspaceFiles
{
    public IReadOnlyList<string> InstructionFiles => files.InstructionFiles;

    public bool? Exists(string path) => files.Exists(path);

    public string? Read(string path) => Find(path) ?? files.Read(path);

    public bool? AnyMatch(string glob) => files.AnyMatch(glob);

    private string? Find(string path)
    {
        try
        {
            return root.Length == 0 || path.Contains('\0') ? null : documents.Find(DocumentUri.FromPath(Path.GetFullPath(path, root)))?.Text;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            return null;
        }
    }
}
