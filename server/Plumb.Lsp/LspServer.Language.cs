using System.Text.Json;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.CodeActions;
using Plumb.Lsp.Features.Completion;
using Plumb.Lsp.Features.Configuration;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Lsp.Features.Diagnostics.Workspace;
using Plumb.Lsp.Features.Folding;
using Plumb.Lsp.Features.Formatting;
using Plumb.Lsp.Features.Links;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Features.Navigation;
using Plumb.Lsp.Features.Questions;
using Plumb.Lsp.Features.Rename;
using Plumb.Lsp.Features.Review;
using Plumb.Lsp.Features.SemanticTokens;
using Plumb.Lsp.Features.Symbols;
using Plumb.Lsp.Features.Tokens;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Prompts.Model;
using Plumb.Prompts.Rules;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Lsp;

/// <summary>The language features of prompt files and of <c>plumb.json</c>. Other documents get null: their own server knows them.</summary>
public sealed partial class LspServer
{
    private LintService lintService = null!;
    private LiveSymbols symbols = null!;
    private VariablePlaces variables = null!;
    private ReviewFeature reviews = null!;
    private RulePages rulePages = null!;
    private CodeActionsFeature codeActions = null!;
    private bool showsDocuments;
    private bool refreshesDiagnostics;

    private DiagnosticsFeature CreateDiagnostics(TokenBudgets budgets)
    {
        symbols = new LiveSymbols(folder => FindIndex(Path.Combine(folder, "_")), LintAgain);
        lintService = new LintService(
            documents,
            options.OpenFiles,
            options.Knowledge with
            {
                Models = ReferenceEquals(options.Knowledge.Models, KnownModels.Instance) ? new KnownModels(() => counter.Settings.Models) : options.Knowledge.Models,
                Tokens = ReferenceEquals(options.Knowledge.Tokens, Plumb.Prompts.Workspace.TokenCounter.Instance) ? new Plumb.Prompts.Workspace.TokenCounter(() => counter.Settings.Models) : options.Knowledge.Tokens,
                Today = options.Time.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            },
            symbols,
            LintAgain);
        variables = new VariablePlaces(documents, lintService, new PromptCallers(documents, FindIndex));
        rulePages = new RulePages(options.RulesFolder);
        reviews = new ReviewFeature(documents, LintAgain);
        var feature = new DiagnosticsFeature(document => [.. budgets.Check(document), .. (options.Lint ?? LintDocument)(document), .. reviews.Of(document, lintService.Parse)], rulePages);
        codeActions = new CodeActionsFeature(feature, lintService.Parse, document => CodePrompts.Find(document.Path, document.Text));
        return feature;
    }

    private IReadOnlyList<LintDiagnostic> LintDocument(TextDocument document) =>
        LintService.IsConfiguration(document.Path) ? ConfigurationFeature.Check(document, counter.Settings) : lintService.Lint(document);

    private Plumb.Search.WorkspaceIndex? FindIndex(string path) => workspace?.FindOwner(DocumentUri.FromPath(path))?.Folder.Index;

    /// <summary>Called when the client said what it is able to.</summary>
    private void ConfigureLanguage(ClientCapabilities capabilities)
    {
        showsDocuments = capabilities.Window?.ShowDocument?.Support == true;
        refreshesDiagnostics = capabilities.Workspace?.Diagnostics?.RefreshSupport == true;
    }

    private ServerCapabilities WithLanguage(ServerCapabilities capabilities) => capabilities with
    {
        CodeActionProvider = new CodeActionOptions { CodeActionKinds = [CodeActionKind.QuickFix, CodeActionsFeature.FixAllKind, ReviewFeature.ActionKind, .. profile.DrawsQuestions ? (IReadOnlyList<string>)[] : [QuestionActions.Kind]] },
        CompletionProvider = new CompletionOptions { TriggerCharacters = CompletionFeature.TriggerCharacters },
        DefinitionProvider = true,
        ReferencesProvider = true,
        DocumentHighlightProvider = true,
        RenameProvider = new RenameOptions { PrepareProvider = true },
        FoldingRangeProvider = true,
        SemanticTokensProvider = new SemanticTokensOptions { Legend = SemanticTokensFeature.Legend, Full = true },
        DocumentLinkProvider = new DocumentLinkOptions(),
        DocumentFormattingProvider = true,
        ExecuteCommandProvider = new ExecuteCommandOptions { Commands = [.. capabilities.ExecuteCommandProvider?.Commands ?? [], CodeActionsFeature.ExplainCommand, ReviewFeature.Command, .. profile.DrawsQuestions ? (IReadOnlyList<string>)[] : [.. QuestionCommands.All, StatusText.Command]] },
    };

