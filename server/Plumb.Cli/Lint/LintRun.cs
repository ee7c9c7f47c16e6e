using System.Text;
using Plumb.Cli.Commands;
using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Prompts.Fixing;
using Plumb.Prompts.Output;
using Plumb.Prompts.Review;
using Plumb.Text;

namespace Plumb.Cli.Lint;

/// <summary>Lints files in parallel, mends them where that was asked for, and prints what is left.</summary>
internal sealed class LintRun
{
    /// <summary>For fewer files reading the cache costs more than it saves.</summary>
    private const int WorthCaching = 64;

    private readonly LintArguments arguments;
    private readonly LintScopes scopes;
    private readonly LintCache cache;
    private readonly List<InputFile> files;
    private readonly Outcome?[] outcomes;

    private LintRun(LintArguments arguments, List<InputFile> files, LintScopes scopes)
    {
        this.arguments = arguments;
        this.files = files;
        this.scopes = scopes;
        outcomes = new Outcome?[files.Count];
        cache = arguments.UseCache && files.Count >= WorthCaching ? LintCache.Open(DataFolder.Path, Directory.GetCurrentDirectory()) : LintCache.None;
    }

    /// <summary>Returns the exit code.</summary>
    public static int Run(LintArguments arguments, CancellationToken cancellation)
    {
        var scopes = new LintScopes(arguments);
        if (arguments.StandardInputName is { } name)
        {
            return RunStandardInput(arguments, scopes, name);
        }

        var (found, leftOut) = (new LeftOut(), new LeftOut());
        var files = PathArguments.Expand(arguments.Paths, found, cancellation)
            .Where(file => file.IsNamed || LintFiles.MayBePrompt(file.Path, file.FullPath))
            .DistinctBy(file => file.FullPath, StringComparer.Ordinal).ToList();
        leftOut.AddRange(found, path => LintFiles.MayBePrompt(path.Replace('\\', '/'), path) && !CodePrompts.Recognises(path));
        return new LintRun(arguments, files, scopes).RunFiles(leftOut, cancellation);
    }

