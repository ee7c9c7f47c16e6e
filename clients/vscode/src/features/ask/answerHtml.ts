import MarkdownIt from 'markdown-it';
import type { Citation } from '../../infrastructure/protocol';
import { findMentions } from './citations';
import { codePieces } from './highlight';

/**
 * Renders an answer. HTML in the Markdown stays text: an answer quotes files, and a file may say anything. Images are
 * not loaded. Mentions of the answer's citations become links that carry `data-citation`.
 */
export function renderAnswer(markdown: string, citations: readonly Citation[]): string {
  const env: Env = { citations };
  return renderer.render(markdown, { ...env });
}

interface Env {
  readonly citations: readonly Citation[];
  /** Inside a Markdown link no second link is made. */
  inLink?: boolean;
}

const renderer = new MarkdownIt({
  html: false,
  linkify: false,
  typographer: false,
  highlight: coloured,
});
const { escapeHtml } = renderer.utils;

renderer.renderer.rules.text = (tokens, index, _options, env) => linked(tokens[index]?.content ?? '', envOf(env));
renderer.renderer.rules.code_inline = (tokens, index, _options, env) =>
  `<code>${linked(tokens[index]?.content ?? '', envOf(env))}</code>`;
renderer.renderer.rules.image = (tokens, index) => escapeHtml(tokens[index]?.content ?? '');
renderer.renderer.rules.link_open = (tokens, index, _options, env) => {
  envOf(env).inLink = true;
  const href = String(tokens[index]?.attrGet('href') ?? '');
  const citation = citationOfHref(href, envOf(env).citations);
  if (citation !== undefined) {
    return `<a href="#" class="citation" data-citation="${citation}">`;
  }
  return /^https?:\/\//iu.test(href) ? `<a href="${escapeHtml(href)}" title="${escapeHtml(href)}">` : '<a>';
};
renderer.renderer.rules.link_close = (_tokens, _index, _options, env) => {
  envOf(env).inLink = false;
  return '</a>';
};

function coloured(code: string, language: string): string {
  return codePieces(code, language)
    .map(({ text, kind }) =>
      kind === undefined ? escapeHtml(text) : `<span class="code-${kind}">${escapeHtml(text)}</span>`,
    )
    .join('');
}

/** The renderer hands back what `render` was given. */
function envOf(env: unknown): Env {
  return env as Env;
}

function linked(text: string, env: Env): string {
  if (env.inLink === true) {
    return escapeHtml(text);
  }
  let html = '';
  let at = 0;
  for (const mention of findMentions(text, env.citations)) {
    // A link of its own needs no brackets around it.
    const bracketed = text[mention.start - 1] === '[' && text[mention.end] === ']' ? 1 : 0;
    html += escapeHtml(text.slice(at, mention.start - bracketed));
    html += `<a href="#" class="citation" data-citation="${mention.index}">`;
    html += `${escapeHtml(text.slice(mention.start, mention.end))}</a>`;
    at = mention.end + bracketed;
  }
  return html + escapeHtml(text.slice(at));
}

/** `path#L3-L9` and `path#L3` are the forms that Markdown on code hosts uses. */
function citationOfHref(href: string, citations: readonly Citation[]): number | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(href);
  } catch {
    return undefined;
  }
  const asMention = decoded.replace(/#L(\d+)(?:-L?(\d+))?$/u, (_all, start, end) =>
    end === undefined ? `:${start}` : `:${start}-${end}`,
  );
  return findMentions(asMention, citations)[0]?.index;
}
