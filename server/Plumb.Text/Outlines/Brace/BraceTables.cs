using Plumb.Text.Lexing;

namespace Plumb.Text;

/// <summary>The lexical tables of the brace languages; each is made when its language is first scanned.</summary>
internal static class BraceTables
{
    private const string CKeywords = "class struct union enum template typename typedef namespace using extern inline static const volatile friend public private protected "
        + "concept static_assert operator if for while switch do return else case try catch noexcept override final throw requires explicit sizeof new delete constexpr";

    private const string JavaScriptKeywords = "function class const let var async await export default import extends return yield new typeof instanceof in get set static this super "
        + "case if else for while do switch try catch finally throw delete void break continue with of";

    private const string TypeScriptKeywords = JavaScriptKeywords + " interface enum namespace module type declare abstract global implements readonly public private protected override accessor as is keyof infer unique satisfies";

    private static readonly CommentForm Line = new("//");
    private static readonly CommentForm DocLine = new("///", Kind: CommentKind.Doc);
    private static readonly CommentForm Block = new("/*", "*/");
    private static readonly CommentForm DocBlock = new("/**", "*/", Kind: CommentKind.Doc);
    private static readonly CommentForm NestedBlock = new("/*", "*/", Nested: true);
    private static readonly CommentForm NestedDocBlock = new("/**", "*/", Nested: true, Kind: CommentKind.Doc);
    private static readonly CommentForm Hash = new("#");
    private static readonly StringForm Quoted = new("\"", "\"");
    private static readonly StringForm SingleQuoted = new("'", "'");
    private static readonly StringForm Character = new("'", "'", Character: true);

    public static LexicalTable CSharp() => new(
        "namespace using class struct interface enum record delegate event operator get set this base new const static readonly public private protected internal abstract sealed "
        + "override virtual extern unsafe volatile async partial required file ref fixed if for foreach while switch return throw try do else catch finally await yield case lock explicit implicit",
        [Line, DocLine, Block, DocBlock],
        [Character],
        LexerQuirks.CSharpStrings | LexerQuirks.Preprocessor);

    public static LexicalTable Java() => new(
        "package import class interface enum record new final static public private protected abstract sealed native strictfp synchronized transient volatile default "
        + "if for while switch return throw try do else catch finally yield case this",
        [Line, DocLine, Block, DocBlock],
        [Quoted, new("\"\"\"", "\"\"\"", MultiLine: true), Character],
        wordCharacters: "$");

    public static LexicalTable Dart() => new(
        "import library export part class mixin enum extension type on typedef get set operator static final const var late external covariant factory abstract base sealed interface async "
        + "new if for while switch return throw try do else catch finally await yield case this required",
        [Line, DocLine, NestedBlock, NestedDocBlock],
        [
            new("\"", "\"", Holes: HoleForm.DollarBrace), new("'", "'", Holes: HoleForm.DollarBrace),
            new("\"\"\"", "\"\"\"", MultiLine: true, Holes: HoleForm.DollarBrace), new("'''", "'''", MultiLine: true, Holes: HoleForm.DollarBrace),
            new("r\"", "\"", EscapeForm.None), new("r'", "'", EscapeForm.None),
            new("r\"\"\"", "\"\"\"", EscapeForm.None, MultiLine: true), new("r'''", "'''", EscapeForm.None, MultiLine: true),
        ],
        wordCharacters: "$",
        prefixes: true);

    public static LexicalTable Groovy() => new(
        "package import class interface enum record trait new final static public private protected abstract native synchronized transient volatile def var "
        + "if for while switch return throw try do else catch finally case this",
        [Line, DocLine, Block, DocBlock],
        [
            new("\"", "\"", Holes: HoleForm.DollarBrace), SingleQuoted,
            new("\"\"\"", "\"\"\"", MultiLine: true, Holes: HoleForm.DollarBrace), new("'''", "'''", MultiLine: true),
        ],
        wordCharacters: "$");

    public static LexicalTable Kotlin() => new(
        "package import class interface object fun val var typealias constructor init companion enum annotation public private protected internal abstract final open override sealed data inner "
        + "inline infix operator suspend tailrec external lateinit const vararg noinline crossinline value expect where by else as catch finally in is",
        [Line, NestedBlock, NestedDocBlock],
        [
            new("\"", "\"", Holes: HoleForm.DollarBrace),
            new("\"\"\"", "\"\"\"", EscapeForm.None, MultiLine: true, Holes: HoleForm.DollarBrace, LongestClose: true),
            Character,
        ],
        LexerQuirks.BacktickNames);

    public static LexicalTable C() => new(
        CKeywords,
        [Line, DocLine, new("//!", Kind: CommentKind.Doc), Block, DocBlock, new("/*!", "*/", Kind: CommentKind.Doc)],
        [
            Quoted, Character,
            .. Prefixed(["L", "u", "U", "u8"], Quoted), .. Prefixed(["L", "u", "U", "u8"], Character),
            new("@\"", "\""),
        ],
        LexerQuirks.CppRawStrings | LexerQuirks.Preprocessor,
        prefixes: true);

    public static LexicalTable Go() => new(
        "package import func type const var struct interface",
        [Line, Block],
        [Quoted, new("`", "`", EscapeForm.None, MultiLine: true), Character]);

