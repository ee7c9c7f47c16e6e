using Plumb.Text.Blocks;

namespace Plumb.Text;

public static partial class LanguageTable
{
    static partial void RegisterDocsAndData()
    {
        Register("plaintext", "Plain text", LanguageKind.Docs, ".txt .text", fileNames: "README LICENSE NOTICE AUTHORS");
        Register("markdown", "Markdown", LanguageKind.Docs, ".md .markdown .mdown .mkd .mkdn .mdwn .mdc .rmd .qmd", () => new MarkdownOutliner());
        Register("mdx", "MDX", LanguageKind.Docs, ".mdx", () => new MarkdownOutliner());
    }
}
