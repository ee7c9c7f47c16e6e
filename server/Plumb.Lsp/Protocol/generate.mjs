// Writes Generated.cs: the protocol types that the server uses, from the specification's machine-readable meta-model.
//
//   git clone --depth 1 https://github.com/microsoft/vscode-languageserver-node MODEL
//   node server/Plumb.Lsp/Protocol/generate.mjs MODEL/protocol/metaModel.json
//
// (The npm package vscode-languageserver-protocol ships only the model's schema since 3.17.)
// To use another type: add its name to `types`, run this, commit both. A structure that is larger than what is used
// names the properties that it keeps; a property whose type is not listed stops the run, so that nothing goes missing
// unnoticed. Unions are narrowed in `narrow` to the one form that the server writes or to a hand-written type.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  // initialize
  InitializeParams: ["processId", "clientInfo", "locale", "rootPath", "rootUri", "capabilities", "initializationOptions", "trace", "workspaceFolders"],
  ClientInfo: true,
  WorkspaceFolder: true,
  ClientCapabilities: ["workspace", "textDocument", "window", "general", "experimental"],
  WorkspaceClientCapabilities: ["applyEdit", "workspaceEdit", "didChangeConfiguration", "didChangeWatchedFiles", "workspaceFolders", "configuration", "diagnostics", "codeLens", "inlayHint", "semanticTokens", "fileOperations"],
  WorkspaceEditClientCapabilities: ["documentChanges"],
  CodeLensWorkspaceClientCapabilities: true,
  InlayHintWorkspaceClientCapabilities: true,
  SemanticTokensWorkspaceClientCapabilities: true,
  FileOperationClientCapabilities: true,
  DidChangeConfigurationClientCapabilities: true,
  DidChangeWatchedFilesClientCapabilities: true,
  DiagnosticWorkspaceClientCapabilities: true,
  TextDocumentClientCapabilities: ["hover", "documentSymbol", "publishDiagnostics", "diagnostic", "codeAction", "completion", "rename", "codeLens", "inlayHint", "foldingRange", "semanticTokens"],
  CompletionClientCapabilities: ["dynamicRegistration", "completionItem"],
  ClientCompletionItemOptions: ["snippetSupport", "documentationFormat", "insertReplaceSupport"],
  RenameClientCapabilities: ["dynamicRegistration", "prepareSupport"],
  CodeLensClientCapabilities: ["dynamicRegistration"],
  InlayHintClientCapabilities: ["dynamicRegistration"],
  FoldingRangeClientCapabilities: ["dynamicRegistration", "lineFoldingOnly"],
  SemanticTokensClientCapabilities: ["dynamicRegistration"],
  HoverClientCapabilities: true,
  DocumentSymbolClientCapabilities: ["dynamicRegistration", "hierarchicalDocumentSymbolSupport"],
  CodeActionClientCapabilities: ["dynamicRegistration", "isPreferredSupport", "disabledSupport", "dataSupport"],
  PublishDiagnosticsClientCapabilities: ["relatedInformation", "versionSupport", "codeDescriptionSupport", "dataSupport"],
  DiagnosticClientCapabilities: ["dynamicRegistration", "relatedDocumentSupport"],
  WindowClientCapabilities: ["workDoneProgress", "showDocument"],
  ShowDocumentClientCapabilities: true,
  GeneralClientCapabilities: ["positionEncodings", "markdown"],
  MarkdownClientCapabilities: true,
  InitializedParams: true,
  InitializeResult: true,
  ServerInfo: true,
  ServerCapabilities: ["positionEncoding", "textDocumentSync", "hoverProvider", "documentSymbolProvider", "codeActionProvider", "workspaceSymbolProvider", "diagnosticProvider", "completionProvider", "definitionProvider", "referencesProvider", "documentHighlightProvider", "renameProvider", "foldingRangeProvider", "semanticTokensProvider", "documentLinkProvider", "documentFormattingProvider", "codeLensProvider", "inlayHintProvider", "executeCommandProvider", "workspace", "experimental"],
  TextDocumentSyncOptions: ["openClose", "change", "save"],
  SaveOptions: true,
  WorkspaceOptions: ["workspaceFolders", "fileOperations"],
  FileOperationOptions: true,
  FileOperationRegistrationOptions: true,
  FileOperationFilter: true,
  FileOperationPattern: true,
  FileOperationPatternOptions: true,
  FileOperationPatternKind: true,
  CreateFilesParams: true,
  FileCreate: true,
  RenameFilesParams: true,
  FileRename: true,
  DeleteFilesParams: true,
  FileDelete: true,
  WorkspaceFoldersServerCapabilities: true,
  // registration and configuration
  RegistrationParams: true,
  Registration: true,
  UnregistrationParams: true,
  Unregistration: true,
  DidChangeWatchedFilesRegistrationOptions: true,
  FileSystemWatcher: true,
  ConfigurationParams: true,
  ConfigurationItem: true,
  DidChangeConfigurationParams: true,
  DidChangeWorkspaceFoldersParams: true,
  WorkspaceFoldersChangeEvent: true,
  DidChangeWatchedFilesParams: true,
  FileEvent: true,
  // text synchronization
  Position: true,
  Range: true,
  Location: true,
  TextDocumentIdentifier: true,
  VersionedTextDocumentIdentifier: true,
  OptionalVersionedTextDocumentIdentifier: true,
  TextDocumentItem: true,
  DidOpenTextDocumentParams: true,
  DidChangeTextDocumentParams: true,
  DidCloseTextDocumentParams: true,
  DidSaveTextDocumentParams: true,
  TextEdit: true,
  // features
  HoverParams: true,
  Hover: true,
  MarkupContent: true,
  DocumentSymbolParams: true,
  DocumentSymbol: true,
  SymbolInformation: true,
  WorkspaceSymbolParams: true,
  Diagnostic: true,
  CodeDescription: true,
  DiagnosticRelatedInformation: true,
  PublishDiagnosticsParams: true,
  DocumentDiagnosticParams: true,
  DiagnosticOptions: true,
  DiagnosticRegistrationOptions: true,
  CodeActionParams: true,
  CodeActionContext: true,
  CodeAction: ["title", "kind", "diagnostics", "isPreferred", "edit", "command", "data"],
  CodeActionOptions: ["codeActionKinds", "resolveProvider"],
  WorkspaceEdit: ["changes", "documentChanges"],
  TextDocumentEdit: true,
  Command: true,
  CompletionParams: ["textDocument", "position", "context"],
  CompletionContext: true,
  CompletionTriggerKind: true,
  CompletionOptions: ["triggerCharacters", "resolveProvider"],
  CompletionList: ["isIncomplete", "items"],
  CompletionItem: ["label", "kind", "detail", "documentation", "deprecated", "sortText", "filterText", "insertText", "insertTextFormat", "textEdit", "data"],
  CompletionItemKind: true,
  InsertTextFormat: true,
  DefinitionParams: ["textDocument", "position"],
  ReferenceParams: ["textDocument", "position", "context"],
  ReferenceContext: true,
  DocumentHighlightParams: ["textDocument", "position"],
  DocumentHighlight: true,
  DocumentHighlightKind: true,
  RenameParams: ["textDocument", "position", "newName"],
  PrepareRenameParams: ["textDocument", "position"],
  PrepareRenamePlaceholder: true,
  RenameOptions: ["prepareProvider"],
  FoldingRangeParams: ["textDocument"],
  FoldingRangeKind: true,
  FoldingRange: ["startLine", "startCharacter", "endLine", "endCharacter", "kind", "collapsedText"],
  SemanticTokensParams: ["textDocument"],
  SemanticTokens: true,
  SemanticTokensLegend: true,
  SemanticTokensOptions: ["legend", "full", "range"],
  DocumentLinkParams: ["textDocument"],
  DocumentLink: ["range", "target", "tooltip"],
  DocumentLinkOptions: ["resolveProvider"],
  DocumentFormattingParams: ["textDocument", "options"],
  FormattingOptions: ["tabSize", "insertSpaces"],
  CodeLensParams: ["textDocument"],
  CodeLens: ["range", "command", "data"],
  CodeLensOptions: ["resolveProvider"],
  InlayHintParams: ["textDocument", "range"],
  InlayHint: ["position", "label", "kind", "tooltip", "paddingLeft", "paddingRight"],
  InlayHintKind: true,
  ExecuteCommandParams: ["command", "arguments"],
  ExecuteCommandOptions: ["commands"],
  ShowDocumentParams: true,
  ShowDocumentResult: true,
  ApplyWorkspaceEditParams: ["label", "edit"],
  ApplyWorkspaceEditResult: true,
  ShowMessageRequestParams: true,
  MessageActionItem: ["title"],
  // progress, messages
  ProgressParams: true,
  WorkDoneProgressCreateParams: true,
  WorkDoneProgressCancelParams: true,
  WorkDoneProgressBegin: true,
  WorkDoneProgressReport: true,
  WorkDoneProgressEnd: true,
  ShowMessageParams: true,
  LogMessageParams: true,
  // enumerations
  TextDocumentSyncKind: true,
  FileChangeType: true,
  DiagnosticSeverity: true,
  DiagnosticTag: true,
  SymbolKind: true,
  SymbolTag: true,
  MessageType: true,
  WatchKind: true,
  CodeActionTriggerKind: true,
  PositionEncodingKind: true,
  MarkupKind: true,
  CodeActionKind: true,
  DocumentDiagnosticReportKind: true,
  TraceValue: true,
};

