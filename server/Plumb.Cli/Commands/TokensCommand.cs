using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb tokens</c>: how many tokens files, folders or standard input have for a model or an encoding.</summary>
internal static class TokensCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "Count for this model; an estimate where it has no public tokenizer." };
        var encoding = new Option<string?>("--encoding") { Description = "Count in this encoding: o200k_base (the default) or cl100k_base." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var paths = new Argument<string[]>("path") { Description = "Files and folders; '-' is standard input. The current folder where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("tokens", "Count the tokens of files.") { model, encoding, json, paths };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(FindCounter(parsed.GetValue(model), parsed.GetValue(encoding)), parsed.GetValue(paths) ?? [], parsed.GetValue(json), cancellation)));
        return command;
    }

    private static TokenModel FindCounter(string? model, string? encoding)
    {
        if (model is not null && encoding is not null)
        {
            throw new CommandException("--model and --encoding exclude each other.");
        }

        if (model is not null)
        {
            return ModelCatalogue.Find(model)
                ?? throw new CommandException($"The model '{model}' is unknown (models known on {ModelCatalogue.AsOf}): name its encoding with --encoding instead.");
        }

        var name = encoding ?? TokenEncoding.DefaultName;
        return TokenEncoding.Find(name) is { } found
            ? TokenModel.Of(found)
            : throw new CommandException($"The encoding '{name}' is unknown: known are {string.Join(" and ", TokenEncoding.Names)}.");
    }

    private static int Run(TokenModel counter, IReadOnlyList<string> paths, bool json, CancellationToken cancellation)
    {
        var counted = new List<(string Path, TokenCount Count)>();
        var missing = false;
        var skipped = 0;
        var files = new List<InputFile>();
        foreach (var path in paths.Count == 0 ? ["."] : paths)
        {
            if (path == "-")
            {
                files.Add(new InputFile("-", "", IsNamed: true));
                continue;
            }

            try
            {
                files.AddRange(PathArguments.Expand([path], cancellation));
            }
            catch (CommandException e)
            {
                Console.Error.WriteLine("plumb: " + e.Message);
                missing = true;
            }
        }

        var results = new (TokenCount Count, string? Problem)[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var (text, problem) = files[i].FullPath.Length == 0 ? ReadStandardInput() : InputText.Read(files[i].FullPath);
            results[i] = (text is null ? default : counter.Count(text), problem);
        });
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Problem is not { } problem)
            {
                counted.Add((files[i].Path, results[i].Count));
            }
            else if (files[i].IsNamed)
            {
                Console.Error.WriteLine($"plumb: '{files[i].Path}' {problem}.");
            }
            else
            {
                skipped++;
            }
        }

        if (skipped > 0)
        {
            Console.Error.WriteLine($"plumb: {skipped} binary or unreadable {(skipped == 1 ? "file was" : "files were")} left out.");
        }

        var nothing = counted.Count == 0 && (missing || files.Count > 0);
        if (!nothing)
        {
            Console.Out.Write(json ? WriteJson(counter, counted) : WriteTable(counter, counted));
        }

        return missing || nothing ? PlumbCommand.Failure : PlumbCommand.Good;
    }

    private static (string? Text, string? Problem) ReadStandardInput()
    {
        if (StandardStreams.IsInputClosed)
        {
            return (null, "cannot be read: standard input is closed");
        }

        try
        {
            using var input = Console.OpenStandardInput();
            using var buffer = new MemoryStream();
            input.CopyTo(buffer);
            return InputText.Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read: " + e.Message.TrimEnd('.'));
        }
    }

    private static string WriteJson(TokenModel counter, List<(string Path, TokenCount Count)> counted)
    {
        var report = new TokensReport(
            (counter.Encoding ?? TokenEncoding.Default).Name,
            counter.Method is null,
            counted.Sum(c => (long)c.Count.Tokens),
            counter.Method is null ? null : counted.Sum(c => (long)c.Count.Low),
            counter.Method is null ? null : counted.Sum(c => (long)c.Count.High),
            counter.Method,
            [.. counted.Select(c => new TokensFile(c.Path, c.Count.Tokens))]);
        return JsonSerializer.Serialize(report, CommandJson.Relaxed.TokensReport) + "\n";
    }

    private static string WriteTable(TokenModel counter, List<(string Path, TokenCount Count)> counted)
    {
        var mark = counter.Method is null ? "" : "≈";
        var total = counted.Sum(c => (long)c.Count.Tokens);
        var width = Math.Max("tokens".Length, Show(total).Length);
        var table = new StringBuilder();
        table.Append("tokens".PadLeft(width)).Append("  file\n");
        foreach (var (path, count) in counted)
        {
            table.Append(Show(count.Tokens).PadLeft(width)).Append("  ").Append(path).Append('\n');
        }

        table.Append(Show(total).PadLeft(width)).Append("  total, ").Append((counter.Encoding ?? TokenEncoding.Default).Name);
        if (counter.Method is { } method)
        {
            table.Append(CultureInfo.InvariantCulture, $" estimate: {counted.Sum(c => (long)c.Count.Low)} to {counted.Sum(c => (long)c.Count.High)} ({method})");
        }

        if (counter.ContextWindow is { } window)
        {
            table.Append(CultureInfo.InvariantCulture, $", {100.0 * total / window:0.#} % of the {window} that {counter.Name} takes");
        }

        return table.Append('\n').ToString();

        string Show(long tokens) => mark + tokens.ToString(CultureInfo.InvariantCulture);
    }
}
