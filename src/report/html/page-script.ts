/**
 * The script of the page: sorts, searches, filters and opens the findings, and keeps all of that in the URL's hash. It sets every
 * text as text, never as HTML. Plain ECMAScript of 2020, as it reaches the browser.
 */
export const PAGE_SCRIPT: string = String.raw`
'use strict';
(() => {
  const rows = JSON.parse(document.getElementById('data').textContent);
  const PAGE = 100;
  const ORDER = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
  const FIELDS = ['q', 'severity', 'level', 'type', 'region', 'public', 'status', 'sort', 'page', 'open'];
  const byId = (id) => document.getElementById(id);
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  for (const row of rows) {
    row.text = [row.resource, row.type, row.principal, row.severity, row.status, ...row.levels, ...row.regions, ...row.actions, ...row.conditions]
      .join('\n').toLowerCase();
  }
  const compare = {
    severity: (a, b) => ORDER[a.severity] - ORDER[b.severity],
    resource: (a, b) => (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0),
    principal: (a, b) => (a.principal < b.principal ? -1 : a.principal > b.principal ? 1 : 0),
    age: (a, b) => (b.age === undefined ? -1 : b.age) - (a.age === undefined ? -1 : a.age),
    regions: (a, b) => b.regions.length - a.regions.length,
  };
  const readState = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = {};
    for (const field of FIELDS) state[field] = given.get(field) || '';
    return state;
  };
  let state = readState();
  const writeState = (change) => {
    state = Object.assign({}, state, 'page' in change || 'open' in change ? {} : { page: '', open: '' }, change);
    const hash = new URLSearchParams();
    for (const field of FIELDS) if (state[field] !== '') hash.set(field, state[field]);
    history.replaceState(null, '', '#' + hash.toString());
    render();
  };
  const matches = (row) =>
    (state.q === '' || state.q.toLowerCase().split(/\s+/).every((word) => row.text.includes(word))) &&
    (state.severity === '' || row.severity === state.severity) &&
    (state.level === '' || row.levels.includes(state.level)) &&
    (state.type === '' || row.type === state.type) &&
    (state.region === '' || row.regions.includes(state.region)) &&
    (state.public === '' || row.public === state.public) &&
    (state.status === '' || row.status === state.status);
  const sorted = (list) => {
    const name = state.sort.replace(/^-/, '');
    if (!Object.prototype.hasOwnProperty.call(compare, name)) return list;
    const turn = state.sort.startsWith('-') ? -1 : 1;
    return list.slice().sort((a, b) => turn * compare[name](a, b));
  };
  const list = (title, items) => {
    const part = make('div');
    if (items.length === 0) return part;
    part.append(make('h3', '', title));
    const ul = make('ul');
    for (const item of items) ul.append(make('li', '', item));
    part.append(ul);
    return part;
  };
  const steps = (title, items) => {
    const part = make('div');
    if (items.length === 0) return part;
    part.append(make('h3', '', title));
    const ol = make('ol');
    for (const { text, line } of items) {
      const li = make('li', '', text);
      if (line !== undefined) li.append(copyable(line));
      ol.append(li);
    }
    part.append(ol);
    return part;
  };
  const copyable = (text) => {
    const part = make('div');
    const pre = make('pre');
    pre.tabIndex = 0;
    pre.append(make('code', '', text));
    const button = make('button', 'button copy', 'Copy');
    button.type = 'button';
    button.addEventListener('click', () => {
      const select = () => {
        const range = document.createRange();
        range.selectNodeContents(pre);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        button.textContent = document.execCommand('copy') ? 'Copied' : 'Selected: copy it';
      };
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => { button.textContent = 'Copied'; }, select);
      else select();
    });
    part.append(pre, button);
    return part;
  };
  const details = (row) => {
    const part = make('div');
    const { plan } = row;
    if (plan) part.append(make('p', '', plan.exposure));
    part.append(
      list('Why ' + row.severity, row.why),
      list('Conditions (AWS returns no operators)', row.conditions),
      list('Actions', row.actions),
      list('Shared through', row.sources),
      list('Seen', row.sightings),
    );
    const times = [];
    if (row.firstSeen) times.push('first seen ' + row.firstSeen);
    if (row.updatedAt) times.push('updated ' + row.updatedAt);
    if (times.length > 0) part.append(make('p', 'soft', times.join(', ')));
    if (!plan) {
      part.append(make('p', 'soft', 'This page holds the plans of its worst accesses only. planRemediation of the library makes this one.'));
      return part;
    }
    part.append(list('Mind', plan.warnings), steps('Not intended: take the access away', plan.steps));
    if (plan.consoleUrl) {
      const link = make('a', '', 'Open the resource in the AWS console');
      link.href = plan.consoleUrl;
      link.rel = 'noreferrer';
      const p = make('p');
      p.append(link);
      part.append(p);
    }
    part.append(steps('Then have AWS look again', plan.rescan), steps('Undo', plan.undo));
    part.append(make('h3', '', 'Intended: accept it by an archive rule'));
    part.append(plan.rule ? copyable(plan.rule) : make('p', '', plan.noRule || 'There is no narrow rule.'));
    return part;
  };
  const cell = (label, text, className) => {
    const td = make('td', className, text);
    td.dataset.label = label;
    return td;
  };
  const drawRow = (row, index) => {
    const tr = make('tr');
    const open = state.open === row.id;
    const button = make('button', 'button', open ? 'Close' : 'Open');
    button.type = 'button';
    button.setAttribute('aria-expanded', String(open));
    button.setAttribute('aria-label', (open ? 'Close' : 'Open') + ' the details of ' + row.resource + ', ' + row.principal);
    button.dataset.id = row.id;
    button.addEventListener('click', () => {
      writeState({ open: open ? '' : row.id });
      const again = Array.prototype.find.call(document.querySelectorAll('#rows button[data-id]'), (one) => one.dataset.id === row.id);
      if (again) again.focus();
    });
    const act = cell('', undefined, '');
    delete act.dataset.label;
    act.append(button);
    const who = row.principal + (row.public === 'true' ? ' (public)' : row.public === 'unknown' ? ' (public or not: AWS does not say)' : '');
    tr.append(
      cell('Severity', row.severity, 'severity severity-' + row.severity),
      cell('Resource', row.resource + (row.status === 'ACTIVE' ? '' : ' [' + row.status.toLowerCase() + ']')),
      cell('Who', who),
      cell('Levels', row.levels.join(', ')),
      cell('Regions', row.regions.length > 3 ? row.regions.length + ' Regions' : row.regions.join(', ')),
      cell('Age', row.age === undefined ? 'unknown' : row.age + (row.age === 1 ? ' day' : ' days')),
      act,
    );
    if (!open) return [tr];
    const more = make('tr', 'details');
    const td = make('td');
    td.colSpan = 7;
    td.append(details(row));
    more.append(td);
    return [tr, more];
  };
  const render = () => {
    const found = sorted(rows.filter(matches));
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    let page = Math.min(pages, Math.max(1, Number.parseInt(state.page, 10) || 1));
    if (state.open !== '' && state.page === '') {
      const at = found.findIndex((row) => row.id === state.open);
      if (at >= 0) page = Math.floor(at / PAGE) + 1;
    }
    const shown = found.slice((page - 1) * PAGE, page * PAGE);
    byId('rows').replaceChildren(...shown.flatMap(drawRow));
    byId('count').textContent = found.length === rows.length ? rows.length + ' accesses' : found.length + ' of ' + rows.length + ' accesses';
    byId('page').textContent = 'Page ' + page + ' of ' + pages;
    byId('previous').disabled = page <= 1;
    byId('next').disabled = page >= pages;
    byId('previous').onclick = () => writeState({ page: String(page - 1), open: '' });
    byId('next').onclick = () => writeState({ page: String(page + 1), open: '' });
    for (const field of ['q', 'severity', 'level', 'type', 'region', 'public', 'status']) {
      if (byId(field) !== document.activeElement || field !== 'q') byId(field).value = state[field];
    }
    for (const th of document.querySelectorAll('th[data-sort]')) {
      const name = th.dataset.sort;
      const mine = state.sort === name || state.sort === '-' + name;
      if (mine) th.setAttribute('aria-sort', state.sort.startsWith('-') ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    }
    for (const tile of document.querySelectorAll('.tile')) tile.setAttribute('aria-pressed', String(tile.dataset.region === state.region));
  };
  for (const field of ['severity', 'level', 'type', 'region', 'public', 'status']) {
    byId(field).addEventListener('change', (event) => writeState({ [field]: event.target.value }));
  }
  byId('q').addEventListener('input', (event) => writeState({ q: event.target.value }));
  byId('reset').addEventListener('click', () => {
    byId('q').value = '';
    writeState({ q: '', severity: '', level: '', type: '', region: '', public: '', status: '', sort: '' });
  });
  for (const th of document.querySelectorAll('th[data-sort]')) {
    th.querySelector('button').addEventListener('click', () => {
      const name = th.dataset.sort;
      writeState({ sort: state.sort === name ? '-' + name : name });
    });
  }
  for (const tile of document.querySelectorAll('.tile')) {
    tile.addEventListener('click', () => writeState({ region: state.region === tile.dataset.region ? '' : tile.dataset.region }));
  }
  addEventListener('hashchange', () => { state = readState(); render(); });
  document.documentElement.dataset.ready = 'true';
  byId('filters').hidden = false;
  byId('pager').hidden = false;
  render();
})();
`;