// Type.property -> C# type, where the specification has a union or an open type.
const narrow = {
  "ServerCapabilities.textDocumentSync": "TextDocumentSyncOptions",
  "ServerCapabilities.hoverProvider": "bool",
  "ServerCapabilities.documentSymbolProvider": "bool",
  "ServerCapabilities.workspaceSymbolProvider": "bool",
  "ServerCapabilities.codeActionProvider": "CodeActionOptions",
  "ServerCapabilities.diagnosticProvider": "DiagnosticOptions",
  "ServerCapabilities.definitionProvider": "bool",
  "ServerCapabilities.referencesProvider": "bool",
  "ServerCapabilities.documentHighlightProvider": "bool",
  "ServerCapabilities.renameProvider": "RenameOptions",
  "ServerCapabilities.foldingRangeProvider": "bool",
  "ServerCapabilities.semanticTokensProvider": "SemanticTokensOptions",
  "ServerCapabilities.documentFormattingProvider": "bool",
  "ServerCapabilities.inlayHintProvider": "bool",
  "SemanticTokensOptions.full": "bool",
  "SemanticTokensOptions.range": "bool",
  "CompletionItem.documentation": "MarkupContent",
  "CompletionItem.textEdit": "TextEdit",
  "InlayHint.label": "string",
  "InlayHint.tooltip": "MarkupContent",
  "TextDocumentSyncOptions.save": "SaveOptions",
  "WorkspaceFoldersServerCapabilities.changeNotifications": "bool",
  "FileSystemWatcher.globPattern": "string",
  "Hover.contents": "MarkupContent",
  "Diagnostic.message": "string",
  "Diagnostic.code": "StringOrInteger",
  "DiagnosticRegistrationOptions.documentSelector": "IReadOnlyList<DocumentFilter>",
  "DidChangeTextDocumentParams.contentChanges": "IReadOnlyList<TextDocumentContentChangeEvent>",
  "TextDocumentEdit.edits": "IReadOnlyList<TextEdit>",
  "WorkspaceEdit.documentChanges": "IReadOnlyList<TextDocumentEdit>",
};

