// Draws the workspace by tokens: a squarified treemap whose boxes are buttons. Runs alone in the webview: no imports.
(() => {
  const vscode = acquireVsCodeApi();
  const map = document.getElementById('map');
  const path = document.getElementById('path');
  const total = document.getElementById('total');
  const windows = document.getElementById('windows');
  const heaviest = document.getElementById('heaviest');
  const number = new Intl.NumberFormat('en-US');
  /** Sections that are listed; more of them would take the map its room. */
  const mostListed = 6;
  /** From the root down to the folder that is shown. */
  let shown = [];
  let tree;

  /** Areas for weights, in the order given (heaviest first), kept as near to squares as rows allow. */
  function squarify(items, box) {
    const placed = [];
    let { x, y, width, height } = box;
    let rest = items.filter((item) => item.tokens > 0);
    let weight = rest.reduce((sum, item) => sum + item.tokens, 0);
    while (rest.length > 0 && width > 0 && height > 0) {
      const scale = (width * height) / weight;
      const side = Math.min(width, height);
      let row = 0;
      let sum = 0;
      let worst = Number.POSITIVE_INFINITY;
      for (; row < rest.length; row++) {
        const next = sum + rest[row].tokens * scale;
        const most = rest[0].tokens * scale;
        const least = rest[row].tokens * scale;
        const ratio = Math.max((side * side * most) / (next * next), (next * next) / (side * side * least));
        if (ratio > worst) {
          break;
        }
        worst = ratio;
        sum = next;
      }
      const depth = sum / side;
      let along = 0;
      for (const item of rest.slice(0, row)) {
        const length = (item.tokens * scale) / depth;
        placed.push(
          width >= height
            ? { item, x, y: y + along, width: depth, height: length }
            : { item, x: x + along, y, width: length, height: depth },
        );
        along += length;
        weight -= item.tokens;
      }
      if (width >= height) {
        x += depth;
        width -= depth;
      } else {
        y += depth;
        height -= depth;
      }
      rest = rest.slice(row);
    }
    return placed;
  }

  function box({ item, x, y, width, height }, hue) {
    const node = document.createElement('button');
    node.type = 'button';
    node.className = `box colour${hue % 6}${item.children ? ' folder' : ''}`;
    Object.assign(node.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    const files = item.children ? `, ${number.format(item.files)} files` : '';
    node.title = `${item.path}\n${number.format(item.tokens)} tokens${files}`;
    node.setAttribute('aria-label', node.title);
    if (width > 46 && height > 17) {
      const name = document.createElement('span');
      name.textContent = item.name;
      node.append(name);
      if (height > 36) {
        const tokens = document.createElement('small');
        tokens.textContent = number.format(item.tokens);
        node.append(tokens);
      }
    }
    node.addEventListener('click', () => {
      if (item.children) {
        shown.push(item);
        draw();
        map.querySelector('button')?.focus();
      } else {
        vscode.postMessage({ type: 'open', uri: item.uri });
      }
    });
    return node;
  }

  function crumbs() {
    path.replaceChildren(
      ...shown.map((folder, index) => {
        const crumb = document.createElement('button');
        crumb.type = 'button';
        crumb.textContent = folder.name || 'workspace';
        crumb.disabled = index === shown.length - 1;
        crumb.addEventListener('click', () => {
          shown = shown.slice(0, index + 1);
          draw();
        });
        return crumb;
      }),
    );
  }

  function draw() {
    const folder = shown.at(-1);
    if (!folder) {
      return;
    }
    crumbs();
    const parts = [`${tree.exact ? '' : '≈ '}${number.format(folder.tokens)} tokens (${tree.model})`].concat(
      `${number.format(folder.files)} ${folder.files === 1 ? 'file' : 'files'}`,
    );
    total.textContent = parts.join(' · ');
    const { clientWidth: width, clientHeight: height } = map;
    const boxes = squarify(folder.children ?? [], { x: 0, y: 0, width, height });
    map.replaceChildren(...boxes.map((placed, index) => box(placed, index)));
  }

  function element(name, className, text) {
    const node = document.createElement(name);
    node.className = className;
    node.textContent = text;
    return node;
  }

  /** How much of each model's window the workspace takes, and how much of the workspace it takes in. */
  function windowRow({ model, contextWindow, share, filesThatFit }) {
    const row = document.createElement('li');
    const files = tree.root.files;
    const fits =
      share <= 1
        ? `all of it, in ${(share * 100).toFixed(1)} % of ${number.format(contextWindow)}`
        : `${number.format(filesThatFit)} of ${number.format(files)} files, the lightest first, in ${number.format(contextWindow)}`;
    const meter = document.createElement('progress');
    meter.max = 1;
    meter.value = Math.min(share, 1);
    meter.setAttribute('aria-label', `Share of the window of ${model}`);
    row.append(element('span', 'model', model), meter, element('span', 'fits', fits));
    return row;
  }

  /** Encodings have no window: only models do. */
  function choiceRow() {
    const row = document.createElement('li');
    const link = element('button', 'section', 'Choose models');
    link.type = 'button';
    link.addEventListener('click', () => vscode.postMessage({ type: 'models' }));
    row.append(link, element('span', 'fits', 'to see how much of their windows it takes'));
    return row;
  }

  function sectionRow({ name, kind, path, uri, range, tokens }) {
    const row = document.createElement('li');
    const link = element('button', 'section', name);
    link.type = 'button';
    link.title = `${kind} in ${path}:${range.start.line + 1}`;
    link.addEventListener('click', () => vscode.postMessage({ type: 'open', uri, range }));
    row.append(link, element('span', 'where', path), element('span', 'tokens', number.format(tokens)));
    return row;
  }

  function lists() {
    const footer = document.querySelector('footer');
    windows.replaceChildren(...(tree.windows.length > 0 ? tree.windows.map(windowRow) : [choiceRow()]));
    heaviest.replaceChildren(...tree.heaviest.slice(0, mostListed).map(sectionRow));
    heaviest.parentElement.hidden = tree.heaviest.length === 0;
    footer.hidden = false;
  }

  window.addEventListener('message', ({ data }) => {
    if (data.type === 'tree') {
      tree = data.tree;
      shown = [tree.root];
      lists();
      draw();
    } else if (data.type === 'problem') {
      total.textContent = data.message;
      map.replaceChildren();
    }
  });
  window.addEventListener('resize', draw);
  document.addEventListener('keydown', (event) => {
    if ((event.key === 'Escape' || event.key === 'Backspace') && shown.length > 1) {
      shown.pop();
      draw();
    }
  });
  vscode.postMessage({ type: 'ready' });
})();
