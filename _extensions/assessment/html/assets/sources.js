'use strict';
// Numbers show where they come from. A remembered switch turns them into buttons; a button opens what the table at
// the end of the page says of its number, with the data and the cell behind it. Without scripts the table serves.
{
  const section = document.getElementById('sources');
  const template = document.getElementById('sources-template');
  const key = 'assessment-sources';

  // A browser may refuse storage (private windows, files opened from a folder).
  const remembered = () => {
    try { return localStorage.getItem(key) === 'shown'; } catch { return false; }
  };
  const remember = (shown) => {
    try { shown ? localStorage.setItem(key, 'shown') : localStorage.removeItem(key); } catch { /* the choice lasts for this page */ }
  };

  const rowOf = (name) => section.querySelector(`tr[data-number="${CSS.escape(name)}"]`);
  const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  // What is copied leads nowhere behind the dialog: links within the page become their words.
  const copyOf = (source) => {
    const copy = source.cloneNode(true);
    copy.querySelectorAll('a[href^="#"]').forEach((link) => link.replaceWith(...link.childNodes));
    return copy.childNodes;
  };

  const told = (row) => {
    const heads = row.closest('table').tHead.rows[0].cells;
    const list = element('dl');
    [...row.cells].slice(1).forEach((cell, at) => list.append(element('dt', heads[at + 1].textContent), element('dd', ...copyOf(cell))));
    return list;
  };

  const folded = (title, open, ...children) => {
    const fold = element('details', element('summary', title), ...children);
    fold.open = open;
    return fold;
  };

  const behind = (row) => {
    const links = [...row.querySelectorAll('a[href^="#data-"]')];
    const data = links.map((link) => folded(link.textContent, links.length === 1, ...copyOf(target(link))));
    const cells = [...row.querySelectorAll('a[href^="#cell-"]')];
    return [...data, ...cells.map((link) => folded(template.dataset.code, false, ...copyOf(target(link))))];
  };

  const open = (button, row) => {
    const dialog = template.content.querySelector('dialog').cloneNode(true);
    const title = dialog.querySelector('h2');
    title.textContent = title.dataset.title.replace('{title}', button.textContent.trim());
    dialog.querySelector('.facts').append(told(row), ...behind(row));
    dialog.querySelector('.close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener('close', () => { dialog.remove(); button.focus(); });
    document.body.append(dialog);
    dialog.showModal();
    dialog.scrollTo(0, 0);
  };

  const numbers = () => [...document.querySelectorAll('main .value[data-value]')];

  const makeButton = (number) => {
    const row = rowOf(number.dataset.value);
    if (!row || number.closest('a, button, summary, .sources')) return;
    const button = element('button', ...number.childNodes);
    button.type = 'button';
    button.className = 'value-source';
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('aria-label', template.dataset.button.replace('{title}', button.textContent.trim()));
    button.addEventListener('click', () => open(button, row));
    number.append(button);
  };

  const makePlain = (number) => {
    const button = number.querySelector('.value-source');
    if (button) button.replaceWith(...button.childNodes);
  };

  const show = (control, shown) => {
    control.setAttribute('aria-pressed', String(shown));
    numbers().forEach(shown ? makeButton : makePlain);
  };

  // A shell without a place for the switch gets one above the text.
  const controlOf = () => {
    const known = document.querySelector('.show-sources');
    if (known) return known.querySelector('button');
    const made = template.content.querySelector('.show-sources').cloneNode(true);
    const head = document.querySelector('main > header');
    if (head) head.after(made);
    else document.querySelector('main').prepend(made);
    return made.querySelector('button');
  };

  const wireNumbers = () => {
    const control = controlOf();
    show(control, remembered());
    control.addEventListener('click', () => {
      const shown = control.getAttribute('aria-pressed') !== 'true';
      remember(shown);
      show(control, shown);
    });
    document.addEventListener('swapped', ({ target }) => { // a preview put this there anew
      if (control.getAttribute('aria-pressed') === 'true') numbers().filter((number) => target.contains(number)).forEach(makeButton);
    });
  };

  // A link to something folded unfolds it, the fold itself included.
  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = place?.closest('details.provenance'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    if (place?.closest('details.provenance')) place.scrollIntoView();
  };

  if (section) wireNumbers();
  addEventListener('hashchange', unfold);
  if (location.hash) unfold();
}
