/** The part of the page's script that shows one access when it is opened. It sets every text as text, never as HTML. */
export const DETAILS_SCRIPT: string = String.raw`
  const section = (title, ...parts) => {
    const part = make('div', 'part');
    const kept = parts.filter(Boolean);
    if (kept.length > 0) part.append(make('h3', '', title), ...kept);
    return part;
  };
  const folded = (title, content) => {
    const part = make('div', 'part');
    if (!content) return part;
    const details = make('details');
    details.append(make('summary', '', title), content);
    part.append(details);
    return part;
  };
  const list = (items) => {
    if (items.length === 0) return undefined;
    const ul = make('ul');
    for (const item of items) ul.append(broken(make('li'), item));
    return ul;
  };
  const copyable = (text, what) => {
    const part = make('div', 'copyable');
    const pre = make('pre');
    pre.tabIndex = 0;
    pre.setAttribute('role', 'group');
    pre.setAttribute('aria-label', what);
    pre.append(make('code', '', text));
    const button = make('button', 'button copy', 'Copy');
    button.type = 'button';
    button.setAttribute('aria-label', 'Copy: ' + what);
    const told = (answer) => {
      button.textContent = answer;
      button.setAttribute('aria-label', answer + ': ' + what);
    };
    const select = () => {
      const range = document.createRange();
      range.selectNodeContents(pre);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      told(document.execCommand('copy') ? 'Copied' : 'Selected: copy it');
    };
    button.addEventListener('click', () => {
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => told('Copied'), select);
      else select();
    });
    part.append(pre, button);
    return part;
  };
  const steps = (items) => {
    if (items.length === 0) return undefined;
    const ol = make('ol');
    for (const { text, line, variables } of items) {
      const li = broken(make('li'), text);
      if (variables) li.append(make('p', 'soft', 'Set before: ' + variables.join(', ')));
      if (line !== undefined) li.append(copyable(line, 'command line: ' + text));
      ol.append(li);
    }
    return ol;
  };
  const fact = (dl, title, text) => {
    if (text) dl.append(make('dt', '', title), broken(make('dd'), text));
  };
  const facts = (row, more) => {
    const part = make('div', 'what');
    const dl = make('dl', 'facts');
    fact(dl, 'Resource', row.resource);
    fact(dl, 'Type', row.type);
    fact(dl, 'Owner', more.owner);
    fact(dl, 'Who', row.principal);
    fact(dl, 'Public', row.public === 'unknown' ? 'AWS does not say' : row.public === 'true' ? 'yes' : 'no');
    fact(dl, 'First seen', more.firstSeen);
    fact(dl, 'Updated', more.updatedAt);
    fact(dl, 'RCP', more.restriction);
    part.append(
      section('Why ' + row.severity, list(more.why)),
      section('What it is', dl),
      section('Conditions', list(row.conditions), row.conditions.length > 0 && make('p', 'soft', 'AWS returns keys and values, not the operators.')),
      section('Actions', list(row.actions.map((action) => (more.unknownActions.includes(action) ? action + ' (level unknown)' : action)))),
      section('Shared through', list(more.sources)),
      section('Seen', list(more.sightings)),
      folded('Identity', list(['access ' + row.id, 'fingerprint ' + more.fingerprint])),
    );
    return part;
  };
  const remedies = (plan) => {
    const part = make('div', 'plan');
    const wrong = make('div', 'branch');
    wrong.append(section('Not intended: take the access away', steps(plan.steps)));
    if (plan.consoleUrl) {
      const link = make('a', '', 'Open the resource in the AWS console');
      link.href = plan.consoleUrl;
      link.rel = 'noreferrer noopener';
      link.target = '_blank';
      const p = make('p');
      p.append(link);
      wrong.append(p);
    }
    wrong.append(
      section('Then have AWS look again', steps(plan.rescan), list(plan.rescanNotes)),
      folded('Other ways', steps(plan.alternatives)),
      folded('Undo', steps(plan.undo)),
    );
    const right = make('div', 'branch');
    const { accept } = plan;
    right.append(
      section(
        'Intended: accept it by an archive rule',
        accept.rule ? copyable(accept.rule, 'the archive rule as JSON') : make('p', '', accept.noRule || 'There is no narrow rule.'),
        list(accept.notes),
        steps(accept.steps),
      ),
      folded('Undo', steps(accept.undo)),
    );
    part.append(section('Mind', list(plan.warnings)), wrong, right);
    return part;
  };
  const details = (row) => {
    const part = make('div', 'opened');
    const more = row.more();
    const { plan } = more;
    if (plan) part.append(broken(make('p', 'exposure'), plan.exposure));
    const halves = make('div', 'halves');
    halves.append(
      facts(row, more),
      plan ? remedies(plan) : make('p', 'soft', 'This page holds the plans of its worst accesses only. planRemediation of the library makes this one.'),
    );
    part.append(halves);
    return part;
  };
`;
