using System.CommandLine;
using Plumb.Text;
using Plumb.Tokens;
using Plumb.Tokens.Budgets;
using Plumb.Tokens.Chat;

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
        var tree = new Option<bool>("--tree") { Description = "Show folders with their sums, the heaviest first; with --json as a tree of nodes." };
        var diff = new Option<string?>("--diff") { Description = "Count what git's working tree (untracked files that are not ignored included), or a RANGE of commits, adds.", Arity = ArgumentArity.ZeroOrOne, HelpName = "RANGE" };
        var chat = new Option<bool>("--chat") { Description = "The files are JSON lists of chat messages, or requests with messages and tools: count them with what the provider adds to each." };
        var limit = new Option<int?>("--limit") { Description = "Stop once there are more tokens than this.", HelpName = "N" };
        var budget = new Option<int?>("--budget") { Description = "Exit with 1 when there are more tokens than this.", HelpName = "N" };
        var budgets = new Option<bool>("--budgets") { Description = "Exit with 1 when a file has more tokens than plumb.json's tokens.budgets allow it: the nearest plumb.json in this folder or above, not beyond the repository." };
        var models = new Option<bool>("--models") { Description = "List the models that are known." };
        var paths = new Argument<string[]>("path") { Description = "Files, folders and patterns such as 'src/**/*.{cs,md}'; '-' is standard input. The current folder where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("tokens", "Count the tokens of files.") { model, encoding, json, tree, diff, chat, limit, budget, budgets, models, paths };
        command.SetAction(async (parsed, cancellation) =>
        {
            var root = TokenConfiguration.FindRoot(Environment.CurrentDirectory);
            var settings = TokenConfiguration.Load(root);
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

            var run = new Run(FindCounter(settings, parsed.GetValue(model), parsed.GetValue(encoding)), parsed.GetValue(chat), parsed.GetValue(limit), parsed.GetValue(budgets) ? settings.Budgets : [], root);
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
                ?? throw new CommandException($"The model '{model}' is unknown (the newest that are known are of {settings.Models.AsOf}): name its encoding with --encoding instead, or describe it under tokens.models in plumb.json.");
        }

        var name = encoding ?? TokenEncoding.DefaultName;
        return TokenEncoding.Find(name) is { } found
            ? TokenModel.Of(found)
            : throw new CommandException($"The encoding '{name}' is unknown: known are {string.Join(", ", TokenEncoding.Names)}.");
    }

    private sealed class Run(TokenModel counter, bool chat, int? limit, IReadOnlyList<TokenBudget> budgets, string root)
    {
        private readonly List<CountedFile> counted = [];
        private bool missing;
        private bool nothingFound;
        private bool limited;
        private long total;

        public void CountAdded(List<(string Path, string Added)> files)
        {
            foreach (var (path, added) in files)
            {
                var count = Count(path, added, out var remark);
                if (remark is not null)
                {
                    Console.Error.WriteLine(remark);
                }

                if (!Add(new CountedFile(path, count, null)))
                {
                    break;
                }
            }
        }

        public void CountFiles(IReadOnlyList<string> paths, CancellationToken cancellation)
        {
            var problems = new List<string>();
            var leftOut = new LeftOut();
            var files = TokenPaths.Find(paths, problems, leftOut, cancellation);
            foreach (var problem in problems)
            {
                Console.Error.WriteLine("plumb: " + problem);
            }

            missing = problems.Count > 0;

            // With a limit a block at a time, so that little is counted in vain; the result is the same as one by one.
            var block = limit is null ? Math.Max(1, files.Count) : 4 * Environment.ProcessorCount;
            for (var from = 0; from < files.Count && !limited; from += block)
            {
                var results = new (TokenCount Count, string? Problem, string? Remark)[Math.Min(block, files.Count - from)];
                try
                {
                    Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                    {
                        var file = files[from + i];
                        var (text, problem) = file.FullPath.Length == 0 ? ReadStandardInput() : InputText.Read(file.FullPath);
                        string? remark = null;
                        results[i] = (text is null ? default : Count(file.Path, text, out remark), problem, remark);
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
                        if (results[i].Remark is { } remark)
                        {
                            Console.Error.WriteLine(remark);
                        }

                        if (!Add(new CountedFile(files[from + i].Path, results[i].Count, BudgetOf(files[from + i]))))
                        {
                            break;
                        }
                    }
                    else if (files[from + i].IsNamed)
                    {
                        Console.Error.WriteLine($"plumb: '{PrintableText.Of(files[from + i].Path)}' {problem}.");
                    }
                    else
                    {
                        leftOut.Add(problem, files[from + i].Path, files[from + i].FullPath);
                    }
                }
            }

            leftOut.Tell();
            nothingFound = counted.Count == 0 && (missing || files.Count > 0);
        }

        public int Tell(bool json, bool tree, int? budget)
        {
            if (!nothingFound)
            {
                Console.Out.Write(json ? TokensOutput.Json(counter, counted, limited, tree) : tree ? TokensOutput.Tree(counter, counted, limited) : TokensOutput.Table(counter, counted, limited));
            }

            if (missing || nothingFound)
            {
                return PlumbCommand.Failure;
            }

            var sum = TokenSum.Of(counter, counted);
            if (budget is { } most && sum.Total > most)
            {
                Console.Error.WriteLine($"plumb: {sum.Shown} tokens are over the budget of {most}.");
                return PlumbCommand.Findings;
            }

            var over = counted.Where(c => c.Count.Tokens > c.Budget).ToList();
            foreach (var file in over)
            {
                Console.Error.WriteLine($"plumb: '{PrintableText.Of(file.Path)}' has {file.Shown} tokens, {file.Count.Tokens - file.Budget} more than its budget of {file.Budget}.");
            }

            return over.Count > 0 ? PlumbCommand.Findings : PlumbCommand.Good;
        }

        private int? BudgetOf(InputFile file)
        {
            if (budgets.Count == 0 || file.FullPath.Length == 0)
            {
                return null;
            }

            var path = System.IO.Path.GetRelativePath(root, file.FullPath).Replace('\\', '/');
            return budgets.FirstOrDefault(b => b.Covers(path))?.Tokens;
        }

        /// <param name="remark">What the count leaves out, as a line for the user; null for nothing.</param>
        private TokenCount Count(string path, string text, out string? remark)
        {
            remark = null;
            if (chat)
            {
                var request = ReadChat(path, text);
                remark = request.NotCounted is { } left ? $"plumb: '{PrintableText.Of(path)}' holds {left} that the count leaves out: the tokens depend on the size." : null;
                return Count(() => counter.CountChat(request));
            }

            return Count(() => counter.Count(text));
        }

        private static TokenCount Count(Func<TokenCount> count)
        {
            try
            {
                return count();
            }
            catch (FormatException e)
            {
                throw new CommandException(e.Message, e);
            }
        }

        private static ChatRequest ReadChat(string path, string text)
        {
            try
            {
                return ChatRequest.Parse(text);
            }
            catch (FormatException e)
            {
                throw new CommandException($"--chat cannot read '{path}': {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]}", e);
            }
        }

        /// <summary>False once there are more than the limit.</summary>
        private bool Add(CountedFile file)
        {
            counted.Add(file);
            total += file.Count.Tokens;
            limited = total > limit;
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