const aliases = { ProgressToken: "StringOrInteger", DocumentUri: "string", URI: "string", LSPAny: "JsonElement", LSPObject: "JsonElement", LanguageKind: "string" };
const primitives = { string: "string", integer: "int", uinteger: "int", decimal: "double", boolean: "bool", DocumentUri: "string", URI: "string", RegExp: "string" };

const model = JSON.parse(readFileSync(process.argv[2], "utf8"));
const structures = new Map(model.structures.map((s) => [s.name, s]));
const enumerations = new Map(model.enumerations.map((e) => [e.name, e]));
const pascal = (name) => name[0].toUpperCase() + name.slice(1);
const isNull = (t) => t.kind === "base" && t.name === "null";

function propertiesOf(structure) {
  const own = new Set(structure.properties.map((p) => p.name));
  const inherited = [...(structure.extends ?? []), ...(structure.mixins ?? [])]
    .flatMap((t) => propertiesOf(structures.get(t.name)))
    .filter((p) => !own.has(p.name));
  return [...inherited, ...structure.properties];
}

function typeOf(type, where) {
  if (narrow[where]) return narrow[where];
  switch (type.kind) {
    case "base":
      return primitives[type.name];
    case "reference":
      if (aliases[type.name]) return aliases[type.name];
      if (enumerations.has(type.name)) {
        if (!types[type.name]) throw new Error(`${where}: enumeration ${type.name} is not listed`);
        return enumerations.get(type.name).type.name === "string" ? "string" : type.name;
      }
      if (!types[type.name]) throw new Error(`${where}: ${type.name} is not listed`);
      return type.name;
    case "array":
      return `IReadOnlyList<${typeOf(type.element, where + "[]")}>`;
    case "map":
      return `IReadOnlyDictionary<string, ${typeOf(type.value, where + "{}")}>`;
    case "stringLiteral":
      return "string";
    case "or": {
      const items = type.items.filter((t) => !isNull(t));
      if (items.length === 1) return typeOf(items[0], where);
    }
  }
  throw new Error(`${where}: narrow this ${type.kind}: ${JSON.stringify(type).slice(0, 200)}`);
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
function doc(text, indent) {
  if (!text) return "";
  const first = escape(text.split(/\n\s*\n/)[0].replaceAll(/\{@link (?:[^}\s]+\s+)?([^}]*)\}/g, "$1").replaceAll(/\s+/g, " ").trim());
  return `${indent}/// <summary>${first}</summary>\n`;
}

