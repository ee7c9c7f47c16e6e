// Draws the entries that the extension sends and reports clicks. Runs alone in the webview: no imports.
(() => {
  const vscode = acquireVsCodeApi();
  const entries = document.getElementById('entries');
  const form = document.getElementById('ask');
  const input = document.getElementById('question');

  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) {
      node.className = className;
    }
    if (text !== undefined) {
      node.textContent = text;
    }
    return node;
  }

  function citationLink(entry, index, text) {
    const link = element('a', 'citation', text);
    link.href = '#';
    link.dataset.citation = String(index);
    link.dataset.entry = String(entry.id);
    return link;
  }

  function draw(entry) {
    const section = element('section', `entry ${entry.state}`);
    section.id = `entry-${entry.id}`;
    section.dataset.entry = String(entry.id);
    section.append(element('h2', 'question', entry.question));

    const answer = element('div', 'answer');
    // The host renders with HTML switched off; the page's policy forbids every script but this one.
    answer.innerHTML = entry.html;
    section.append(answer);

    if (entry.state === 'asking') {
      const waiting = element('p', 'waiting', entry.html ? 'Writing' : 'Looking through the workspace');
      const cancel = element('button', 'cancel', 'Cancel');
      cancel.type = 'button';
      waiting.append(cancel);
      section.append(waiting);
    } else if (entry.state === 'failed') {
      section.append(element('p', 'error', entry.error));
    } else if (entry.state === 'cancelled') {
      section.append(element('p', 'note', 'Cancelled.'));
    }

    if (entry.citations.length > 0) {
      section.append(
        element('h3', '', entry.citations.length === 1 ? '1 citation' : `${entry.citations.length} citations`),
      );
      const list = element('ol', 'citations');
      entry.citations.forEach((citation, index) => {
        const item = element('li');
        item.append(citationLink(entry, index, citation.where));
        if (citation.label && !citation.where.startsWith(citation.label)) {
          item.append(element('span', 'label', citation.label));
        }
        list.append(item);
      });
      section.append(list);
    }
    for (const note of entry.notes) {
      section.append(element('p', 'note', note));
    }

    const old = document.getElementById(section.id);
    if (old) {
      old.replaceWith(section);
    } else {
      entries.append(section);
      section.scrollIntoView({ block: 'start' });
    }
  }

  window.addEventListener('message', ({ data }) => {
    if (data.type === 'entry') {
      draw(data.entry);
    }
  });

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-citation], .cancel') : null;
    const section = target?.closest('.entry');
    if (!target || !section) {
      return;
    }
    event.preventDefault();
    const entry = Number(section.dataset.entry);
    if (target.classList.contains('cancel')) {
      vscode.postMessage({ type: 'cancel', entry });
    } else {
      vscode.postMessage({ type: 'open', entry, citation: Number(target.dataset.citation) });
    }
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const question = input.value.trim();
    if (question) {
      vscode.postMessage({ type: 'ask', question });
      input.value = '';
    }
  });

  vscode.postMessage({ type: 'ready' });
})();
