import type { Citation } from '../../infrastructure/protocol';
import { lastPart } from '../search/resultText';

export interface Evidence {
  readonly question: string;
  readonly citation: Citation;
}

/** Passages that the latest answers cited, by the name of the symbol that they are of. */
export class EvidenceBook {
  private latest: readonly (readonly Evidence[])[] = [];

  /** Answers beyond the `answers` latest are forgotten. */
  constructor(
    private readonly answers = 5,
    private readonly most = 3,
  ) {}

  add(question: string, citations: readonly Citation[]): void {
    this.latest = [citations.map((citation) => ({ question, citation })), ...this.latest].slice(0, this.answers);
  }

  /** What was cited of the symbol with this name, the latest first; a passage is told once. */
  find(name: string): readonly Evidence[] {
    const found = new Map<string, Evidence>();
    for (const evidence of this.latest.flat()) {
      const { uri, startLine, endLine, label } = evidence.citation;
      const key = `${uri}#${startLine}-${endLine}`;
      if (lastPart(label) === name && !found.has(key)) {
        found.set(key, evidence);
      }
    }
    return [...found.values()].slice(0, this.most);
  }
}
