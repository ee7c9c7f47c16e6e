import type { CheckedPlace, Citation, WireRange } from '../../infrastructure/protocol';

/** What is said beside a source that is not as it was when it was cited; empty where it is. */
export function placeNote({ state, range }: CheckedPlace): string {
  switch (state) {
    case 'fresh':
      return '';
    case 'moved':
      return !range ? 'moved since' : `now at ${lines(range)}`;
    case 'changed':
      return 'changed since';
    case 'gone':
      return 'gone since';
  }
}

/** What is said of an answer some of whose sources are not what they were; empty where all are. Lines that only moved still say it. */
export function staleNote(places: readonly (CheckedPlace | undefined)[]): string {
  const stale = places.filter((place) => place?.state === 'changed' || place?.state === 'gone').length;
  if (stale === 0) {
    return '';
  }
  const which =
    places.length === 1 ? 'The source of this answer has' : `${stale} of its ${places.length} sources ${verb(stale)}`;
  return `${which} changed since: it may not be right any more. Ask again for an answer from what is there now.`;
}

/** Where the cited lines are now, as far as that is known. */
export function placeOf(citation: Citation, place: CheckedPlace | undefined): Citation {
  if (place?.state !== 'moved' || !place.range) {
    return citation;
  }
  const { range } = place;
  return { ...citation, range, startLine: range.start.line + 1, endLine: lastLine(range) };
}

function verb(n: number): string {
  return n === 1 ? 'has' : 'have';
}

function lines(range: WireRange): string {
  const [first, last] = [range.start.line + 1, lastLine(range)];
  return first === last ? `line ${first}` : `lines ${first}-${last}`;
}

/** 1-based; a range of whole lines may end at the beginning of the line behind it. */
function lastLine({ start, end }: WireRange): number {
  return end.character === 0 && end.line > start.line ? end.line : end.line + 1;
}
