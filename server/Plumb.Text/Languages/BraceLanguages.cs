using Plumb.Text.Lexing;

namespace Plumb.Text;

public static partial class LanguageTable
{
    static partial void RegisterBraceLanguages()
    {
        Register("csharp", "C#", LanguageKind.Code, ".cs .csx", Brace(BraceTables.CSharp, (t, b) => new TypedMemberParser(t, b, TypedDialect.CSharp)));
        Register("java", "Java", LanguageKind.Code, ".java", Brace(BraceTables.Java, (t, b) => new TypedMemberParser(t, b, TypedDialect.Java)));
        Register("dart", "Dart", LanguageKind.Code, ".dart", Brace(BraceTables.Dart, (t, b) => new TypedMemberParser(t, b, TypedDialect.Dart)), interpreters: "dart");
        Register("groovy", "Groovy", LanguageKind.Code, ".groovy .gradle .gvy", Brace(BraceTables.Groovy, (t, b) => new TypedMemberParser(t, b, TypedDialect.Groovy)), fileNames: "Jenkinsfile", interpreters: "groovy");
        Register("kotlin", "Kotlin", LanguageKind.Code, ".kt .kts", Brace(BraceTables.Kotlin, (t, b) => new KotlinParser(t, b)));
        Register("c", "C", LanguageKind.Code, ".c", Brace(BraceTables.C, (t, b) => new CParser(t, b)));
        Register("cpp", "C++", LanguageKind.Code, ".cpp .cc .cxx .c++ .h .hh .hpp .hxx .h++ .inl .ipp .tpp .ino .cu .cuh", Brace(BraceTables.C, (t, b) => new CParser(t, b)));
        Register("objective-c", "Objective-C", LanguageKind.Code, ".m .mm", Brace(BraceTables.C, (t, b) => new CParser(t, b)));
        Register("go", "Go", LanguageKind.Code, ".go", Brace(BraceTables.Go, (t, b) => new GoParser(t, b)));
        Register("rust", "Rust", LanguageKind.Code, ".rs", Brace(BraceTables.Rust, (t, b) => new RustParser(t, b)));
        Register("javascript", "JavaScript", LanguageKind.Code, ".js .mjs .cjs .es6", Brace(BraceTables.JavaScript, (t, b) => new JavaScriptParser(t, b, typed: false)), fileNames: "Jakefile", interpreters: "node nodejs deno bun");
        Register("javascriptreact", "JavaScript JSX", LanguageKind.Code, ".jsx", Brace(BraceTables.JavaScript, (t, b) => new JavaScriptParser(t, b, typed: false)));
        Register("typescript", "TypeScript", LanguageKind.Code, ".ts .mts .cts", Brace(BraceTables.TypeScript, (t, b) => new JavaScriptParser(t, b, typed: true)), interpreters: "ts-node tsx");
        Register("typescriptreact", "TypeScript JSX", LanguageKind.Code, ".tsx", Brace(BraceTables.TypeScriptReact, (t, b) => new JavaScriptParser(t, b, typed: true)));
        Register("php", "PHP", LanguageKind.Code, ".php .phtml .php5 .phpt", Brace(BraceTables.Php, (t, b) => new PhpParser(t, b)), interpreters: "php");
    }

    private static Func<IOutliner> Brace(Func<LexicalTable> table, Func<LexedText, OutlineBuilder, BraceParser> parser) =>
        () => new BraceOutliner(table(), parser);
}
