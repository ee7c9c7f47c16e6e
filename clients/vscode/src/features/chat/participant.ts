import * as vscode from 'vscode';
import type { AskQuestion, WireRange } from '../../infrastructure/protocol';
import { type Session, text } from '../../infrastructure/session';
import { linkMentions } from '../ask/citations';
import { diagnosticsMarkdown, searchMarkdown, tokensMarkdown } from './chatText';
import { problemsOf } from './problems';

interface Outcome extends vscode.ChatResult {
  readonly metadata?: { readonly followUps: readonly string[] };
}

/** `@plumb` in the editor's chat. It answers with Plumb's checked answer, not with the model that the chat has chosen. */
export function registerParticipant(session: Session, extensionUri: vscode.Uri): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(
    'plumb.chat',
    async (request, context, stream, token): Promise<Outcome> => {
      try {
        return await answer(session, request, context, stream, token);
      } catch (error) {
        return token.isCancellationRequested ? {} : { errorDetails: { message: text(error) } };
      }
    },
  );
  participant.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
  participant.followupProvider = {
    provideFollowups: (result: Outcome) => (result.metadata?.followUps ?? []).map((prompt) => ({ prompt })),
  };
  return participant;
}

async function answer(
  session: Session,
  request: vscode.ChatRequest,
  context: vscode.ChatContext,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<Outcome> {
  const about = attached(request) ?? active();
  const prompt = request.prompt.trim();
  switch (request.command) {
    case 'where': {
      const { results, message } = await session.search(prompt, 10, token);
      stream.markdown(searchMarkdown(results, message));
      for (const { uri, range } of results) {
        stream.reference(new vscode.Location(vscode.Uri.parse(uri), toRange(range)));
      }
      return {};
    }
    case 'tokens': {
      const file = neededFile(about);
      const result = await session.tokens(
        file.toString(),
        about?.range === undefined ? [] : [wireRange(about.range)],
        token,
      );
      stream.reference(file);
      stream.markdown(tokensMarkdown(vscode.workspace.asRelativePath(file), result));
      return {};
    }
    case 'lint': {
      const file = neededFile(about);
      stream.reference(file);
      stream.markdown(diagnosticsMarkdown(vscode.workspace.asRelativePath(file), await problemsOf(session, file)));
      return {};
    }
  }
  const question = questionOf(request.command, prompt, about, context);
  const response = await session.ask(
    question,
    { onStep: (step) => stream.progress(`${step.name}: ${step.detail}`) },
    token,
  );
  // Only the finished answer is shown: what streams before may still lose a citation that does not hold.
  stream.markdown(linkMentions(response.answer, response.citations));
  for (const { uri, range } of response.citations) {
    stream.reference(new vscode.Location(vscode.Uri.parse(uri), toRange(range)));
  }
  for (const note of response.notes) {
    stream.markdown(`\n\n_${note}_`);
  }
  if (response.kind === 'extractive') {
    stream.button({ title: 'Choose a Model for Plumb', command: 'plumb.chooseModel' });
  }
  return { metadata: { followUps: response.followUps ?? [] } };
}

interface About {
  readonly uri: vscode.Uri;
  readonly range?: vscode.Range;
}

function questionOf(
  command: string | undefined,
  question: string,
  about: About | undefined,
  context: vscode.ChatContext,
): AskQuestion {
  const place =
    about === undefined
      ? {}
      : {
          textDocument: { uri: about.uri.toString() },
          ...(about.range === undefined ? {} : { selection: wireRange(about.range) }),
        };
  if (command === 'explain') {
    return question.length > 0 && about?.range === undefined
      ? { question: `Explain ${question}`, ...place }
      : { question, task: 'explain', ...place };
  }
  if (command === 'tests') {
    return { question, task: 'tests', ...(question.length > 0 ? { target: question } : {}), ...place };
  }
  const conversation = earlier(context);
  return { question, ...place, ...(conversation.length > 0 ? { conversation } : {}) };
}

/** The questions to Plumb in this chat, with their answers. */
function earlier(context: vscode.ChatContext): { question: string; answer: string }[] {
  const turns: { question: string; answer: string }[] = [];
  let asked: string | undefined;
  for (const turn of context.history) {
    if (turn instanceof vscode.ChatRequestTurn) {
      asked = turn.prompt;
    } else if (turn instanceof vscode.ChatResponseTurn && asked !== undefined) {
      const answered = turn.response
        .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
        .join('');
      turns.push({ question: asked, answer: answered });
      asked = undefined;
    }
  }
  return turns.slice(-6);
}

/** What the editor attaches to every question: the workspace's own instructions, such as AGENTS.md. */
const instructions = /^vscode\.(?:prompt|instructions|customizations)\./u;

/** The first file or passage that the user attached to the question. */
function attached(request: vscode.ChatRequest): About | undefined {
  for (const { id, value } of request.references) {
    if (instructions.test(id)) {
      continue;
    }
    if (value instanceof vscode.Uri) {
      return { uri: value };
    }
    if (value instanceof vscode.Location) {
      return { uri: value.uri, range: value.range };
    }
  }
  return undefined;
}

function active(): About | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.scheme !== 'file') {
    return undefined;
  }
  return editor.selection.isEmpty
    ? { uri: editor.document.uri }
    : { uri: editor.document.uri, range: editor.selection };
}

function neededFile(about: About | undefined): vscode.Uri {
  if (about === undefined) {
    throw new Error('Open a file, or attach one to the question.');
  }
  return about.uri;
}

function toRange({ start, end }: WireRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** An editor's range goes over the wire as a pair of positions: the protocol wants them named. */
function wireRange({ start, end }: vscode.Range): WireRange {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
