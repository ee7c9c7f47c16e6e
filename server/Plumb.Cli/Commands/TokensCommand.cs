using System.CommandLine;
using System.Text.Json;
using Plumb.Tokens;
using Plumb.Tokens.Budgets;

namespace Plumb.Cli.Commands;

/// <summary>
/// <c>plumb tokens</c>: how many tokens files, folders, standard input or a git diff have for a model or an encoding.
/// </summary>
internal static class TokensCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "Count for this model; an estimate where it has no public tokenizer.", HelpName = "NAME" };
        var encoding = new Option<string?>("--encoding") { Description = $"Count in this encoding: {string.Join(", ", TokenEncoding.Names)}.", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var tree = new Option<bool>("--tree") { Description = "Show folders with their sums, the heaviest first." };
        var diff = new Option<string?>("--diff") { Description = "Count what git's working tree, or a RANGE of commits, adds.", Arity = ArgumentArity.ZeroOrOne, HelpName = "RANGE" };
        var chat = new Option<bool>("--chat") { Description = "The files are JSON lists of chat messages: count them with what the provider adds to each." };
        var limit = new Option<int?>("--limit") { Description = "Stop once there are more tokens than this.", HelpName = "N" };
        var budget = new Option<int?>("--budget") { Description = "Exit with 1 when there are more tokens than this.", HelpName = "N" };
        var budgets = new Option<bool>("--budgets") { Description = "Exit with 1 when a file has more tokens than plumb.json's tokens.budgets allow it." };
        var models = new Option<bool>("--models") { Description = "List the models that are known." };
        var paths = new Argument<string[]>("path") { Description = "Files, folders and patterns such as 'src/**/*.cs'; '-' is standard input. The current folder where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("tokens", "Count the tokens of files.") { model, encoding, json, tree, diff, chat, limit, budget, budgets, models, paths };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = TokenConfiguration.Load(Environment.CurrentDirectory);
            foreach (var problem in settings.Problems)
            {
                Console.Error.WriteLine("plumb: " + problem.Message);
            }

            if (parsed.GetValue(models))
            {
                Console.Out.Write(parsed.GetValue(json) ? ModelCatalogueOutput.Json(settings.Models) : ModelCatalogueOutput.Table(settings.Models));
                return PlumbCommand.Good;
            }

            if (parsed.GetValue(limit) is < 0 || parsed.GetValue(budget) is < 0)
            {
                throw new CommandException("--limit and --budget take a number of tokens that is not negative.");
            }

            if (parsed.GetValue(budgets) && parsed.GetResult(diff) is { Implicit: false })
            {
                throw new CommandException("--budgets and --diff exclude each other: a budget is of a whole file.");
            }

            if (parsed.GetValue(budgets) && settings.Budgets.Count == 0)
            {
                throw new CommandException("--budgets needs some: write them into plumb.json, such as { \"tokens\": { \"budgets\": { \"prompts/**\": 2000 } } }.");
            }

            var run = new Run(FindCounter(settings, parsed.GetValue(model), parsed.GetValue(encoding)), parsed.GetValue(chat), parsed.GetValue(limit), parsed.GetValue(budgets) ? settings.Budgets : []);
            var arguments = parsed.GetValue(paths) ?? [];
            if (parsed.GetResult(diff) is { Implicit: false })
            {
                run.CountAdded(await GitDiff.ReadAsync(parsed.GetValue(diff) ?? "", arguments, cancellation));
            }
            else
            {
                run.CountFiles(arguments, cancellation);
            }

            return run.Tell(parsed.GetValue(json), parsed.GetValue(tree), parsed.GetValue(budget));
        });
        return command;
    }

    private static TokenModel FindCounter(TokenSettings settings, string? model, string? encoding)
    {
        if (model is not null && encoding is not null)
        {
            throw new CommandException("--model and --encoding exclude each other.");
        }

        if (model is not null)
        {
            return settings.Models.Find(model)
                ?? throw new CommandException($"The model '{model}' is unknown (models known on {settings.Models.AsOf}): name its encoding with --encoding instead, or describe it under tokens.models in plumb.json.");
        }

        var name = encoding ?? TokenEncoding.DefaultName;
        return TokenEncoding.Find(name) is { } found
            ? TokenModel.Of(found)
            : throw new CommandException($"The encoding '{name}' is unknown: known are {string.Join(", ", TokenEncoding.Names)}.");
    }

    private sealed class Run(TokenModel counter, bool chat, int? limit, IReadOnlyList<TokenBudget> budgets)
    {
        private readonly List<CountedFile> counted = [];
        private bool missing;
        private bool nothingFound;
        private bool limited;

        public void CountAdded(List<(string Path, string Added)> files)
        {
            foreach (var (path, added) in files)
            {
                if (!Add(new CountedFile(path, Count(added), null)))
                {
                    break;
                }
            }
        }

        public void CountFiles(IReadOnlyList<string> paths, CancellationToken cancellation)
        {
            var files = Find(paths, cancellation);
            var skipped = 0;

            // With a limit a block at a time, so that little is counted in vain; the result is the same as one by one.
            var block = limit is null ? Math.Max(1, files.Count) : 4 * Environment.ProcessorCount;
            for (var from = 0; from < files.Count && !limited; from += block)
            {
                var results = new (TokenCount Count, string? Problem)[Math.Min(block, files.Count - from)];
                try
                {
                    Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                    {
                        var file = files[from + i];
                        var (text, problem) = file.FullPath.Length == 0 ? ReadStandardInput() : InputText.Read(file.FullPath);
                        results[i] = (text is null ? default : Count(text), problem);
                    });
                }
                catch (AggregateException e) when (e.InnerExceptions[0] is CommandException inner)
                {
                    throw new CommandException(inner.Message, inner);
                }

                for (var i = 0; i < results.Length; i++)
                {
                    if (results[i].Problem is not { } problem)
                    {
                        if (!Add(new CountedFile(files[from + i].Path, results[i].Count, BudgetOf(files[from + i]))))
                        {
                            break;
                        }
                    }
                    else if (files[from + i].IsNamed)
                    {
                        Console.Error.WriteLine($"plumb: '{files[from + i].Path}' {problem}.");
                    }
                    else
                    {
                        skipped++;
                    }
                }
            }

            if (skipped > 0)
            {
                Console.Error.WriteLine($"plumb: {skipped} binary or unreadable {(skipped == 1 ? "file was" : "files were")} left out.");
            }

            nothingFound = counted.Count == 0 && (missing || files.Count > 0);
        }

        public int Tell(bool json, bool tree, int? budget)
        {
            if (!nothingFound)
            {
                Console.Out.Write(json ? TokensOutput.Json(counter, counted, limited) : tree ? TokensOutput.Tree(counter, counted, limited) : TokensOutput.Table(counter, counted, limited));
            }

            if (missing || nothingFound)
            {
                return PlumbCommand.Failure;
            }

            var total = counted.Sum(c => (long)c.Count.Tokens);
            if (budget is { } most && total > most)
            {
                Console.Error.WriteLine($"plumb: {(counter.IsExact ? "" : "≈")}{total} tokens are over the budget of {most}.");
                return PlumbCommand.Findings;
            }

            var over = counted.Where(c => c.Count.Tokens > c.Budget).ToList();
            foreach (var (path, count, allowed) in over)
            {
                Console.Error.WriteLine($"plumb: '{path}' has {(counter.IsExact ? "" : "≈")}{count.Tokens} tokens, {count.Tokens - allowed} more than its budget of {allowed}.");
            }

            return over.Count > 0 ? PlumbCommand.Findings : PlumbCommand.Good;
        }

        private int? BudgetOf(InputFile file)
        {
            if (budgets.Count == 0 || file.FullPath.Length == 0)
            {
                return null;
            }

            var path = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, file.FullPath).Replace('\\', '/');
            return budgets.FirstOrDefault(b => b.Covers(path))?.Tokens;
        }

        private List<InputFile> Find(IReadOnlyList<string> paths, CancellationToken cancellation)
        {
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
                    files.AddRange(IsPattern(path) ? Matching(path, cancellation) : PathArguments.Expand([path], cancellation));
                }
                catch (CommandException e)
                {
                    Console.Error.WriteLine("plumb: " + e.Message);
                    missing = true;
                }
            }

            return files;
        }

        private static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0 && !File.Exists(path) && !Directory.Exists(path);

        /// <summary>A shell that does not expand a pattern, or one that does not know '**', leaves it to us.</summary>
        private static List<InputFile> Matching(string path, CancellationToken cancellation)
        {
            var parts = path.Replace('\\', '/').Split('/');
            var plain = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny('*', '?') >= 0);
            var folder = string.Join('/', parts[..plain]);
            folder = folder.Length > 0 ? folder : plain > 0 ? "/" : ".";
            var pattern = new PathPattern("/" + string.Join('/', parts[plain..]));
            var found = PathArguments.Expand([folder], cancellation)
                .Where(file => pattern.IsMatch(System.IO.Path.GetRelativePath(folder, file.FullPath).Replace('\\', '/'))).ToList();
            return found.Count > 0 ? found : throw new CommandException($"No file matches '{path}'.");
        }

        private TokenCount Count(string text)
        {
            try
            {
                return chat ? counter.CountChat(ReadMessages(text)) : counter.Count(text);
            }
            catch (FormatException e)
            {
                throw new CommandException(e.Message, e);
            }
        }

        /// <summary>A list of messages, or a request that holds one.</summary>
        private static List<ChatMessage> ReadMessages(string text)
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                var root = json.RootElement;
                var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("messages", out var inner) ? inner : root;
                return [.. list.EnumerateArray().Select(m => new ChatMessage(
                    m.GetProperty("role").GetString() ?? "",
                    m.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : "",
                    m.TryGetProperty("name", out var name) ? name.GetString() : null))];
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                throw new CommandException("--chat reads a JSON list of messages such as [{\"role\": \"user\", \"content\": \"...\"}].", e);
            }
        }

        /// <summary>False once there are more than the limit.</summary>
        private bool Add(CountedFile file)
        {
            counted.Add(file);
            limited = limit is { } most && counted.Sum(c => (long)c.Count.Tokens) > most;
            return !limited;
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
    }
}
