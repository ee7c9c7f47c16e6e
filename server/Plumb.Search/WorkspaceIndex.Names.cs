using Plumb.Search.Graph;
using Plumb.Search.Indexing;
using Plumb.Search.Ranking;
using Plumb.Search.Terms;
using Plumb.Text;

namespace Plumb.Search;

/// <summary>Which names the workspace's code has: whoever checks a text that names them asks here.</summary>
public sealed partial class WorkspaceIndex
{
    /// <summary>Counts the changes of the index, by whatever process.</summary>
    public long Revision => Read(reader => reader.ReadRevision());

    /// <summary>Whether a workspace folder has a store already. Opens and makes nothing.</summary>
    /// <param name="root">Absolute path of the workspace folder.</param>
    /// <param name="dataHome">Folder of all stores; null: <c>PLUMB_HOME</c>, else the platform's data folder.</param>
    public static bool Exists(string root, string? dataHome = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Directory.Exists(root)
            && File.Exists(Path.Combine(StoreLocation.PathOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), StoreLocation.DataHome(dataHome)), StoreFile));
    }

    /// <summary>
    /// The names of all declarations, each once: those that code refers to (types, functions, members), and the others but
    /// for headings (keys, rules, elements).
    /// </summary>
    public (IReadOnlySet<string> Referable, IReadOnlySet<string> Others) ReadDeclaredNames() => Read(reader =>
    {
        var current = Snapshot(reader);
        var table = symbols;
        if (table is null || table.Revision != current.Revision)
        {
            symbols = table = SymbolTable.Load(current, reader);
        }

        var (referable, others) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var symbol in table.Over(View(reader)).All)
        {
            if (MentionTerm.IsReferable(symbol.Kind))
            {
                referable.Add(symbol.Name);
            }
            else if (symbol.Kind is not (DeclarationKind.Heading or DeclarationKind.Cell))
            {
                others.Add(symbol.Name);
            }
        }

        return ((IReadOnlySet<string>)referable, (IReadOnlySet<string>)others);
    });

    /// <summary>Whether a file of code mentions a name, or one of the same stem: in any case, and with any word separators.</summary>
    public bool IsMentioned(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var terms = TermAnalyzer.TermsOf(name);
        return terms.Count > 0 && Read(reader =>
        {
            var current = View(reader);
            foreach (var segment in current.Segments)
            {
                foreach (var (document, _) in segment.ReadPostings(reader, terms[^1]))
                {
                    if (document < segment.Files.Length && segment.Files[document] is >= 0 and var file && LanguageTable.FindById(current.Files[file].Language)?.Kind == LanguageKind.Code)
                    {
                        return true;
                    }
                }
            }

            return false;
        });
    }
}
