import type { AskResponse, Citation } from '../../infrastructure/protocol';
import { renderAnswer } from './answerHtml';
import { where } from './citations';

/** One question and its answer as the webview draws it. */
export interface EntryView {
  readonly id: number;
  readonly question: string;
  readonly state: 'asking' | 'done' | 'failed' | 'cancelled';
  readonly html: string;
  readonly citations: readonly { readonly where: string; readonly label: string }[];
  readonly notes: readonly string[];
  readonly error: string;
}

/** A question whose answer grows while it streams. */
export class Entry {
  private markdown = '';
  private state: EntryView['state'] = 'asking';
  private error = '';
  private notes: readonly string[] = [];
  citations: readonly Citation[] = [];

  constructor(
    readonly id: number,
    readonly question: string,
  ) {}

  append(markdown: string): void {
    this.markdown += markdown;
  }

  /** The final answer replaces what was streamed: the server may have struck out a citation since. */
  finish(response: AskResponse): void {
    this.state = 'done';
    this.markdown = response.answer;
    this.notes = response.notes;
    this.citations = response.citations;
  }

  cancel(): void {
    this.state = 'cancelled';
  }

  fail(error: string): void {
    this.state = 'failed';
    this.error = error;
  }

  view(): EntryView {
    return {
      id: this.id,
      question: this.question,
      state: this.state,
      html: renderAnswer(this.markdown, this.citations),
      citations: this.citations.map((citation) => ({ where: where(citation), label: citation.label })),
      notes: this.notes,
      error: this.error,
    };
  }
}
