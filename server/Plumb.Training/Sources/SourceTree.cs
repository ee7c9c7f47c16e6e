using Plumb.Search.Discovery;
using Plumb.Search.Ranking;
using Plumb.Text;
using Plumb.Training.Mining;

namespace Plumb.Training.Sources;

/// <summary>Mines files of any kind: code by its outline, documentation by its headings.</summary>
internal static class SourceTree
{
    public static void Mine(IEnumerable<(string Path, byte[] Bytes)> files, PairSink sink)
    {
        var prose = new ProsePairs();
        foreach (var (path, bytes) in files)
        {
            var decoded = SourceDecoder.Decode(bytes);
            var language = LanguageTable.FindForFile(path, decoded.Text);
            if (language is null || decoded.Text is null || !ContentClassifier.ClassifyContent(decoded, language).IsIndexable)
            {
                continue;
            }

            var role = FileRoles.Of(path, language.Id, language.Kind == LanguageKind.Docs, language.Kind == LanguageKind.Data);
            var document = new TextDocument(path, language, 0, decoded.Text);
            if (language.Kind == LanguageKind.Docs && role != FileRole.Changelog)
            {
                prose.Mine(document, sink);
            }
            else if (role is FileRole.Source or FileRole.Test or FileRole.Example)
            {
                CodePairs.Mine(document, role == FileRole.Test, sink);
            }
        }

        prose.MineLinks(sink);
    }

    public static bool IsWanted(string path) =>
        ContentClassifier.ClassifyPath(path).IsIndexable && LanguageTable.FindForFile(path) is { Kind: not LanguageKind.Data };
}
