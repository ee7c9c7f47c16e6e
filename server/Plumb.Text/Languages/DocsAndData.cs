using Plumb.Text.Blocks;

namespace Plumb.Text;

public static partial class LanguageTable
{
    static partial void RegisterDocsAndData()
    {
        Register("plaintext", "Plain text", LanguageKind.Docs, ".txt .text", () => new UnderlinedOutliner(plainText: true), "README LICENSE NOTICE AUTHORS CHANGELOG CONTRIBUTORS COPYING INSTALL TODO NEWS");
        Register("markdown", "Markdown", LanguageKind.Docs, ".md .markdown .mdown .mkd .mkdn .mdwn .mdc .rmd .qmd", () => new MarkdownOutliner());
        Register("mdx", "MDX", LanguageKind.Docs, ".mdx", () => new MarkdownOutliner());
        Register("restructuredtext", "reStructuredText", LanguageKind.Docs, ".rst .rest", () => new UnderlinedOutliner(plainText: false));
        Register("asciidoc", "AsciiDoc", LanguageKind.Docs, ".adoc .asciidoc .asc", () => new AsciiDocOutliner());
        Register("org", "Org", LanguageKind.Docs, ".org", () => MarkedHeadingOutliner.Org);
        Register("latex", "LaTeX", LanguageKind.Docs, ".tex .ltx", () => MarkedHeadingOutliner.Latex);
        Register("man", "Manual page", LanguageKind.Docs, ".1 .man .roff", () => MarkedHeadingOutliner.Man);
        Register("ipynb", "Jupyter notebook", LanguageKind.Docs, ".ipynb", () => new NotebookOutliner());
        Register("html", "HTML", LanguageKind.Docs, ".html .htm .xhtml", () => new HtmlOutliner());
        Register("pdf", "PDF", LanguageKind.Docs, ".pdf");

        Register("json", "JSON", LanguageKind.Data, ".json .jsonc .json5 .geojson .webmanifest .code-workspace", () => new JsonOutliner(), ".babelrc .eslintrc .prettierrc .jshintrc composer.lock Pipfile.lock");
        Register("yaml", "YAML", LanguageKind.Data, ".yaml .yml", () => new YamlOutliner(), ".clang-format .clang-tidy");
        Register("toml", "TOML", LanguageKind.Data, ".toml", () => new TomlOutliner(), "Cargo.lock poetry.lock Pipfile uv.lock");
        Register("xml", "XML", LanguageKind.Data, ".xml .xsd .xsl .xslt .csproj .fsproj .vbproj .vcxproj .props .targets .proj .nuspec .resx .xaml .axaml .config .plist .wsdl .slnx .svg", () => new XmlOutliner());
        Register("ini", "INI", LanguageKind.Data, ".ini .cfg .conf .desktop .service .editorconfig", () => new IniOutliner(), ".gitconfig .npmrc .editorconfig .gitmodules");
        Register("properties", "Properties", LanguageKind.Data, ".properties", () => new IniOutliner());
        Register("dotenv", "Environment file", LanguageKind.Data, ".env", () => new IniOutliner(), ".env .env.example .env.local .env.sample .env.development .env.production .env.test");
    }
}
