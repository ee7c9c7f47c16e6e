// Draws the entries that the extension sends and reports clicks.
import { renderAnswer } from '../src/features/ask/answerHtml';

(() => {
  const vscode = acquireVsCodeApi();
  const byId = (id) => document.getElementById(id);
  const entries = byId('entries');
  const welcome = byId('welcome');
  const status = byId('status');
  const form = byId('ask');
  const input = byId('question');
  const about = byId('about');
  const deep = byId('deep');
  const preview = byId('preview');
  /** The citation whose preview is wanted. */
  let hovered;

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

  function button(action, text, title) {
    const node = element('button', 'action', text);
    node.type = 'button';
    node.dataset.action = action;
    if (title) {
      node.title = title;
    }
    return node;
  }

  function citationLink(index, text) {
    const link = element('a', 'citation', text);
    link.href = '#';
    link.dataset.citation = String(index);
    return link;
  }

  function evidence(entry) {
    const list = element('ol', 'citations');
    entry.citations.forEach((citation, index) => {
      const item = element('li');
      item.append(citationLink(index, citation.where));
      if (citation.label && !citation.where.startsWith(citation.label)) {
        item.append(element('span', 'label', citation.label));
      }
      if (citation.since) {
        item.append(element('span', 'since', citation.since));
      }
      if (citation.why) {
        item.append(element('span', 'why', citation.why));
      }
      list.append(item);
    });
    return list;
  }

  function details(className, summary, content, open) {
    const node = element('details', className);
    node.open = open;
    node.append(element('summary', '', summary), content);
    return node;
  }

  function lines(texts) {
    const list = element('ul', 'steps');
    list.append(...texts.map((text) => element('li', '', text)));
    return list;
  }

  function toolbar(entry) {
    const bar = element('div', 'toolbar');
    bar.setAttribute('role', 'toolbar');
    bar.setAttribute('aria-label', 'Answer');
    if (entry.state === 'asking') {
      bar.append(button('stop', 'Stop'));
      return bar;
    }
    if (entry.state === 'done') {
      bar.append(
        button('copy', 'Copy', 'Copy the answer with its sources as Markdown'),
        button('insert', 'Insert', 'Insert the answer at the cursor'),
      );
    }
    bar.append(button('retry', 'Ask again'));
    if (entry.state === 'done') {
      bar.append(thumb(entry, 'up', 'This answer helped'), thumb(entry, 'down', 'This answer did not help'));
    }
    return bar;
  }

  const thumbShape = 'M5 7v7H2V7h3Zm1 0 3-6c1.1 0 2 .9 2 2v3h3.2c.9 0 1.5.8 1.3 1.7l-1.2 5c-.2.8-.8 1.3-1.6 1.3H6V7Z';

  function thumb(entry, verdict, label) {
    const node = button('judge', '', label);
    node.classList.add('thumb', verdict);
    node.dataset.verdict = verdict;
    node.setAttribute('aria-label', label);
    node.setAttribute('aria-pressed', String(entry.verdict === verdict));
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('aria-hidden', 'true');
    const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    shape.setAttribute('d', thumbShape);
    svg.append(shape);
    node.append(svg);
    return node;
  }

  /** After the verdict: what was right or wrong, if somebody wants to say it. */
  function commentForm(entry) {
    if (!entry.verdict) {
      return [];
    }
    if (entry.commented) {
      return [element('p', 'note', 'Thank you. It is kept on this machine.')];
    }
    const form = element('form', 'comment');
    const field = element('input');
    field.type = 'text';
    const label = entry.verdict === 'up' ? 'What helped? (if you like)' : 'What was wrong or missing? (if you like)';
    field.placeholder = label;
    field.setAttribute('aria-label', label);
    const send = button('comment', 'Keep', 'Keeps the comment on this machine');
    send.type = 'submit';
    form.append(field, send);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (field.value.trim()) {
        vscode.postMessage({ type: 'judge', entry: entry.id, verdict: entry.verdict, comment: field.value });
      }
    });
    return [form];
  }

  function build(entry, old) {
    const section = element('section', `entry ${entry.state}`);
    section.id = `entry-${entry.id}`;
    section.dataset.entry = String(entry.id);
    section.setAttribute('aria-busy', String(entry.state === 'asking'));
    const heading = element('h2', 'question', entry.question);
    heading.id = `question-${entry.id}`;
    section.setAttribute('aria-labelledby', heading.id);
    section.append(heading);

    const answer = element('div', 'answer');
    // Rendered with HTML switched off; the page's policy forbids every script but this one.
    answer.innerHTML = renderAnswer(entry.markdown, entry.cited);
    section.append(answer);

    if (entry.state === 'asking') {
      section.append(element('p', 'waiting', entry.markdown ? 'Writing' : 'Looking through the workspace'));
    } else if (entry.state === 'failed') {
      section.append(element('p', 'error', entry.error));
    } else if (entry.state === 'cancelled') {
      section.append(element('p', 'note', 'Stopped.'));
    }

    // The steps are of interest while one waits; beside the answer they wait to be asked for.
    const finished = old?.classList.contains('asking') && entry.state !== 'asking';
    const wasOpen = (name, otherwise) => old?.querySelector(`details.${name}`)?.open ?? otherwise;
    const stepsOpen = !finished && wasOpen('how', entry.state === 'asking');
    if (entry.stale) {
      section.append(element('p', 'note stale', entry.stale));
    }
    if (entry.citations.length > 0) {
      const title = entry.citations.length === 1 ? '1 source' : `${entry.citations.length} sources`;
      section.append(details('evidence', title, evidence(entry), wasOpen('evidence', true)));
    }
    if (entry.steps.length > 0) {
      section.append(details('how', 'How this was found', lines(entry.steps), stepsOpen));
    }
    for (const note of entry.notes) {
      section.append(element('p', 'note', note.replaceAll('`', '')));
    }
    if (entry.noModel) {
      const hint = element('p', 'note', 'No model is chosen, so these are the passages themselves. ');
      const choose = element('button', 'link', 'Choose a model');
      choose.type = 'button';
      choose.dataset.command = 'plumb.chooseModel';
      hint.append(choose, ' to have them put into words.');
      section.append(hint);
    }
    if (entry.usage) {
      section.append(element('p', 'note usage', entry.usage));
    }
    section.append(toolbar(entry), ...commentForm(entry));
    if (entry.followUps.length > 0) {
      const list = element('p', 'followups');
      for (const question of entry.followUps) {
        const next = element('button', 'link', question.replaceAll('`', ''));
        next.type = 'button';
        next.dataset.ask = question;
        list.append(next);
      }
      section.append(list);
    }
    return section;
  }

  function draw(entry) {
    const old = byId(`entry-${entry.id}`);
    const section = build(entry, old);
    welcome.hidden = true;
    if (!old) {
      entries.append(section);
      section.scrollIntoView({ block: 'start' });
      return;
    }
    // The focus stays on what it was on, as far as that is still there.
    const { action, citation, verdict } = old.contains(document.activeElement) ? document.activeElement.dataset : {};
    const atEnd = document.documentElement.scrollHeight - window.scrollY - window.innerHeight < 60;
    old.replaceWith(section);
    const again = action
      ? section.querySelector(`[data-action="${action}"]${verdict ? `[data-verdict="${verdict}"]` : ''}`)
      : citation && section.querySelector(`[data-citation="${citation}"]`);
    again?.focus({ preventScroll: true });
    if (entry.state === 'asking' && atEnd) {
      window.scrollTo(0, document.documentElement.scrollHeight);
    }
    if (old.classList.contains('asking') && entry.state !== 'asking') {
      // Read out once, and not piece by piece.
      status.textContent =
        entry.state === 'done' ? `Answered, with ${entry.citations.length} sources.` : entry.error || 'Stopped.';
    }
  }

  function drawAll(all) {
    entries.replaceChildren();
    welcome.hidden = all.length > 0;
    for (const entry of all) {
      draw(entry);
    }
    window.scrollTo(0, document.documentElement.scrollHeight);
  }

  window.addEventListener('message', ({ data }) => {
    switch (data.type) {
      case 'entry':
        draw(data.entry);
        break;
      case 'entries':
        drawAll(data.entries);
        break;
      case 'draft':
        input.value = data.text || input.value;
        about.hidden = data.about === '';
        about.firstElementChild.textContent = `About ${data.about}`;
        input.focus();
        break;
      case 'preview':
        if (hovered && hovered.entry === data.entry && hovered.citation === data.citation) {
          showPreview(hovered.link, data.text);
        }
        break;
    }
  });

  function showPreview(link, text) {
    preview.firstElementChild.textContent = text;
    preview.hidden = false;
    const { top, bottom } = link.getBoundingClientRect();
    const height = preview.offsetHeight;
    const below = bottom + 6 + height < window.innerHeight;
    preview.style.top = `${Math.max(4, below ? bottom + 6 : top - height - 6)}px`;
    link.setAttribute('aria-describedby', 'preview');
  }

  function hidePreview() {
    hovered?.link.removeAttribute('aria-describedby');
    hovered = undefined;
    preview.hidden = true;
  }

  function wantPreview(event) {
    const link = event.target instanceof Element ? event.target.closest('[data-citation]') : null;
    if (!link || hovered?.link === link) {
      return;
    }
    const section = link.closest('.entry');
    hovered = { link, entry: Number(section.dataset.entry), citation: Number(link.dataset.citation) };
    vscode.postMessage({ type: 'preview', entry: hovered.entry, citation: hovered.citation });
  }

  document.addEventListener('mouseover', wantPreview);
  document.addEventListener('focusin', wantPreview);
  for (const name of ['mouseout', 'focusout', 'scroll']) {
    document.addEventListener(name, hidePreview);
  }

  function ask(question) {
    vscode.postMessage({ type: 'ask', question, deep: deep.checked, about: !about.hidden });
    about.hidden = true;
  }

  document.addEventListener('click', (event) => {
    const target =
      event.target instanceof Element
        ? event.target.closest('[data-citation], [data-action], [data-command], [data-ask]')
        : null;
    if (!target) {
      return;
    }
    event.preventDefault();
    hidePreview();
    const { citation, action, command, ask: question } = target.dataset;
    const entry = Number(target.closest('.entry')?.dataset.entry);
    if (citation !== undefined) {
      vscode.postMessage({ type: 'open', entry, citation: Number(citation) });
    } else if (action === 'judge') {
      vscode.postMessage({ type: 'judge', entry, verdict: target.dataset.verdict, comment: '' });
    } else if (action === 'comment') {
      target.form.requestSubmit();
    } else if (action !== undefined) {
      vscode.postMessage({ type: action, entry });
    } else if (command !== undefined) {
      vscode.postMessage({ type: 'command', command });
    } else {
      ask(question);
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      if (!preview.hidden) {
        hidePreview();
      } else {
        const asking = document.querySelector('.entry.asking');
        if (asking) {
          vscode.postMessage({ type: 'stop', entry: Number(asking.dataset.entry) });
        }
      }
    }
  });

  about.querySelector('button').addEventListener('click', () => {
    about.hidden = true;
    input.focus();
  });

  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const question = input.value.trim();
    if (question) {
      ask(question);
      input.value = '';
    }
  });

  vscode.postMessage({ type: 'ready' });
})();