    private void RegisterLanguage()
    {
        Read<CodeActionParams, TextDocument?, IReadOnlyList<CodeAction>>(
            "textDocument/codeAction",
            p => documents.Find(p.TextDocument.Uri),
            (p, document, _) => document is null ? [] :
            [
                .. codeActions.Get(document, p, profile.Encoding, showsDocuments && options.RulesFolder is not null),
                .. reviews.IsOffered && CodeActionsFeature.Wants(p.Context.Only, ReviewFeature.ActionKind) && lintService.Parse(document) is not null ? [ReviewFeature.Action(p.TextDocument.Uri)] : (IReadOnlyList<CodeAction>)[],
                .. QuestionsAt(document, p),
            ]);
        ReadPrompt<CompletionParams, CompletionList>(
            "textDocument/completion",
            p => p.TextDocument.Uri,
            (p, document, file) => CompletionFeature.Get(document, file, lintService.Options.Models, p.Position, profile.Encoding),
            (p, document) => ConfigurationFeature.Complete(document, p.Position, profile.Encoding));
        ReadVariable<DefinitionParams, IReadOnlyList<Location>>(
            "textDocument/definition",
            p => (p.TextDocument.Uri, p.Position),
            (p, document, name) => CitedAt(document, p.Position) ?? NavigationFeature.Reference(document, lintService.Parse(document), p.Position, profile.Encoding)
                ?? (name is not null ? NavigationFeature.Definition(name, profile.Encoding) : lintService.Parse(document) is null ? null : []));
        ReadVariable<ReferenceParams, IReadOnlyList<Location>>(
            "textDocument/references",
            p => (p.TextDocument.Uri, p.Position),
            (p, document, name) => name is not null ? NavigationFeature.References(name, p.Context.IncludeDeclaration, profile.Encoding) : lintService.Parse(document) is null ? null : []);
        ReadVariable<DocumentHighlightParams, IReadOnlyList<DocumentHighlight>>(
            "textDocument/documentHighlight",
            p => (p.TextDocument.Uri, p.Position),
            (_, document, name) => name is not null ? NavigationFeature.Highlights(document, name, profile.Encoding) : lintService.Parse(document) is null ? null : [],
            everywhere: false);
        ReadVariable<PrepareRenameParams, PrepareRenamePlaceholder>(
            "textDocument/prepareRename",
            p => (p.TextDocument.Uri, p.Position),
            (_, document, name) => name is null ? null : RenameFeature.Prepare(document, name, profile.Encoding));
        ReadVariable<RenameParams, WorkspaceEdit>(
            "textDocument/rename",
            p => (p.TextDocument.Uri, p.Position),
            (p, _, name) => name is null ? null : RenameFeature.Rename(name, p.NewName, profile.Encoding));
        ReadPrompt<FoldingRangeParams, IReadOnlyList<FoldingRange>>(
            "textDocument/foldingRange",
            p => p.TextDocument.Uri,
            (_, document, file) => FoldingFeature.Get(document, file));
        ReadPrompt<SemanticTokensParams, SemanticTokens>(
            "textDocument/semanticTokens/full",
            p => p.TextDocument.Uri,
            (_, document, file) => SemanticTokensFeature.Get(document, file, profile.Encoding));
        Read<DocumentLinkParams, TextDocument?, JsonElement>(
            "textDocument/documentLink",
            p => documents.Find(p.TextDocument.Uri),
            (_, document, _) => document is null ? Json.Null
                : answerFiles.IsPage(document.Path) ? Json.ToElement(AnswerLinks.Get(document, profile.Encoding))
                : lintService.Parse(document) is { } file ? Json.ToElement(LinksFeature.Get(document, file, profile.Encoding)) : Json.Null);
        ReadPrompt<DocumentFormattingParams, IReadOnlyList<TextEdit>>(
            "textDocument/formatting",
            p => p.TextDocument.Uri,
            (_, document, file) => FormattingFeature.Get(document, file, profile.Encoding));
        wire.OnRequest<ExecuteCommandParams, JsonElement>("workspace/executeCommand", async (p, cancellation) =>
        {
            var code = p.Arguments is [{ ValueKind: JsonValueKind.String } first, ..] ? first.GetString()! : "";
            if (p.Command == ReviewFeature.Command)
            {
                // Answered at once: a model takes its time, and what it finds comes as diagnostics.
                Start(() => ReviewAsync(code));
                return Json.Null;
            }

            if (await TryRunQuestionAsync(p).ConfigureAwait(false))
            {
                return Json.Null;
            }

            if (p.Command != CodeActionsFeature.ExplainCommand)
            {
                throw new RequestFailedException(ErrorCodes.InvalidParams, $"The command '{p.Command}' is unknown: there are {string.Join(", ", QuestionCommands.All)}, {StatusText.Command}, {CodeActionsFeature.ExplainCommand} and {ReviewFeature.Command}.");
            }

            var page = RuleCatalogue.Find(code) is { } rule
                ? rulePages.UriOf(rule.Code) ?? throw new RequestFailedException($"The page of {rule.Code} cannot be written.")
                : throw new RequestFailedException(ErrorCodes.InvalidParams, $"There is no rule '{code}'.");
            if (showsDocuments)
            {
                await wire.RequestAsync<ShowDocumentParams, ShowDocumentResult>("window/showDocument", new ShowDocumentParams { Uri = page, TakeFocus = true }, cancellation).ConfigureAwait(false);
            }

            return Json.ToElement(page);
        });
    }

