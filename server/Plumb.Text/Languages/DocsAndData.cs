namespace Plumb.Text;

public static partial class LanguageTable
{
    static partial void RegisterDocsAndData()
    {
        Register("plaintext", "Plain text", LanguageKind.Docs, ".txt .text", fileNames: "README LICENSE NOTICE AUTHORS");
    }
}
