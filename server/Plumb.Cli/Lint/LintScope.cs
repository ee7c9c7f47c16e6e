using System.Security.Cryptography;
using System.Text;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Lsp.Features.Diagnostics.Workspace;
using Plumb.Prompts.Configuration;
using Plumb.Prompts.Workspace;
using Plumb.Text.Configuration;
using Plumb.Tokens;

namespace Plumb.Cli.Lint;

/// <summary>A folder with its configuration: what is the same for all files below it that have none nearer.</summary>
/// <param name="Root">Full path of the folder that globs and rules start from.</param>
/// <param name="Models">The catalogue, with the user's and the workspace's own rows.</param>
/// <param name="Fingerprint">Differs where the configuration does.</param>
internal sealed record LintScope(string Root, LintPolicy Policy, ModelTable Models, string Fingerprint)
{
    /// <summary>The files that the rules can ask for.</summary>
    public WorkspaceFiles Files { get; } = new(Root);

    /// <summary>The names of the scope's code.</summary>
    public ScopeSymbols Symbols { get; } = new(Root);

    /// <summary>The files as they were; null where no rule compares.</summary>
    public ScopeBase? Base { get; init; }

    /// <summary>What the rules know besides the files.</summary>
    public LintOptions Options { get; } = Policy.Configuration.Over(LintOptions.Default) with
    {
        Today = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Models = new KnownModels(() => Models),
        Tokens = new TokenCounter(() => Models),
    };

    /// <summary>The path of a file as globs and rules take it: posix, from the root; the full path where it lies elsewhere.</summary>
    public string Relative(string fullPath)
    {
        var relative = Path.GetRelativePath(Root, fullPath).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) ? fullPath.Replace('\\', '/') : relative;
    }
}

/// <summary>
/// Finds the <c>plumb.json</c> that holds for a file: the nearest in its folder or above, not beyond the repository that
/// the file is in. Without one the scope is the repository, or the current folder where there is none.
/// </summary>
internal sealed class LintScopes
{
    private readonly Dictionary<string, LintScope> byFolder = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly LintArguments arguments;
    private readonly LintScope? only;
    private readonly List<string> problems = [];

    public LintScopes(LintArguments arguments)
    {
        this.arguments = arguments;
        if (arguments.Config is { } given)
        {
            if (!File.Exists(given))
            {
                throw new CommandException($"'{given}' does not exist: --config takes a {ConfigurationFile.FileName}.");
            }

            only = Read(Path.GetFullPath(given));
        }
    }

    /// <summary>What is wrong in the files that were read so far: a sentence each.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (gate)
            {
                return [.. problems];
            }
        }
    }

    /// <summary>All scopes that were asked for so far, each once.</summary>
    public IReadOnlyList<LintScope> All
    {
        get
        {
            lock (gate)
            {
                return [.. byFolder.Values.Append(only).OfType<LintScope>().Distinct(ReferenceEqualityComparer.Instance).Cast<LintScope>()];
            }
        }
    }

    public LintScope For(string fullPath)
    {
        lock (gate)
        {
            return only ?? ForFolder(Path.GetDirectoryName(fullPath) ?? fullPath);
        }
    }

    private LintScope ForFolder(string start)
    {
        var visited = new List<string>();
        LintScope? found = null;
        for (var folder = start; found is null && folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (byFolder.TryGetValue(folder, out found))
            {
                break;
            }

            visited.Add(folder);
            var file = Path.Combine(folder, ConfigurationFile.FileName);
            if (File.Exists(file))
            {
                found = Read(file);
            }
            else if (Path.Exists(Path.Combine(folder, ".git")))
            {
                found = Make(folder, LintConfiguration.Default, "");
            }
        }

        found ??= Make(Directory.GetCurrentDirectory(), LintConfiguration.Default, "");
        foreach (var folder in visited)
        {
            byFolder[folder] = found;
        }

        return found;
    }

    private LintScope Read(string file)
    {
        var (text, problem) = Commands.InputText.Read(file);
        if (text is null)
        {
            problems.Add($"'{file}' {problem}.");
            return Make(Path.GetDirectoryName(file)!, LintConfiguration.Default, "");
        }

        var (parsed, wrong) = ConfigurationFile.Parse(text);
        var (configuration, wrongLint) = LintConfigurationReader.Read(parsed);
        foreach (var p in wrong.Concat(wrongLint))
        {
            problems.Add($"{file}{(p.Line is { } line ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{line}") : "")}: {(p.Path.Length > 0 ? p.Path + ": " : "")}{p.Message}");
        }

        return Make(Path.GetDirectoryName(file)!, configuration, text);
    }

    private LintScope Make(string root, LintConfiguration configuration, string text)
    {
        var models = Commands.TokenConfiguration.Load(root).Models;
        var all = string.Join('\n', text, models.Fingerprint, root, DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), string.Join(',', arguments.Select?.Select(s => s.Text) ?? ["default"]), string.Join(',', arguments.Ignore.Select(s => s.Text)), arguments.Base);
        var policy = new LintPolicy(configuration, arguments.Select, arguments.Ignore);
        var given = arguments.Base ?? configuration.Base;
        return new LintScope(root, policy, models, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8)))
        {
            Base = policy.IsOn("K03", null) ? new ScopeBase(root, given ?? GitBase.LastCommit, isAsked: given is not null) : null,
        };
    }
}