    public static LexicalTable Rust() => new(
        "fn struct union enum trait mod impl type const static mut pub unsafe async default extern crate use where for macro_rules",
        [
            Line, DocLine, new("//!", Kind: CommentKind.InnerDoc), NestedBlock, NestedDocBlock,
            new("/*!", "*/", Nested: true, Kind: CommentKind.InnerDoc),
        ],
        [new("\"", "\"", MultiLine: true)],
        LexerQuirks.RustStrings,
        prefixes: true);

    public static LexicalTable JavaScript() => new(
        JavaScriptKeywords,
        [Line, Block, DocBlock],
        [Quoted, SingleQuoted, new("`", "`", MultiLine: true, Holes: HoleForm.DollarBrace)],
        LexerQuirks.JavaScriptRegex | LexerQuirks.Jsx,
        wordCharacters: "$#");

    public static LexicalTable TypeScript() => new(
        TypeScriptKeywords,
        [Line, DocLine, Block, DocBlock],
        [Quoted, SingleQuoted, new("`", "`", MultiLine: true, Holes: HoleForm.DollarBrace)],
        LexerQuirks.JavaScriptRegex,
        wordCharacters: "$#");

    public static LexicalTable TypeScriptReact() => new(
        TypeScriptKeywords,
        [Line, DocLine, Block, DocBlock],
        [Quoted, SingleQuoted, new("`", "`", MultiLine: true, Holes: HoleForm.DollarBrace)],
        LexerQuirks.JavaScriptRegex | LexerQuirks.Jsx,
        wordCharacters: "$#");

    public static LexicalTable Php() => new(
        "class interface trait enum function namespace use const case abstract final public protected private static readonly var new implements extends",
        [Line, Hash, Block, DocBlock],
        [
            new("'", "'", MultiLine: true), new("\"", "\"", MultiLine: true, Holes: HoleForm.BraceDollar),
            new("`", "`", MultiLine: true),
        ],
        LexerQuirks.Php | LexerQuirks.IgnoreCase,
        wordCharacters: "$");

    public static LexicalTable Swift() => new(
        "import class actor struct enum protocol extension func init deinit subscript var let typealias associatedtype case macro public private fileprivate internal open package static final "
        + "override mutating nonmutating lazy weak unowned required convenience dynamic optional indirect prefix postfix infix nonisolated async throws where else in",
        [Line, DocLine, NestedBlock, NestedDocBlock],
        [],
        LexerQuirks.SwiftStrings | LexerQuirks.BacktickNames | LexerQuirks.Preprocessor);

    public static LexicalTable Scala() => new(
        "package import class object trait enum def given extension type val var case private protected override abstract final sealed implicit lazy inline open transparent opaque infix else catch finally extends with end",
        [Line, NestedBlock, NestedDocBlock],
        [
            Quoted, new("\"\"\"", "\"\"\"", EscapeForm.None, MultiLine: true, LongestClose: true),
            new("s\"", "\"", Holes: HoleForm.DollarBrace), new("f\"", "\"", Holes: HoleForm.DollarBrace),
            new("s\"\"\"", "\"\"\"", EscapeForm.None, MultiLine: true, Holes: HoleForm.DollarBrace, LongestClose: true),
            new("f\"\"\"", "\"\"\"", EscapeForm.None, MultiLine: true, Holes: HoleForm.DollarBrace, LongestClose: true),
        ],
        LexerQuirks.ScalaCharacters | LexerQuirks.BacktickNames,
        wordCharacters: "$",
        prefixes: true);

    public static LexicalTable Zig() => new(
        "pub export extern inline noinline threadlocal comptime fn const var test usingnamespace struct union enum error opaque package",
        [Line, DocLine, new("//!", Kind: CommentKind.InnerDoc)],
        [Quoted, Character],
        LexerQuirks.ZigLines);

    public static LexicalTable Protobuf() => new("message enum service rpc oneof extend package", [Line, Block, DocBlock], [Quoted, SingleQuoted]);

    public static LexicalTable GraphQL() => new(
        "type input interface enum scalar union query mutation subscription fragment directive extend",
        [Hash],
        [Quoted, new("\"\"\"", "\"\"\"", EscapeForm.None, MultiLine: true)]);

    public static LexicalTable Hcl() => new(
        "",
        [Line, Hash, Block],
        [new("\"", "\"", Holes: HoleForm.DollarBrace)],
        LexerQuirks.HclHeredocs,
        wordCharacters: "-");

    public static LexicalTable Bicep() => new(
        "param var resource module output type func",
        [Line, Block],
        [new("'", "'", Holes: HoleForm.DollarBrace), new("'''", "'''", EscapeForm.None, MultiLine: true)]);

    public static LexicalTable Css() => new("", [Block, DocBlock], [Quoted, SingleQuoted], wordCharacters: "-@$");

    /// <summary>SCSS and Less have line comments too.</summary>
    public static LexicalTable Scss() => new("", [Line, DocLine, Block, DocBlock], [Quoted, SingleQuoted], wordCharacters: "-@$");

    private static StringForm[] Prefixed(string[] prefixes, StringForm form) =>
        [.. prefixes.Select(prefix => form with { Open = prefix + form.Open })];
}
