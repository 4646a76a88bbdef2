'use strict';
// Tables in a block .filterable can be narrowed: by a choice for each column that data-filter names, and by words.
// Without scripts the whole table stands there. A cell may hold several values, set apart by semicolons.
{
  const template = document.getElementById('filter-template');
  const words = (element) => element.textContent.trim().replace(/\s+/g, ' ');
  const withoutNote = (value) => value.replace(/ \([^()]*\)$/, '');
  const valuesOf = (cell) => words(cell).split(/\s*;\s*/).map(withoutNote);
  const folded = (text) => text.toLocaleLowerCase(document.documentElement.lang).normalize('NFKD').replace(/\p{M}/gu, '');

  const columnsOf = (table, names) => {
    const headers = [...table.tHead.rows[0].cells].map(words);
    return names.map((name) => ({ name, at: headers.indexOf(name) })).filter(({ at }) => at >= 0);
  };

  const choiceOf = (column, rows, model) => {
    const choice = model.cloneNode(true);
    const select = choice.querySelector('select');
    const values = new Set(rows.flatMap((row) => valuesOf(row.cells[column.at])));
    choice.querySelector('span').textContent = column.name;
    [...values].sort((a, b) => a.localeCompare(b)).forEach((value) => select.add(new Option(value)));
    return choice;
  };

  const isShown = (row, columns, selects, query) => {
    const chosen = columns.every(({ at }, n) => !selects[n].selectedIndex || valuesOf(row.cells[at]).includes(selects[n].value));
    const text = folded(words(row));
    return chosen && query.every((word) => text.includes(word));
  };

  const describe = (status, count, all) => {
    const text = count === 0 ? status.dataset.none : count === 1 ? status.dataset.one : status.dataset.many;
    status.textContent = text.replace('{count}', count).replace('{all}', all);
  };

  const enhance = (block) => {
    const table = block.querySelector('table');
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const columns = columnsOf(table, (block.dataset.filter ?? '').split(/\s*,\s*/));
    const form = template.content.firstElementChild.cloneNode(true);
    const caption = block.querySelector('figcaption, caption');
    const title = caption ? words(caption).split(':')[0] : document.title; // "Table 2.1", so that no two forms share a name
    form.setAttribute('aria-label', form.getAttribute('aria-label').replace('{title}', title));
    const model = form.querySelector('.choice');
    model.replaceWith(...columns.map((column) => choiceOf(column, rows, model)));
    const selects = [...form.querySelectorAll('select')];
    const input = form.querySelector('input');
    const status = form.querySelector('[role="status"]');

    const update = () => {
      const query = folded(input.value).split(/\s+/).filter(Boolean);
      rows.forEach((row) => { row.hidden = !isShown(row, columns, selects, query); });
      describe(status, rows.filter((row) => !row.hidden).length, rows.length);
    };
    form.addEventListener('input', update);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(update));
    block.prepend(form);
    update();
  };

  const within = (root) => [...document.querySelectorAll('main .filterable:has(thead)')].filter((block) => root.contains(block));
  within(document).forEach(enhance);
  document.addEventListener('swapped', ({ target }) => within(target).forEach(enhance)); // a preview put this there anew
}
