// Draws the hits that the extension sends, and tells it what is searched for and what is opened.
import { codePieces } from '../src/features/ask/highlight';

const vscode = acquireVsCodeApi();
const byId = (id) => document.getElementById(id);
const query = byId('query');
const include = byId('include');
const kind = byId('kind');
const language = byId('language');
const list = byId('hits');
const found = byId('found');
const peek = byId('peek');
let hits = [];

function element(name, className, text) {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function search() {
  const filter = {};
  if (include.value.trim()) {
    filter.include = include.value.trim();
  }
  if (kind.value) {
    filter.kind = kind.value;
  }
  if (language.value) {
    filter.language = language.value;
  }
  vscode.postMessage({ type: 'search', query: query.value, filter });
}

function row(hit, index) {
  const item = document.createElement('li');
  const button = element('button', 'hit', '');
  button.type = 'button';
  button.dataset.hit = String(index);
  // One stop for the tabulator: the arrow keys move within the list.
  button.tabIndex = index === 0 ? 0 : -1;
  button.append(
    element('span', 'name', hit.name),
    element('span', 'where', hit.where),
    element('span', 'line', hit.line),
  );
  item.append(button);
  return item;
}

function show({ hits: all, message }) {
  // Results that come late do not take the focus away from the list.
  const focused = list.contains(document.activeElement) ? Number(document.activeElement.dataset.hit) : -1;
  hits = all;
  list.replaceChildren(...hits.map(row));
  const buttons = list.querySelectorAll('button');
  if (buttons.length > 0) {
    preview(buttons[0]);
  } else {
    peek.hidden = true;
  }
  if (focused >= 0) {
    (buttons[Math.min(focused, buttons.length - 1)] ?? query).focus();
  }
  const count = hits.length === 1 ? '1 result' : `${hits.length} results`;
  found.textContent = query.value.trim()
    ? [hits.length ? count : 'Nothing matches.', message].filter(Boolean).join(' ')
    : '';
}

function preview(button) {
  const hit = hits[Number(button.dataset.hit)];
  if (!hit) {
    return;
  }
  byId('peekTitle').textContent = [hit.where, hit.why].filter(Boolean).join(' · ');
  byId('peekCode').replaceChildren(
    ...codePieces(hit.snippet, hit.language).map(({ text, kind: colour }) =>
      colour ? element('span', `code-${colour}`, text) : document.createTextNode(text),
    ),
  );
  peek.hidden = false;
}

function open(button, event) {
  vscode.postMessage({ type: 'open', hit: Number(button.dataset.hit), beside: event.ctrlKey || event.metaKey });
}

function move(from, step) {
  const buttons = [...list.querySelectorAll('button')];
  const to = buttons[buttons.indexOf(from) + step];
  if (to) {
    to.focus();
  } else if (step < 0) {
    query.focus();
  }
}

window.addEventListener('message', ({ data }) => {
  switch (data.type) {
    case 'hits':
      show(data);
      break;
    case 'query':
      query.value = data.query;
      query.focus();
      search();
      break;
    case 'languages': {
      const chosen = language.value;
      language.replaceChildren(
        new Option('All languages', ''),
        ...data.languages.map((name) => new Option(name, name, false, name === chosen)),
      );
      break;
    }
  }
});

byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  if (hits.length > 0) {
    vscode.postMessage({ type: 'open', hit: 0, beside: false });
  }
});
for (const field of [query, include]) {
  field.addEventListener('input', search);
}
for (const field of [kind, language]) {
  field.addEventListener('change', search);
}
query.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') {
    event.preventDefault();
    list.querySelector('button')?.focus();
  }
});
list.addEventListener('keydown', (event) => {
  const button = event.target.closest('button');
  if (button && event.key === 'Enter') {
    event.preventDefault();
    open(button, event);
  } else if (button && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    move(button, event.key === 'ArrowDown' ? 1 : -1);
  }
});
for (const name of ['focusin', 'mouseover']) {
  list.addEventListener(name, (event) => {
    const button = event.target.closest('button');
    if (button) {
      preview(button);
    }
  });
}
list.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button) {
    open(button, event);
  }
});
vscode.postMessage({ type: 'ready' });