    private async Task ReviewAsync(string uri) => await scheduler.RunBackgroundAsync(
        questions,
        async cancellation =>
        {
            try
            {
                var (engine, _) = await AskableAsync(cancellation).ConfigureAwait(false);
                await reviews.ReviewAsync(uri, engine.CreateReviewer(), wire, cancellation).ConfigureAwait(false);
            }
            catch (RequestFailedException e)
            {
                await wire.NotifyAsync("window/showMessage", new ShowMessageParams { Type = MessageType.Warning, Message = $"The prompt was not reviewed. {e.Message}" }).ConfigureAwait(false);
            }

            return true;
        },
        scheduler.Stopping).ConfigureAwait(false);

    /// <summary>What the token hover says, and above it what the prompt file says of what is under the cursor.</summary>
    private Protocol.Hover WithPromptHover(TextDocument document, Position position, Protocol.Hover counted)
    {
        if (lintService.Parse(document) is not { } file || PromptHover.Get(document, file, lintService.Options.Models, position, profile.Encoding) is not { } found)
        {
            return counted;
        }

        var text = profile.HoversMarkdown ? found.Text : found.Text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
        return counted with { Range = found.Range, Contents = counted.Contents with { Value = text + "\n\n" + counted.Contents.Value } };
    }

    /// <summary>The symbols of a prompt file; null for what is no such file, or has a better outline of its own.</summary>
    private IReadOnlyList<DocumentSymbol>? PromptSymbolsOf(TextDocument document) =>
        profile.NestsSymbols && lintService.Parse(document) is { } file ? PromptSymbols.Get(document, file, profile.Encoding) : null;

    /// <summary>A file came or went: what references lead to is looked up again when it is next asked for.</summary>
    private void OnFilesChanged(DidChangeWatchedFilesParams changed)
    {
        if (changed.Changes.Any(c => c.Type != FileChangeType.Changed))
        {
            lintService.Invalidate();
        }
    }

    /// <summary>A file was edited or written on which the findings of others hang: they are found anew.</summary>
    private void OnConfigurationChanged(string uri)
    {
        var name = DocumentUri.FileName(uri);
        if (LintService.IsConfiguration(name) || (name == "config.json" && documents.Uris.Any(u => DocumentUri.FileName(u).Equals("skprompt.txt", StringComparison.OrdinalIgnoreCase))))
        {
            lintService.Invalidate();
            LintAgain();
        }
    }

    /// <summary>A file was written on which the findings of others may hang.</summary>
    private void OnFileWritten(string uri)
    {
        if (LintService.IsAskedByOthers(DocumentUri.FileName(uri)))
        {
            LintAgain();
        }
    }

    /// <summary>What the findings hang on besides the documents themselves is another now.</summary>
    private void LintAgain()
    {
        diagnostics.Forget();
        if (!profile.PullsDiagnostics)
        {
            foreach (var open in documents.Uris)
            {
                publisher.OnChanged(open);
            }
        }
        else if (refreshesDiagnostics)
        {
            Start(() => wire.RequestAsync<NoParams, JsonElement>("workspace/diagnostic/refresh", new NoParams(), scheduler.Stopping));
        }
    }

    /// <param name="method">The request.</param>
    /// <param name="place">The document and the position that are asked about.</param>
    /// <param name="read">Gets the variable there, or null.</param>
    /// <param name="everywhere">Whether the variable's places in other files are wanted.</param>
    private void ReadVariable<TParams, TResult>(string method, Func<TParams, (string Uri, Position At)> place, Func<TParams, TextDocument, VariableName?, TResult?> read, bool everywhere = true)
        where TResult : class =>
        Read<TParams, TextDocument?, JsonElement>(
            method,
            p => documents.Find(place(p).Uri),
            (p, document, _) => document is null ? Json.Null : Json.ToElement(read(p, document, variables.Find(document, place(p).Uri, document.ToOffset(place(p).At, profile.Encoding), everywhere))));

    private void ReadPrompt<TParams, TResult>(
        string method, Func<TParams, string> uri, Func<TParams, TextDocument, PromptFile, TResult?> read, Func<TParams, TextDocument, TResult?>? configuration = null)
        where TResult : class =>
        Read<TParams, TextDocument?, JsonElement>(
            method,
            p => documents.Find(uri(p)),
            (p, document, _) => document is null ? Json.Null
                : configuration is not null && LintService.IsConfiguration(document.Path) ? Json.ToElement(configuration(p, document))
                : lintService.Parse(document) is { } file ? Json.ToElement(read(p, document, file)) : Json.Null);
}
