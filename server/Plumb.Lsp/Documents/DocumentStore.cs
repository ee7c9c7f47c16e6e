using System.Collections.Concurrent;
using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Documents;

/// <summary>The open documents, under the URIs that the client gave them. Changed by sync requests only.</summary>
internal sealed class DocumentStore
{
    private readonly ConcurrentDictionary<string, TextDocument> open = new(StringComparer.Ordinal);

    public TextDocument? Find(string uri) => open.GetValueOrDefault(uri);

    public IReadOnlyCollection<string> Uris => [.. open.Keys];

    public void Open(TextDocumentItem item) => open[item.Uri] = Create(item.Uri, item.LanguageId, item.Version, item.Text);

    /// <summary>False when the document is not open: a client's fault that must not stop the server.</summary>
    public bool Change(DidChangeTextDocumentParams change, PositionEncoding encoding)
    {
        if (Find(change.TextDocument.Uri) is not { } document)
        {
            return false;
        }

        open[change.TextDocument.Uri] = document.WithChanges(
            change.ContentChanges.Select(c => new TextChange(c.Range is { } range ? range.ToText() : null, c.Text)),
            change.TextDocument.Version,
            encoding);
        return true;
    }

    public void Close(string uri) => open.TryRemove(uri, out _);

    /// <summary>The open document, else the file as it lies on disk; null when there is neither or it is no text.</summary>
    public TextDocument? FindOrRead(string uri)
    {
        if (Find(uri) is { } document)
        {
            return document;
        }

        if (DocumentUri.ToPath(uri) is not { } path)
        {
            return null;
        }

        try
        {
            return SourceDecoder.Decode(DiskFile.ReadAllBytes(path)).Text is { } text ? Create(uri, "", 0, text) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    private static TextDocument Create(string uri, string languageId, int version, string text)
    {
        var path = DocumentUri.ToPath(uri) ?? DocumentUri.FileName(uri);

        // The client's word first: the user may have chosen it. "plaintext" is what a client says when it knows nothing.
        var language = (languageId is "" or "plaintext" ? null : LanguageTable.FindById(languageId))
            ?? LanguageTable.FindForFile(path, text)
            ?? LanguageTable.PlainText;
        return new TextDocument(path, language, version, text);
    }
}
