using System.Text.RegularExpressions;
using Plumb.Text;

namespace Plumb.Search.Discovery;

/// <summary>Whether a file is worth indexing: <see cref="SkipReason.None"/>, or why not and a clause for people.</summary>
public readonly record struct Classification(SkipReason Reason, string Detail)
{
    public static Classification Indexable { get; } = new(SkipReason.None, "");

    public bool IsIndexable => Reason == SkipReason.None;
}

/// <summary>
/// Tells files that nobody reads: binary, generated, minified, empty, lock files. It would rather let one through than
/// lose one: a file that mentions generated code is not generated.
/// </summary>
public static partial class ContentClassifier
{
    private const int MaxHeaderLines = 60;

    /// <summary>What the path alone says, before the file is opened.</summary>
    public static Classification ClassifyPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (KnownNames.IsLockFile(name))
        {
            return new(SkipReason.LockFile, "a package manager's lock file");
        }

        var binary = KnownNames.FindBinaryEnding(name);
        if (!binary.IsEmpty)
        {
            return new(SkipReason.Binary, $"{binary} is a binary format");
        }

        if (name.EndsWith(".js", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".mjs", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".cjs", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".css", StringComparison.OrdinalIgnoreCase))
        {
            var stem = name[..name.LastIndexOf('.')];
            if (stem.EndsWith(".min", StringComparison.OrdinalIgnoreCase) || stem.EndsWith("-min", StringComparison.OrdinalIgnoreCase))
            {
                return new(SkipReason.Minified, "minified by its name");
            }
        }

