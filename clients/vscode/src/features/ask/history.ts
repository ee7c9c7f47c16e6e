import type { SavedEntry } from './conversation';

/** A conversation as it is kept; the questions of one build on each other. */
export interface SavedConversation {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly changed: number;
  readonly entries: readonly SavedEntry[];
}

/** Puts a conversation in front and forgets the oldest beyond the limit. One without a question is not kept. */
export function remember(
  history: readonly SavedConversation[],
  conversation: SavedConversation,
  limit = 30,
): SavedConversation[] {
  const others = history.filter(({ id }) => id !== conversation.id);
  return conversation.entries.length === 0 ? others : [conversation, ...others].slice(0, limit);
}

/** What was stored, as far as it still has the shape that is read here. */
export function readHistory(stored: unknown): SavedConversation[] {
  return Array.isArray(stored)
    ? stored.filter(
        (c): c is SavedConversation =>
          typeof c?.id === 'string' &&
          typeof c.changed === 'number' &&
          Array.isArray(c.entries) &&
          c.entries.every(
            (e: Partial<SavedEntry> | null) =>
              typeof e?.title === 'string' && typeof e.markdown === 'string' && typeof e.asked?.question === 'string',
          ),
      )
    : [];
}
