import type { AskQuestion, AskResponse, AskStep, CheckedPlace, Citation, Verdict } from '../../infrastructure/protocol';
import { where } from './citations';
import { placeNote, placeOf, staleNote } from './staleness';
import { usageLine } from './usageText';

export type EntryState = 'asking' | 'done' | 'failed' | 'cancelled';

/** One question and its answer as it is kept from one session to the next. */
export interface SavedEntry {
  readonly asked: AskQuestion;
  readonly title: string;
  readonly state: EntryState;
  readonly markdown: string;
  readonly error: string;
  readonly response?: AskResponse;
  readonly verdict?: Verdict;
}

/** One question and its answer as the webview draws it. */
export interface EntryView {
  readonly id: number;
  readonly question: string;
  readonly state: EntryState;
  readonly markdown: string;
  /** What the Markdown's mentions may point to. */
  readonly cited: readonly Citation[];
  readonly citations: readonly {
    readonly where: string;
    readonly label: string;
    readonly why: string;
    /** What became of the lines since; empty where they are as they were. */
    readonly since: string;
  }[];
  /** Says that what the answer stands on has changed; else empty. */
  readonly stale: string;
  readonly notes: readonly string[];
  readonly steps: readonly string[];
  readonly followUps: readonly string[];
  readonly usage: string;
  /** The answer is the passages themselves, for want of a model. */
  readonly noModel: boolean;
  readonly error: string;
  readonly verdict: Verdict | '';
  /** What was said of the answer is kept. */
  readonly commented: boolean;
}

/** How the server's note on this begins. The view says it with a button. */
const noModelNote = 'No model is configured';

/** A question whose answer grows while it streams. */
export class Entry {
  private readonly steps: AskStep[] = [];
  private verdict: Verdict | undefined;
  private commented = false;
  /** What became of each citation since; a citation that was not looked up again has none. */
  private places: readonly (CheckedPlace | undefined)[] = [];

  private constructor(
    readonly id: number,
    readonly asked: AskQuestion,
    /** The question as people read it. */
    readonly title: string,
    private current: EntryState,
    private text: string,
    private error: string,
    private response: AskResponse | undefined,
  ) {}

  static begin(id: number, asked: AskQuestion, title: string): Entry {
    return new Entry(id, asked, title, 'asking', '', '', undefined);
  }

  /** An answer that was cut off by the end of the session counts as cancelled. */
  static restore(id: number, saved: SavedEntry): Entry {
    const state = saved.state === 'asking' ? 'cancelled' : saved.state;
    const entry = new Entry(id, saved.asked, saved.title, state, saved.markdown, saved.error, saved.response);
    entry.verdict = saved.verdict;
    return entry;
  }

  get state(): EntryState {
    return this.current;
  }

  get markdown(): string {
    return this.text;
  }

  get citations(): readonly Citation[] {
    return this.response?.citations ?? [];
  }

  /** Where the lines of a citation are now, as far as that is known. */
  citationNow(index: number): Citation | undefined {
    const citation = this.citations[index];
    return citation && placeOf(citation, this.places[index]);
  }

  /** Takes in what became of the citations, in their order. False when that is nothing new. */
  recheck(places: readonly CheckedPlace[]): boolean {
    const before = this.sinces();
    // One without a hash cannot be compared: old answers have such.
    this.places = this.citations.map(({ contentHash }, i) => (contentHash ? places[i] : undefined));
    return this.sinces().some((since, i) => since !== before[i]);
  }

  append(markdown: string): void {
    this.text += markdown;
  }

  step(step: AskStep): void {
    this.steps.push(step);
  }

  /** The final answer replaces what was streamed: the server may have struck out a citation since. */
  finish(response: AskResponse): void {
    this.current = 'done';
    this.text = response.answer;
    this.response = response;
  }

  cancel(): void {
    this.current = 'cancelled';
  }

  fail(error: string): void {
    this.current = 'failed';
    this.error = error;
  }

  judge(verdict: Verdict, comment: string): void {
    this.verdict = verdict;
    this.commented = comment.length > 0;
  }

  save(): SavedEntry {
    const { asked, title, current: state, text: markdown, error, response, verdict } = this;
    return {
      asked,
      title,
      state,
      markdown,
      error,
      ...(response === undefined ? {} : { response }),
      ...(verdict === undefined ? {} : { verdict }),
    };
  }

  view(): EntryView {
    const steps = this.response?.usage?.steps ?? this.steps;
    const sinces = this.sinces();
    const noModel = this.response?.kind === 'extractive' && this.response.usage?.model === undefined;
    return {
      id: this.id,
      question: this.title,
      state: this.current,
      markdown: this.text,
      cited: this.citations,
      citations: this.citations.map((citation, index) => ({
        where: where(citation),
        label: citation.label,
        // Passages that stand in the answer itself say it there.
        why: this.response?.kind === 'model' ? (citation.why ?? '') : '',
        since: sinces[index] ?? '',
      })),
      stale: staleNote(this.places),
      notes: (this.response?.notes ?? []).filter((note) => !noModel || !note.startsWith(noModelNote)),
      steps: steps.map(({ name, detail, elapsedMs }) => `${name}: ${detail} (${Math.round(elapsedMs)} ms)`),
      followUps: this.response?.followUps ?? [],
      usage: this.response === undefined ? '' : usageLine(this.response),
      noModel,
      error: this.error,
      verdict: this.verdict ?? '',
      commented: this.commented,
    };
  }

  private sinces(): string[] {
    return this.citations.map((_, index) => {
      const place = this.places[index];
      return place === undefined ? '' : placeNote(place);
    });
  }
}
