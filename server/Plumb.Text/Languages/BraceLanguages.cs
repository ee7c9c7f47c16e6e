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
        Register("swift", "Swift", LanguageKind.Code, ".swift", Brace(BraceTables.Swift, (t, b) => new SwiftParser(t, b)), interpreters: "swift");
        Register("scala", "Scala", LanguageKind.Code, ".scala .sc .sbt", Brace(BraceTables.Scala, (t, b) => new ScalaParser(t, b)), interpreters: "scala");
        Register("zig", "Zig", LanguageKind.Code, ".zig .zon", Brace(BraceTables.Zig, (t, b) => new ZigParser(t, b)));
        Register("proto", "Protobuf", LanguageKind.Code, ".proto", Brace(BraceTables.Protobuf, (t, b) => new SchemaParser(t, b, SchemaDialect.Protobuf)));
        Register("graphql", "GraphQL", LanguageKind.Code, ".graphql .gql .graphqls", Brace(BraceTables.GraphQL, (t, b) => new SchemaParser(t, b, SchemaDialect.GraphQL)));
        Register("terraform", "Terraform", LanguageKind.Code, ".tf .tfvars .hcl", Brace(BraceTables.Hcl, (t, b) => new SchemaParser(t, b, SchemaDialect.Hcl)));
        Register("bicep", "Bicep", LanguageKind.Code, ".bicep .bicepparam", Brace(BraceTables.Bicep, (t, b) => new SchemaParser(t, b, SchemaDialect.Bicep)));
        Register("css", "CSS", LanguageKind.Code, ".css", Brace(BraceTables.Css, (t, b) => new StyleParser(t, b)));
        Register("scss", "SCSS", LanguageKind.Code, ".scss", Brace(BraceTables.Scss, (t, b) => new StyleParser(t, b)));
        Register("less", "Less", LanguageKind.Code, ".less", Brace(BraceTables.Scss, (t, b) => new StyleParser(t, b)));
        Register("vue", "Vue", LanguageKind.Code, ".vue", () => new ComponentOutliner());
        Register("svelte", "Svelte", LanguageKind.Code, ".svelte", () => new ComponentOutliner());
    }

    private static Func<IOutliner> Brace(Func<LexicalTable> table, Func<LexedText, OutlineBuilder, BraceParser> parser) =>
        () => new BraceOutliner(table(), parser);
}