    private int RunFiles(LeftOut leftOut, CancellationToken cancellation)
    {
        var review = arguments.Review ? new LintReview() : null;
        var scopesOfFiles = files.ConvertAll(file => scopes.For(file.FullPath));
        if (ReportProblems(scopes))
        {
            return PlumbCommand.Failure;
        }

        foreach (var scope in scopesOfFiles.Distinct())
        {
            scope.Base?.Begin();
        }

        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => outcomes[i] = LintOne(files[i], scopesOfFiles[i]));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<CommandException>().FirstOrDefault() is { } problem)
        {
            throw problem;
        }

        cache.Save();
        var linted = new List<LintedFile>();
        var (failed, mended) = (0, 0);
        var diff = new StringBuilder();
        var fullPaths = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++)
        {
            var outcome = outcomes[i]!;
            if (outcome.Problem is { } problem)
            {
                if (files[i].IsNamed)
                {
                    Console.Error.WriteLine($"plumb: '{PrintableText.Of(files[i].Path)}' {problem}.");
                    failed += outcome.Fails ? 1 : 0;
                }
                else if (outcome.Fails && !CodePrompts.Recognises(files[i].Path))
                {
                    leftOut.Add(problem, files[i].Path, files[i].FullPath);
                }

                continue;
            }

            if (outcome.NotMended is { } reason)
            {
                Console.Error.WriteLine("plumb: " + PrintableText.Of(reason));
                failed++;
            }

            if (outcome.File is { } file)
            {
                linted.Add(file);
                fullPaths[file.Path] = files[i].FullPath;
                mended += outcome.Fixed;
                diff.Append(outcome.Diff);
            }
        }

        leftOut.Tell();
        var report = new LintReport(linted, mended);
        if (review is not null)
        {
            report = review.AddAsync(report, file => (scopes.For(fullPaths[file.Path]), scopes.For(fullPaths[file.Path]).Relative(fullPaths[file.Path])), cancellation).GetAwaiter().GetResult();
        }

        if (arguments.Baseline is { } baseline)
        {
            if (arguments.WriteBaseline)
            {
                return WriteBaseline(baseline, report, fullPaths);
            }

            report = Without(baseline, report, fullPaths);
        }

        if (arguments.Diff)
        {
            Console.Out.Write(diff.ToString());
            Console.Error.WriteLine(mended == 0 ? "plumb: nothing to fix." : $"plumb: {ReportWords.Plural(mended, "finding")} would be fixed.");
            return failed > 0 ? PlumbCommand.Failure : mended > 0 && arguments.FailOn is not null ? PlumbCommand.Findings : PlumbCommand.Good;
        }

        Console.Out.Write(Write(report));
        TellSilence(scopes);
        return failed > 0 ? PlumbCommand.Failure : ExitCode(report);
    }

    private static int RunStandardInput(LintArguments arguments, LintScopes scopes, string name)
    {
        if (StandardStreams.IsInputClosed)
        {
            throw new CommandException("standard input is closed: --stdin-filename lints what is written to it.");
        }

        using var input = Console.OpenStandardInput();
        using var buffer = new MemoryStream();
        input.CopyTo(buffer);
        var (text, problem) = InputText.Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        if (text is null)
        {
            throw new CommandException($"standard input {problem}.");
        }

        var run = new LintRun(arguments, [], scopes);
        var scope = scopes.For(Path.GetFullPath(name));
        if (ReportProblems(scopes))
        {
            return PlumbCommand.Failure;
        }

        var shown = name.Replace('\\', '/');
        var outcome = run.LintText(shown, Path.GetFullPath(name), text, scope, Lint(scope, Path.GetFullPath(name), text).Result, null);
        if (outcome.File is null)
        {
            Console.Error.WriteLine($"plumb: '{shown}' is no prompt file that Plumb knows.");
            if (arguments.Fix != FixKind.None && !arguments.Diff)
            {
                Console.Out.Write(text);
            }

            return PlumbCommand.Good;
        }

        var report = new LintReport([outcome.File], outcome.Fixed);
        if (arguments.Diff)
        {
            Console.Out.Write(outcome.Diff);
            return outcome.Fixed > 0 && arguments.FailOn is not null ? PlumbCommand.Findings : PlumbCommand.Good;
        }

        // An editor that pipes a buffer through the fixes wants the text back, and nothing else.
        if (arguments.Fix != FixKind.None)
        {
            Console.Out.Write(outcome.File.Text);
            Console.Error.Write(run.Write(report));
        }
        else
        {
            Console.Out.Write(run.Write(report));
        }

        TellSilence(scopes);
        return run.ExitCode(report);
    }

    /// <summary>People are told why a rule said nothing; programs read what it said.</summary>
    private static void TellSilence(LintScopes scopes)
    {
        foreach (var scope in scopes.All)
        {
            if (scope.Symbols.Problem is { } problem)
            {
                Console.Error.WriteLine("plumb: " + problem);
            }

            scope.Symbols.Dispose();
        }
    }

    private Outcome LintOne(InputFile input, LintScope scope)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(input.FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Outcome { Problem = "cannot be read: " + e.Message.TrimEnd('.'), Fails = true };
        }

        var relative = scope.Relative(input.FullPath);
        if (!input.IsNamed && scope.Policy.IsExcluded(relative))
        {
            return new Outcome { Problem = "is excluded" };
        }

        var (text, problem) = InputText.Decode(bytes);
        if (text is null)
        {
            return new Outcome { Problem = problem, Fails = true };
        }

        var key = cache.KeyFor(relative, bytes, scope.Fingerprint);
        if (!cache.TryGet(key, out var result))
        {
            (result, var standsAlone) = Lint(scope, input.FullPath, text);
            if (standsAlone)
            {
                cache.Add(key, result);
            }
        }

        return LintText(input.Path, input.FullPath, text, scope, result, bytes);
    }

    /// <param name="bytes">The file as it is on disk; null for standard input, which is not written.</param>
    private Outcome LintText(string shown, string fullPath, string text, LintScope scope, LintResult result, byte[]? bytes)
    {
        if (result.Format is null)
        {
            return new Outcome { Problem = "is no prompt file that Plumb knows" };
        }

        var diagnostics = result.Diagnostics;
        var (mended, diff, unmended) = (0, "", (string?)null);
        if (arguments.Fix != FixKind.None && diagnostics.Count > 0)
        {
            var better = FixApplier.Apply(text, diagnostics, arguments.Fix, t => Lint(scope, fullPath, t).Result.Diagnostics);
            unmended = better.Fixed > 0 && bytes is not null ? TrySave(shown, fullPath, bytes, better.Text) : null;
            if (better.Fixed > 0 && unmended is null)
            {
                mended = better.Fixed;
                diff = arguments.Diff ? UnifiedDiff.Write(shown, text, better.Text) : "";
                (text, diagnostics) = (better.Text, better.Remaining);
            }
        }

        return new Outcome { File = new LintedFile(shown, text, result.Format, diagnostics), Fixed = mended, Diff = diff, NotMended = unmended };
    }

    /// <summary>A sentence where the file stays as it is: the others are mended all the same, and its findings are told.</summary>
    private string? TrySave(string shown, string fullPath, byte[] before, string text)
    {
        try
        {
            if (!arguments.Diff)
            {
                FixedFile.Save(shown, fullPath, before, text);
            }

            return arguments.Diff && !FixedFile.CanBeMended(before) ? FixedFile.NotUtf8(shown) : null;
        }
        catch (CommandException e)
        {
            return e.Message;
        }
    }

    private static (LintResult Result, bool StandsAlone) Lint(LintScope scope, string fullPath, string text)
    {
        var relative = scope.Relative(fullPath);
        var (result, standsAlone) = LintFiles.Lint(scope, relative, text);
        return (result.Diagnostics.Count == 0 ? result : result with { Diagnostics = scope.Policy.Apply(relative, result.Diagnostics) }, standsAlone);
    }

    private static bool ReportProblems(LintScopes scopes)
    {
        foreach (var problem in scopes.Problems)
        {
            Console.Error.WriteLine("plumb: " + problem);
        }

        return scopes.Problems.Count > 0;
    }

    private static int WriteBaseline(string path, LintReport report, Dictionary<string, string> fullPaths)
    {
        var placed = Placed(path, report, fullPaths);
        try
        {
            File.WriteAllText(path, Baseline.Of(placed).Write());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{path}' cannot be written: {e.Message}", e);
        }

        Console.Error.WriteLine($"plumb: {ReportWords.Plural(report.Count, "finding")} written to '{path}': they are not told again with --baseline {path}.");
        return PlumbCommand.Good;
    }

    private static LintReport Without(string path, LintReport report, Dictionary<string, string> fullPaths)
    {
        var (text, problem) = File.Exists(path) ? InputText.Read(path) : (null, "does not exist: make it with --write-baseline");
        var baseline = text is null ? throw new CommandException($"'{path}' {problem}.") : Baseline.Parse(text) ?? throw new CommandException($"'{path}' is no baseline: make it anew with --write-baseline.");
        var placed = Placed(path, report, fullPaths);
        return report with { Files = [.. report.Files.Select((file, i) => file with { Diagnostics = baseline.Filter(placed.Files[i]) })] };
    }

    /// <summary>With the paths as the baseline has them: from its own folder, wherever the command is run.</summary>
    private static LintReport Placed(string path, LintReport report, Dictionary<string, string> fullPaths)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return report with { Files = [.. report.Files.Select(f => f with { Path = Path.GetRelativePath(folder, fullPaths[f.Path]).Replace('\\', '/') })] };
    }

    private string Write(LintReport report) => (arguments.Format, arguments.Statistics) switch
    {
        (LintFormat.Json, true) => StatisticsReport.WriteJson(report),
        (_, true) => StatisticsReport.WriteText(report),
        (LintFormat.Json, _) => JsonReport.Write(report),
        (LintFormat.Sarif, _) => SarifReport.Write(report, PlumbCommand.Version, new Uri(Directory.GetCurrentDirectory().TrimEnd('/') + "/").AbsoluteUri),
        (LintFormat.GitHub, _) => GitHubReport.Write(report),
        _ => TextReport.Write(report),
    };

    private int ExitCode(LintReport report) =>
        arguments.FailOn is { } least && report.Files.Any(f => f.Diagnostics.Any(d => d.Severity <= least && !Opinion.IsOpinion(d.Code))) ? PlumbCommand.Findings : PlumbCommand.Good;

    private sealed class Outcome
    {
        public LintedFile? File { get; init; }

        /// <summary>A clause: why there is no file.</summary>
        public string? Problem { get; init; }

        /// <summary>Whether the problem of a file that was named is an error.</summary>
        public bool Fails { get; init; }

        public int Fixed { get; init; }

        /// <summary>A sentence: why the file was left as it is though it could be mended.</summary>
        public string? NotMended { get; init; }

        public string Diff { get; init; } = "";
    }
}