const out = [];
const emitted = [];
for (const [name, wanted] of Object.entries(types)) {
  const enumeration = enumerations.get(name);
  if (enumeration) {
    const isText = enumeration.type.name === "string";
    const members = enumeration.values.map((v) => isText
      ? `${doc(v.documentation, "    ")}    public const string ${pascal(v.name)} = ${JSON.stringify(v.value)};\n`
      : `${doc(v.documentation, "    ")}    ${pascal(v.name)} = ${v.value},\n`);
    out.push(`${doc(enumeration.documentation, "")}public ${isText ? "static class" : "enum"} ${name}\n{\n${members.join("\n")}}\n`);
    continue;
  }

  const structure = structures.get(name);
  if (!structure) throw new Error(`no structure ${name} in the meta-model`);
  const properties = propertiesOf(structure).filter((p) => wanted === true || wanted.includes(p.name));
  if (wanted !== true && properties.length !== wanted.length) throw new Error(`${name}: no such property: ${wanted.filter((w) => !properties.some((p) => p.name === w))}`);
  const members = properties.filter((p) => !["workDoneToken", "partialResultToken"].includes(p.name) || wanted !== true).map((p) => {
    const where = `${name}.${p.name}`;
    const nullable = p.type.kind === "or" && p.type.items.some(isNull);
    const optional = p.optional || nullable;
    const constant = p.type.kind === "stringLiteral" ? ` = ${JSON.stringify(p.type.value)};` : "";
    const always = nullable && !p.optional && !name.endsWith("Params") ? "    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]\n" : "";
    // C# lets no member bear its type's name (Command.command).
    const member = pascal(p.name) === name ? "Name" : pascal(p.name);
    const wireName = member === pascal(p.name) ? "" : `    [JsonPropertyName("${p.name}")]\n`;
    return `${doc(p.documentation, "    ")}${always}${wireName}    public ${optional || constant ? "" : "required "}${typeOf(p.type, where)}${optional ? "?" : ""} ${member} { get; init; }${constant}\n`;
  });
  emitted.push(name);
  out.push(`${doc(structure.documentation, "")}public sealed partial record ${name}\n{\n${members.join("\n")}}\n`);
}

const text = `// <auto-generated>
// Written by generate.mjs from the meta-model of the Language Server Protocol ${model.metaData.version}. Do not edit.
// The documentation is the specification's: Copyright (c) Microsoft Corporation, MIT.
// </auto-generated>
#nullable enable
#pragma warning disable CA1034, CA1056, CA1707, CA1711, CA1716, CA1720, CA1724
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Lsp.Protocol;

${out.join("\n")}
${emitted.map((n) => `[JsonSerializable(typeof(${n}))]`).join("\n")}
[JsonSerializable(typeof(IReadOnlyList<DocumentSymbol>))]
[JsonSerializable(typeof(IReadOnlyList<SymbolInformation>))]
[JsonSerializable(typeof(IReadOnlyList<CodeAction>))]
[JsonSerializable(typeof(IReadOnlyList<Location>))]
[JsonSerializable(typeof(IReadOnlyList<DocumentHighlight>))]
[JsonSerializable(typeof(IReadOnlyList<FoldingRange>))]
[JsonSerializable(typeof(IReadOnlyList<DocumentLink>))]
[JsonSerializable(typeof(IReadOnlyList<TextEdit>))]
[JsonSerializable(typeof(IReadOnlyList<CodeLens>))]
[JsonSerializable(typeof(IReadOnlyList<InlayHint>))]
[JsonSerializable(typeof(DocumentDiagnosticReport))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ProtocolJson : JsonSerializerContext;
`;
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "Generated.cs"), text);
console.log(`${emitted.length} records`);
