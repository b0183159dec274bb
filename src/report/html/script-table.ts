/** The part of the page's script that sorts, searches, filters and pages the findings, and keeps all of that in the URL's hash. */
export const TABLE_SCRIPT: string = String.raw`
  const PAGE = 100;
  /** What is printed at most; paper for more helps nobody. */
  const PRINTED = 2000;
  const ORDER = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
  const LEVELS = ['Permissions', 'Write', 'Read', 'Tagging', 'List', 'Unknown'];
  const CHOICES = {
    severity: (row) => [row.severity],
    level: (row) => row.levels,
    type: (row) => [row.type],
    account: (row) => row.accounts,
    region: (row) => row.regions,
    public: (row) => [row.public],
    status: (row) => [row.status],
  };
  const NAMES = Object.keys(CHOICES);
  const FIELDS = ['q', ...NAMES, 'sort', 'page', 'open'];
  const NOTHING = Object.fromEntries(FIELDS.map((field) => [field, '']));

  const byText = (of) => (a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0);
  const compare = {
    severity: (a, b) => ORDER[a.severity] - ORDER[b.severity],
    resource: byText((row) => row.resource),
    principal: byText((row) => row.principal),
    age: (a, b) => (b.age === undefined ? -1 : b.age) - (a.age === undefined ? -1 : a.age),
    regions: (a, b) => b.regions.length - a.regions.length,
  };
  /** Made when somebody searches for the first time. */
  const textOf = (row) => {
    if (row.text === undefined) {
      row.text = [row.resource, row.type, row.principal, row.severity, row.status, row.id, ...row.levels, ...row.accounts, ...row.regions, ...row.actions, ...row.conditions]
        .join('\n').toLowerCase();
    }
    return row.text;
  };

  const readState = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(FIELDS.map((field) => [field, given.get(field) || '']));
  };
  let state = readState();
  const writeState = (change) => {
    state = Object.assign({}, state, 'page' in change || 'open' in change ? {} : { page: '', open: '' }, change);
    const hash = new URLSearchParams();
    for (const field of FIELDS) if (state[field] !== '') hash.set(field, state[field]);
    history.replaceState(null, '', '#' + hash.toString());
    render();
  };

  let kept = { key: undefined, rows: rows };
  /** The rows that the state wants, in its order. The same as long as neither changes. */
  const found = () => {
    const key = JSON.stringify(['q', 'sort', ...NAMES].map((field) => state[field]));
    if (kept.key === key) return kept.rows;
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = NAMES.filter((name) => state[name] !== '');
    let list = rows;
    if (words.length > 0 || wanted.length > 0) {
      list = rows.filter((row) =>
        wanted.every((name) => CHOICES[name](row).includes(state[name])) && words.every((word) => textOf(row).includes(word)));
    }
    const by = state.sort.replace(/^-/, '');
    if (Object.prototype.hasOwnProperty.call(compare, by)) {
      const turn = state.sort.startsWith('-') ? -1 : 1;
      list = list.slice().sort((a, b) => turn * compare[by](a, b));
    }
    kept = { key, rows: list };
    return list;
  };

  const cell = (name, label) => {
    const td = make('td', name);
    td.setAttribute('role', 'cell');
    if (label) td.dataset.label = label;
    return td;
  };
  const drawRow = (row) => {
    const tr = make('tr');
    tr.setAttribute('role', 'row');
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
    const severity = cell('col-severity');
    severity.append(make('span', 'pill pill-' + row.severity, row.severity));
    const resource = cell('col-resource');
    resource.append(broken(make('span', 'resource'), row.resource), broken(make('span', 'soft type'), row.type));
    if (row.status !== 'ACTIVE') resource.append(make('span', 'pill', row.status.toLowerCase()));
    const who = cell('col-who', 'Who');
    who.append(broken(make('span', 'principal'), row.principal));
    if (row.public !== 'false') who.append(' ', make('span', 'pill pill-bad', row.public === 'true' ? 'public' : 'public or not: AWS does not say'));
    const levels = cell('col-levels', 'Levels');
    levels.append(row.levels.join(', '));
    const regions = cell('col-regions', 'Regions');
    regions.append(row.regions.length > 2 ? row.regions.length + ' Regions' : row.regions.join(', '));
    if (row.regions.length > 2) regions.title = row.regions.join(', ');
    const age = cell('col-age', 'Age');
    age.append(row.age === undefined ? 'unknown' : row.age + (row.age === 1 ? ' day' : ' days'));
    const act = cell('col-open');
    act.append(button);
    tr.append(severity, resource, who, levels, regions, age, act);
    if (!open) return [tr];
    tr.className = 'is-open';
    const more = make('tr', 'details');
    more.setAttribute('role', 'row');
    const td = cell('');
    td.colSpan = 7;
    td.append(details(row));
    more.append(td);
    return [tr, more];
  };
  const nothing = () => {
    const tr = make('tr', 'none');
    tr.setAttribute('role', 'row');
    const td = cell('empty', undefined);
    td.colSpan = 7;
    td.textContent = rows.length === 0 ? byId('rows').dataset.empty : 'No access matches. “Show all” takes the search and the filters away.';
    tr.append(td);
    return [tr];
  };
  const draw = (list) => byId('rows').replaceChildren(...(list.length === 0 ? nothing() : list.flatMap(drawRow)));
  const render = () => {
    const list = found();
    const pages = Math.max(1, Math.ceil(list.length / PAGE));
    let page = Math.min(pages, Math.max(1, Number.parseInt(state.page, 10) || 1));
    if (state.open !== '' && state.page === '') {
      const at = list.findIndex((row) => row.id === state.open);
      if (at >= 0) page = Math.floor(at / PAGE) + 1;
    }
    draw(list.slice((page - 1) * PAGE, page * PAGE));
    const all = rows.length + (rows.length === 1 ? ' access' : ' accesses');
    byId('count').textContent = list.length === rows.length ? all : list.length + ' of ' + all;
    byId('page').textContent = 'Page ' + page + ' of ' + pages;
    byId('pager').hidden = pages === 1;
    byId('previous').disabled = page <= 1;
    byId('next').disabled = page >= pages;
    byId('previous').onclick = () => writeState({ page: String(page - 1), open: '' });
    byId('next').onclick = () => writeState({ page: String(page + 1), open: '' });
    for (const field of ['q', ...NAMES]) {
      if (field !== 'q' || byId(field) !== document.activeElement) byId(field).value = state[field];
      byId(field).classList.toggle('in-use', state[field] !== '');
    }
    byId('reset').disabled = ['q', 'sort', ...NAMES].every((field) => state[field] === '');
    for (const th of document.querySelectorAll('th[data-sort]')) {
      const mine = state.sort.replace(/^-/, '') === th.dataset.sort;
      if (mine) th.setAttribute('aria-sort', state.sort.startsWith('-') ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    }
    for (const tile of document.querySelectorAll('.tile')) {
      const { account = '', region } = tile.dataset;
      tile.setAttribute('aria-pressed', String(region === state.region && account === state.account));
    }
  };

  for (const name of NAMES) {
    const select = byId(name);
    const values = [...new Set(rows.flatMap(CHOICES[name]))];
    const rank = (value) => (name === 'severity' ? ORDER[value] : name === 'level' ? LEVELS.indexOf(value) : 0);
    for (const value of values.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) select.append(make('option', '', value));
    select.addEventListener('change', () => writeState({ [name]: select.value }));
  }
  byId('account').parentElement.hidden = byId('account').options.length < 3;
  let waiting;
  byId('q').addEventListener('input', () => {
    clearTimeout(waiting);
    const search = () => writeState({ q: byId('q').value.trim() });
    // So many rows take longer than the next key does.
    if (rows.length > 20000) waiting = setTimeout(search, 150);
    else search();
  });
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('reset').addEventListener('click', () => {
    byId('q').value = '';
    writeState(NOTHING);
  });
  for (const th of document.querySelectorAll('th[data-sort]')) {
    th.querySelector('button').addEventListener('click', () => {
      const name = th.dataset.sort;
      writeState({ sort: state.sort === name ? '-' + name : name });
    });
  }
  for (const tile of document.querySelectorAll('.tile')) {
    tile.addEventListener('click', () => {
      const { account = '', region } = tile.dataset;
      const off = region === state.region && account === state.account;
      writeState({ region: off ? '' : region, account: off ? '' : account });
    });
  }
  // A link inside the page must not take the state's place in the hash.
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const target = byId(link.getAttribute('href').slice(1));
      target.tabIndex = -1;
      target.focus();
      target.scrollIntoView();
    });
  }
  addEventListener('hashchange', () => { state = readState(); render(); });

  // On paper nobody turns a page or unfolds anything.
  let closed = [];
  addEventListener('beforeprint', () => {
    const list = found();
    draw(list.slice(0, PRINTED));
    closed = Array.prototype.filter.call(document.querySelectorAll('details'), (one) => !one.open);
    for (const one of closed) one.open = true;
    const choices = ['q', ...NAMES, 'sort'].filter((field) => state[field] !== '').map((field) => field + ' ' + state[field]);
    byId('printed').textContent = [
      choices.length > 0 ? 'Chosen: ' + choices.join(', ') + '.' : '',
      list.length > PRINTED ? 'Printed are the first ' + PRINTED + ' of ' + list.length + '.' : '',
    ].join(' ').trim();
  });
  addEventListener('afterprint', () => {
    for (const one of closed) one.open = false;
    render();
  });
`;