        return name.EndsWith(".js.map", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".css.map", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".mjs.map", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".cjs.map", StringComparison.OrdinalIgnoreCase)
            ? new(SkipReason.Minified, "a source map")
            : Classification.Indexable;
    }

    /// <summary>What the content says. The path's own verdict is <see cref="ClassifyPath"/>'s.</summary>
    public static Classification ClassifyContent(DecodedText decoded, Language? language) => decoded.Text is null
        ? new(SkipReason.Binary, "its bytes are no text")
        : ClassifyText(decoded.Text, language);

    /// <inheritdoc cref="ClassifyContent"/>
    public static Classification ClassifyText(string text, Language? language)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().TrimStart('\uFEFF').IsWhiteSpace())
        {
            return new(SkipReason.Empty, text.Length == 0 ? "0 bytes" : "nothing but white space");
        }

        if (FindGeneratedMarker(text, language) is { } marker)
        {
            return new(SkipReason.Generated, marker);
        }

        return FindMinified(text, language) is { } minified ? new(SkipReason.Minified, minified) : Classification.Indexable;
    }

    /// <summary>
    /// A marker counts only in the comments before the first line of code, and only where it is what the comment says.
    /// </summary>
    private static string? FindGeneratedMarker(string text, Language? language)
    {
        var hashIsComment = language is not { Kind: LanguageKind.Docs };
        var closing = "";
        var number = 0;
        var edit = new HeaderState();
        var isBegun = false;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (++number > MaxHeaderLines)
            {
                break;
            }

            var line = text.AsSpan()[range].Trim().TrimStart('\uFEFF');
            if (!isBegun && !line.IsEmpty)
            {
                isBegun = true;
                if (language is { Kind: LanguageKind.Code } && FirstLineOfAnother().IsMatch(line))
                {
                    return $"line {number}: \"{Shorten(line)}\"";
                }
            }

            var comment = line;
            if (closing.Length > 0)
            {
                var end = line.IndexOf(closing, StringComparison.Ordinal);
                comment = end < 0 ? line : line[..end];
                closing = end < 0 ? closing : "";
            }
            else if (line.IsEmpty)
            {
                edit = default;
                continue;
            }
            else if (FindBlock(line) is var (open, close) && open.Length > 0)
            {
                comment = line[open.Length..];
                var end = comment.IndexOf(close, StringComparison.Ordinal);
                closing = end < 0 ? close : "";
                comment = end < 0 ? comment : comment[..end];
            }
            else if (!IsLineComment(line, hashIsComment))
            {
                if (IsPreamble(line))
                {
                    continue;
                }

                break;
            }

            comment = comment.Trim("/*#-;%! \t'\"=");
            if (StartsWithAny(comment, "<auto-generated", "<autogenerated"))
            {
                return $"line {number}: \"{Shorten(comment)}\"";
            }

            if (IsGeneratedTag(comment))
            {
                return $"line {number}: \"{Shorten(comment)}\"";
            }

            if (edit.Feed(comment))
            {
                return $"line {number}: \"{Shorten(comment)}\"";
            }
        }

        return null;
    }

    private static (string Open, string Close) FindBlock(ReadOnlySpan<char> line)
    {
        foreach (var (open, close) in (ReadOnlySpan<(string, string)>)[("/*", "*/"), ("<!--", "-->"), ("\"\"\"", "\"\"\""), ("(*", "*)"), ("{-", "-}"), ("<#", "#>"), ("{{/*", "*/}}"), ("@*", "*@"), ("--[[", "]]")])
        {
            if (line.StartsWith(open, StringComparison.Ordinal))
            {
                return (open, close);
            }
        }

        return ("", "");
    }

    private static bool IsLineComment(ReadOnlySpan<char> line, bool hashIsComment) =>
        line.StartsWith("//") || line.StartsWith("--") || line[0] is ';' or '%' || (line[0] == '#' && hashIsComment) || line[0] == '\''
        || line.StartsWith("REM ", StringComparison.OrdinalIgnoreCase) || line.StartsWith("::");

    /// <summary>What may stand before the header comment of a file.</summary>
    private static bool IsPreamble(ReadOnlySpan<char> line) =>
        line.StartsWith("#!") || StartsWithAny(line, "<?php", "<?xml", "<!doctype", "@echo off", "'use strict'", "\"use strict\"", "\\");

    /// <summary>"@generated" as a tag: at the comment's start, or in "This file is @generated by".</summary>
    private static bool IsGeneratedTag(ReadOnlySpan<char> comment)
    {
        var at = comment.IndexOf("@generated", StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var after = comment[(at + "@generated".Length)..];
        if (!after.IsEmpty && (char.IsLetterOrDigit(after[0]) || after[0] is '_' or '-' or '/' or '`' or '"' or '\''))
        {
            return false;
        }

        var before = comment[..at].Trim();
        return before.IsEmpty || before.EndsWith("file is", StringComparison.OrdinalIgnoreCase) || before.EndsWith("code is", StringComparison.OrdinalIgnoreCase)
            || before.EndsWith("automatically", StringComparison.OrdinalIgnoreCase);
    }

    private static string? FindMinified(string text, Language? language)
    {
        var kind = language?.Kind ?? LanguageKind.Docs;
        var least = kind == LanguageKind.Code || language?.Id is "css" ? 4 * 1024 : 64 * 1024;
        if (text.Length < least)
        {
            return null;
        }

        long inLong = 0;
        var longest = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            longest = Math.Max(longest, line.Length);
            inLong += line.Length > 1000 ? line.Length : 0;
        }

        if (inLong < text.Length * 4L / 5)
        {
            return null;
        }

        long spaces = 0;
        foreach (var c in text)
        {
            spaces += char.IsWhiteSpace(c) ? 1 : 0;
        }

        // Prose has a space for every five or six letters, code a few per cent less; minifiers leave next to none.
        var share = spaces / (double)text.Length;
        return share < (kind == LanguageKind.Code ? 0.1 : 0.05) ? $"lines of up to {longest} characters and hardly a space" : null;
    }

    /// <summary>A file that says of its first line that it is the first one of another file was made from that by a program.</summary>
    [GeneratedRegex("""^(?:#\s*(?:line\s+)?1\s+"[^"]+"|//\s*line 1 "[^"]+"|/\*\s*#?line 1 "[^"]+"\s*\*/|//line [^\s:]+:1(?::\d+)?)\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex FirstLineOfAnother();

    private static bool StartsWithAny(ReadOnlySpan<char> text, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 80 ? text.ToString() : text[..79].ToString() + "…";

    /// <summary>"Generated by X" and "do not edit", in either order, at most two lines apart.</summary>
    private struct HeaderState
    {
        private int linesSinceGenerated;
        private int linesSinceEdit;

        public bool Feed(ReadOnlySpan<char> comment)
        {
            linesSinceGenerated = Math.Max(0, linesSinceGenerated - 1);
            linesSinceEdit = Math.Max(0, linesSinceEdit - 1);
            if (SaysGenerated(comment))
            {
                linesSinceGenerated = 3;
            }

            if (SaysDoNotEdit(comment))
            {
                linesSinceEdit = 3;
            }

            return linesSinceGenerated > 0 && linesSinceEdit > 0;
        }

        private static bool SaysGenerated(ReadOnlySpan<char> comment)
        {
            comment = SkipWarning(comment);
            if (StartsWithAny(comment, "code generated", "generated by", "generated from", "generated with", "generated code", "generated file", "autogenerated", "auto-generated", "auto generated", "automatically generated"))
            {
                return true;
            }

            return StartsWithAny(comment, "this file", "this code", "this is", "this source", "the following", "do not", "don't")
                && comment.Contains("generated", StringComparison.OrdinalIgnoreCase);
        }

        private static bool SaysDoNotEdit(ReadOnlySpan<char> comment)
        {
            foreach (var verb in (ReadOnlySpan<string>)["edit", "modify", "change", "hand-edit", "hand edit", "manually edit", "touch"])
            {
                var at = comment.IndexOf(verb, StringComparison.OrdinalIgnoreCase);
                if (at > 0 && (comment[..at].TrimEnd().EndsWith("do not", StringComparison.OrdinalIgnoreCase)
                    || comment[..at].TrimEnd().EndsWith("don't", StringComparison.OrdinalIgnoreCase)
                    || comment[..at].TrimEnd().EndsWith("never", StringComparison.OrdinalIgnoreCase)))
                {
                    return true;
                }
            }

            return false;
        }

        private static ReadOnlySpan<char> SkipWarning(ReadOnlySpan<char> comment)
        {
            foreach (var word in (ReadOnlySpan<string>)["warning", "note", "notice", "attention", "important"])
            {
                if (comment.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    return comment[word.Length..].TrimStart(":!,- \t");
                }
            }

            return comment;
        }
    }
}
