using System.CommandLine;
using System.CommandLine.Parsing;

namespace Plumb.Cli;

/// <summary>What is wrong with a command line, in one sentence. The parser takes unknown options for arguments.</summary>
internal static class UsageErrors
{
    /// <summary>Null where nothing is wrong.</summary>
    public static string? Find(RootCommand root, ParseResult parsed)
    {
        if (parsed.Action is System.CommandLine.Help.HelpAction)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var name = command == root ? "plumb" : string.Join(' ', Path(parsed.CommandResult).Prepend("plumb"));
        if (parsed.Tokens is [{ Type: TokenType.Argument, Value: var first }, ..])
        {
            return IsOption(first) ? Unknown(first, "plumb") : NoCommand(root, first);
        }

        if (command.Action is null && command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0 && parsed.Errors.Count > 0)
        {
            return $"a command is missing: {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}. See '{name} --help'.";
        }

        // Behind '--' everything is an argument.
        var open = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens);
        if (arguments.FirstOrDefault(token => open.Contains(token) && IsOption(token.Value)) is { } unknown)
        {
            return Unknown(unknown.Value, name);
        }

        if (parsed.UnmatchedTokens is [var unmatched, ..])
        {
            return IsOption(unmatched) ? Unknown(unmatched, name) : $"'{name}' takes no argument '{unmatched}'. See '{name} --help'.";
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        var error = parsed.Errors[0];
        var result = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (result is { Tokens: [{ Value: var value }, ..] })
        {
            var type = Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType;
            return type == typeof(int) ? $"{result.Option.Name} takes a whole number, not '{value}'."
                : type == typeof(bool) ? $"{result.Option.Name} takes no value, so not '{value}'."
                : $"{error.Message} See '{name} --help'.";
        }

        return $"{error.Message} See '{name} --help'.";
    }

    // "model", "list"
    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : [];

    /// <summary>Not "-", "-5" or "->", and no quoted sentence.</summary>
    private static bool IsOption(string token) =>
        token.StartsWith('-') && token.TrimStart('-') is [var letter, ..] && char.IsAsciiLetter(letter) && !token.Any(char.IsWhiteSpace);

    private static string Unknown(string option, string name) => $"unknown option '{option.Split('=', ':')[0]}' for '{name}'. See '{name} --help'.";

    private static string NoCommand(RootCommand root, string word)
    {
        var near = root.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).MinBy(name => Distance(word, name));
        return near is not null && Distance(word, near) <= Math.Max(1, near.Length / 3)
            ? $"there is no command '{word}'; did you mean '{near}'?"
            : $"there is no command '{word}'. See 'plumb --help'.";
    }

    /// <summary>How many letters have to be put in, taken out or changed, or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
