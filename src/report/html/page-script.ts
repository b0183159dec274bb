import { UNPACK_SCRIPT } from './pack-data.ts';
import { DETAILS_SCRIPT } from './script-details.ts';
import { TABLE_SCRIPT } from './script-table.ts';

/** The script of the page. Plain ECMAScript of 2020, as it reaches the browser. */
export const PAGE_SCRIPT: string = String.raw`
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  /** Sets a text that may break behind the parts of an ARN. */
  const broken = (element, text) => {
    text.split(/(?<=[:\/])(?=[^:\/\s])/).forEach((part, index) => {
      if (index > 0) element.append(document.createElement('wbr'));
      element.append(part);
    });
    return element;
  };
${UNPACK_SCRIPT}
  const rows = [];
  for (const holder of document.querySelectorAll('script.rows')) {
    const { strings, shapes, values } = JSON.parse(holder.textContent);
    const one = unpack({ strings, shapes });
    for (const [, row, more] of values) rows.push(Object.assign(one(row), { more: () => one(more) }));
    holder.remove();
  }
${DETAILS_SCRIPT}
${TABLE_SCRIPT}
  byId('charts-place').append(byId('charts'));
  document.documentElement.dataset.ready = 'true';
  byId('filters').hidden = false;
  render();
})();
`;
