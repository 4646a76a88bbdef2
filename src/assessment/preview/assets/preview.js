'use strict';
// The live page: hears of each change, swaps what differs, and shows findings, progress and sources.
// It runs before the scripts of the page, so that it sees the page as it was served.
{
  const { token, session, look } = document.getElementById('preview-script').dataset;
  let number = Number(document.getElementById('preview-script').dataset.number);
  let served = document.cloneNode(true);
  let state = null;

  const make = (name, attributes = {}, ...content) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...content);
    return element;
  };

  // -------------------------------------------------------------- swapping what differs
  const swapped = [];

  const announce = (element) => {
    swapped.push(element);
    element.classList.add('preview-swapped');
    element.addEventListener('animationend', () => element.classList.remove('preview-swapped'), { once: true });
    element.dispatchEvent(new Event('swapped', { bubbles: true }));
  };

  const put = (element, place) => {
    const copy = document.importNode(element, true);
    place(copy);
    announce(copy);
  };

  const sameTag = (one, other) => {
    const [before, after] = [one.cloneNode(false), other.cloneNode(false)];
    return before.isEqualNode(after);
  };

  // Block by block: what comes first and last alike stays; sections are gone into; the rest is put anew.
  const sync = (before, after, live) => {
    const [old, now, shown] = [before, after, live].map((element) => [...element.children]);
    if (old.length !== shown.length) {
      live.replaceChildren(...now.map((child) => document.importNode(child, true)));
      [...live.children].forEach(announce);
      return;
    }
    let first = 0;
    while (first < old.length && first < now.length && old[first].isEqualNode(now[first])) first += 1;
    let last = 0;
    while (last < old.length - first && last < now.length - first && old.at(-1 - last).isEqualNode(now.at(-1 - last))) last += 1;
    const [was, is] = [old.slice(first, old.length - last), now.slice(first, now.length - last)];
    const at = shown.slice(first, shown.length - last);
    if (was.length === is.length) {
      was.forEach((element, index) => {
        if (element.isEqualNode(is[index])) return;
        if (element.matches('section') && sameTag(element, is[index])) sync(element, is[index], at[index]);
        else put(is[index], (copy) => at[index].replaceWith(copy));
      });
      return;
    }
    const next = shown[shown.length - last] ?? null;
    at.forEach((element) => element.remove());
    is.forEach((element) => put(element, (copy) => live.insertBefore(copy, next)));
  };

  // The furniture round the text: its elements stay, as scripts listen to them; what they hold is put anew.
  const FURNITURE = ['title', '#quarto-sidebar', '#TOC', '.page-navigation', '.colophon', '.masthead .book-title'];

  const syncFurniture = (fresh) => FURNITURE.every((selector) => {
    const [before, after, live] = [served, fresh, document].map((page) => page.querySelector(selector));
    if (!before && !after) return true;
    if (!before || !after || !live) return false;
    if (before.isEqualNode(after)) return true;
    live.replaceChildren(...[...after.childNodes].map((node) => document.importNode(node, true)));
    live.dispatchEvent(new Event('swapped', { bubbles: true }));
    return true;
  });

  // What is at the top of the window stays there, whatever grows or shrinks above it. What closed details hold is left
  // out: to be measured, it would have to be laid out first.
  const BLOCKS = 'main :is(p, li, h2, h3, h4, figure, table, pre):not(details:not([open]) *)';

  const anchor = () => {
    const places = [];
    if (scrollY === 0) return places;
    for (const block of document.querySelectorAll(BLOCKS)) {
      const box = block.getBoundingClientRect();
      if (box.bottom > 0) places.push([block, box.top]);
      if (places.length === 40) break;
    }
    return places;
  };

  const hold = (places) => {
    if (scrollY === 0) return;
    const [block, top] = places.find(([element]) => element.isConnected) ?? [];
    if (block) scrollBy({ top: block.getBoundingClientRect().top - top, behavior: 'instant' });
  };

  const reload = () => {
    sessionStorage.setItem('preview-scroll', JSON.stringify([location.pathname, scrollY]));
    location.reload();
  };

  const restore = () => {
    const [page, top] = JSON.parse(sessionStorage.getItem('preview-scroll') ?? '[]');
    sessionStorage.removeItem('preview-scroll');
    if (page === location.pathname) scrollTo({ top, behavior: 'instant' });
  };

  let fetching = false;
  let gone = false;
  const own = document.querySelector('main[data-own]') !== null; // it shows what is new by a script of its own
  const isShown = () => own || state.number === number;
  const follow = async () => {
    if (fetching || isShown()) return;
    fetching = true;
    const wanted = state.number;
    try {
      const answer = await fetch(location.pathname, { headers: { 'X-Preview-Swap': '1' } });
      if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      else if (!document.querySelector('main')) reload();
      gone = answer.status === 204; // the last good page stays
      document.documentElement.classList.toggle('preview-gone', gone);
      number = wanted;
      tell();
      document.documentElement.dataset.preview = String(wanted);
    } finally {
      fetching = false;
    }
    follow();
  };

  const show = (fresh) => {
    const [before, after, live] = [served, fresh, document].map((page) => page.querySelector('main'));
    if (!before || !live || !after) { reload(); return; }
    const places = anchor();
    swapped.length = 0;
    sync(before, after, live);
    if (!syncFurniture(fresh)) { reload(); return; }
    served = fresh;
    hold(places);
    pointToChange();
  };

  // -------------------------------------------------------------- the bar and the panel
  const list = make('ol');
  const count = make('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'preview-panel' });
  const panel = make('section', { id: 'preview-panel', 'aria-label': 'Findings', hidden: '' }, list);
  const doing = make('span', { role: 'status' });
  const elsewhere = make('span', { class: 'preview-elsewhere' });
  const jump = make('button', { type: 'button', hidden: '' }, 'Show the change');
  const printed = location.pathname === '/_preview/pdf';
  const other = printed ? make('a', { href: '/' }, 'Pages') : make('a', { href: '/_preview/pdf' }, 'PDF');
  const help = make('span', { class: 'preview-help' }, printed ? '' : 'Alt + click: source');
  const bar = make('div', { class: 'preview-bar' }, doing, jump, elsewhere, help, other, count);
  const aside = make('aside', { id: 'preview', 'aria-label': 'Preview', 'data-pagefind-ignore': '' }, panel, bar);
  let chosen = null; // whether the panel is open, once somebody chose

  const setPanel = (open) => {
    panel.hidden = !open;
    count.setAttribute('aria-expanded', String(open));
  };

  const pointToChange = () => {
    const change = swapped.find((element) => element.isConnected);
    const box = change?.getBoundingClientRect();
    jump.hidden = !box || (box.bottom > 0 && box.top < innerHeight);
    jump.onclick = () => { change.scrollIntoView({ block: 'center' }); jump.hidden = true; };
  };

  const post = (address, content) => fetch(address, {
    method: 'POST', headers: { 'X-Preview-Token': token, 'Content-Type': 'application/json' }, body: JSON.stringify(content),
  });

  const placeOf = ({ path, line, cell, column }) =>
    [path ?? '', line ? `:${line}` : '', cell ? ` [${cell}]` : '', column ? `, column ${column}` : ''].join('');

  const link = (place) => (place.vscode ? make('a', { href: place.vscode, title: 'Open in VS Code' }, placeOf(place)) : placeOf(place));

  const item = (found) => make('li', { class: `preview-${found.severity}` },
    make('p', {}, make('strong', {}, `${found.severity[0].toUpperCase()}${found.severity.slice(1)}`), ' ', make('span', { class: 'preview-place' }, link(found)), ' ', make('small', {}, found.code)),
    make('p', {}, found.message),
    ...(found.hint ? [make('p', { class: 'preview-hint' }, found.hint)] : []));

  const LANES = {
    reading: 'Reading', sourcing: 'Following sources', computing: 'Looking at the notebooks', typesetting: 'Typesetting', site: 'Indexing', checking: 'Checking',
  };

  const describe = () => {
    const running = state.progress.map(({ notebook, done, total }) => `${notebook} ${done}/${total}`);
    if (running.length) return `Computing ${running.join(', ')}`;
    if (state.said) return state.said;
    const lane = Object.keys(LANES).find((name) => state.doing.includes(name));
    if (lane) return `${LANES[lane]} …`;
    return isShown() ? 'Up to date' : 'Showing …';
  };

  let told = '';
  const tell = () => {
    doing.textContent = describe();
    const errors = state.findings.filter(({ severity }) => severity === 'error').length;
    const all = state.findings.length;
    count.textContent = errors ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : all ? `${all} ${all === 1 ? 'remark' : 'remarks'}` : 'No findings';
    count.classList.toggle('preview-errors', errors > 0);
    count.disabled = all === 0;
    const others = state.changed.filter(({ page }) => `/${page}` !== decodeURIComponent(location.pathname).replace(/^\/$/, '/index.html'));
    if (gone) elsewhere.replaceChildren('The book has no such page any more. ', make('a', { href: '/' }, 'Home'));
    else elsewhere.replaceChildren(...(state.changed.length && others.length === state.changed.length && others.length < 4
      ? ['Changed: ', ...others.flatMap(({ page, title }) => [make('a', { href: `/${encodeURI(page)}` }, title), ' '])] : []));
    const content = JSON.stringify(state.findings);
    if (content === told) return;
    told = content;
    list.replaceChildren(...state.findings.map(item));
    if (!errors) chosen = null;
    setPanel(all > 0 && (chosen ?? errors > 0));
  };

  count.addEventListener('click', () => { chosen = panel.hidden; setPanel(chosen); });

  // -------------------------------------------------------------- from the page to its source
  const menu = make('div', { id: 'preview-source', role: 'dialog', 'aria-label': 'Source', hidden: '' });

  const offsetIn = (block, event) => {
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const [node, offset] = place ? [place.offsetNode, place.offset]
      : [document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startContainer, document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startOffset ?? 0];
    if (!node || !block.contains(node)) return 0;
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  };

  const openIn = (editor, place) => async () => {
    const answer = await post('/_preview/open', { editor, path: place.path, line: place.line });
    if (answer.ok) menu.hidden = true;
    else menu.append(make('p', { role: 'alert' }, (await answer.json()).message));
  };

  const offer = (place, editors) => {
    const buttons = Object.entries(editors).filter(([name]) => name !== 'jupyterlab' || place.path.endsWith('.ipynb')).map(([name, title]) => {
      const button = make('button', { type: 'button' }, title);
      button.addEventListener('click', openIn(name, place));
      return button;
    });
    return make('p', {}, `${place.what}: `, placeOf(place), ' ', make('a', { href: place.vscode }, 'VS Code'), ' ', ...buttons);
  };

  const ask = async (event, target) => {
    const block = target.closest('p, li, h1, h2, h3, h4, td, th, dt, dd, figcaption, pre') ?? target;
    const labelled = block.matches('h1, h2, h3, h4') ? 'section[id]' : '[id^="fig-"], [id^="tbl-"], [id^="eq-"], [id^="lst-"]';
    const label = target.closest(labelled)?.id ?? '';
    const answer = await post('/_preview/source', {
      page: decodeURIComponent(location.pathname).slice(1) || 'index.html',
      label: label.replace(/-caption$/, ''), value: target.closest('.value')?.dataset.value ?? '',
      text: block.textContent, offset: event ? offsetIn(block, event) : 0,
    });
    if (!answer.ok) return;
    const { places, editors } = await answer.json();
    menu.replaceChildren(...places.map((place) => offer(place, editors)));
    menu.hidden = false;
    const box = block.getBoundingClientRect();
    menu.style.top = `${scrollY + (event ? event.clientY : box.top) + 12}px`;
    menu.style.left = `${Math.max(8, Math.min(event ? event.clientX : box.left, innerWidth - menu.offsetWidth - 8))}px`;
    menu.querySelector('a, button')?.focus({ preventScroll: true });
  };

  addEventListener('click', (event) => {
    if (!menu.hidden && !menu.contains(event.target)) menu.hidden = true;
    if (!event.altKey || !event.target.closest?.('main')) return;
    event.preventDefault();
    event.stopPropagation();
    ask(event, event.target);
  }, true);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !menu.hidden) menu.hidden = true;
    if (event.altKey && event.key === 'Enter' && document.activeElement?.closest('main')) ask(null, document.activeElement);
  });

  // -------------------------------------------------------------- hearing
  const hear = ({ data }) => {
    state = JSON.parse(data);
    if (state.session !== session || (state.look !== look && look)) { reload(); return; }
    tell();
    document.dispatchEvent(new CustomEvent('preview-state', { detail: state }));
    if (document.querySelector('main[data-plain]') && state.number && number === 0) reload();
    else follow();
  };

  document.body.append(aside, menu);
  document.documentElement.dataset.preview = String(number);
  restore();
  // Only once every script of the page has run: each must hear of the first state, and see blocks before they are swapped.
  addEventListener('DOMContentLoaded', () => {
    const source = new EventSource('/_preview/events');
    source.addEventListener('message', hear);
    source.addEventListener('error', () => { doing.textContent = 'The preview has ended, or is being started again'; });
    addEventListener('pagehide', () => source.close());
  });
}
