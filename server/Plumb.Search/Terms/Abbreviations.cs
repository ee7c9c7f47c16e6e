namespace Plumb.Search.Terms;

/// <summary>
/// Short forms that programmers use for whole words: a question asks for the "directory" where code says <c>dir</c>, or
/// the other way round. Common usage, not the usage of any one code base.
/// </summary>
internal static class Abbreviations
{
    private static readonly string[] Groups =
    [
        "addr address", "admin administrator administration", "alloc allocate allocation", "app application", "arg argument", "args arguments",
        "arr array", "async asynchronous", "attr attribute", "auth authentication authorization authenticate authorize", "avg average",
        "bg background", "bool boolean", "btn button", "buf buffer", "calc calculate calculation", "cb callback", "cert certificate", "cfg config configuration configure",
        "char character", "cmd command", "cmp compare comparison", "col column", "concat concatenate concatenation", "cond condition", "conf config configuration configure",
        "conn connection connect", "const constant", "conv convert conversion", "coord coordinate", "ctor constructor", "ctx context", "cur current", "db database", "dec decode decimal",
        "decl declaration declare", "def definition define", "del delete", "deps dependencies dependency", "dest destination", "dev development device", "diff difference",
        "dim dimension", "dir directory folder", "dirs directories folders", "dist distance", "doc document documentation", "docs documentation documents", "elem element", "enc encode encoding",
        "env environment", "eq equal equality", "err error", "eval evaluate evaluation", "exc exception", "exec execute execution", "expr expression", "ext extension",
        "fmt format", "fn function", "freq frequency", "fs filesystem", "func function", "gen generate generation", "grp group", "hdr header", "hex hexadecimal", "hist history",
        "idx index", "img image", "impl implementation implement", "inc increment", "info information", "init initialize initialization initialise",
        "int integer", "iter iterate iterator iteration", "lang language", "len length", "lib library", "lit literal", "loc location", "max maximum", "mem memory",
        "mgr manager", "min minimum", "misc miscellaneous", "mod module", "msg message", "mut mutable", "mux multiplex multiplexer", "nav navigation", "num number", "obj object", "op operation operator",
        "opt option optional", "opts options", "orig original", "param parameter", "params parameters", "perf performance", "perm permission", "pkg package", "pos position",
        "pred predicate", "pref preference prefix", "prev previous", "proc process procedure", "prod production", "prop property", "ptr pointer", "pub public publish",
        "pwd password", "qty quantity", "rand random", "rcv receive", "recv receive", "ref reference", "reg register registry registration", "regex regexp", "rel relative", "repo repository",
        "req request", "res response result resource", "resp response", "ret return", "rm remove", "sec security second", "sem semaphore", "seq sequence", "sess session", "sig signal signature",
        "spec specification", "src source", "srv server service", "stat statistic status", "stats statistics", "stmt statement", "str string", "sub subscribe subscription", "svc service", "sync synchronize synchronous synchronization",
        "sys system", "temp temporary", "tmp temporary", "tok token", "tx transaction", "txt text", "util utility", "utils utilities", "val value", "var variable",
        "vec vector", "ver version", "vm machine", "ws websocket whitespace",
    ];

    private static readonly Dictionary<string, string[]> Related = Build();

    /// <summary>Other forms of a lower-case word, unstemmed; empty when it has none.</summary>
    public static IReadOnlyList<string> Of(string word) => Related.TryGetValue(word.ToLowerInvariant(), out var found) ? found : [];

    private static Dictionary<string, string[]> Build()
    {
        var related = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var group in Groups)
        {
            // The long forms are related to the short one, not to each other: authentication is not authorization.
            var words = group.Split(' ');
            foreach (var longer in words.Skip(1))
            {
                Add(related, words[0], longer);
                Add(related, longer, words[0]);
            }
        }

        return related.ToDictionary(r => r.Key, r => r.Value.ToArray(), StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, List<string>> related, string from, string to)
    {
        if (!related.TryGetValue(from, out var list))
        {
            related[from] = list = [];
        }

        if (!list.Contains(to))
        {
            list.Add(to);
        }
    }
}
