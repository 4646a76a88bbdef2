'use strict';
// The search dialog. Over HTTP it asks pagefind; from a folder, or where pagefind is absent, the inlined index.
// Text found is put into the page as text nodes only.
{
  const limit = 50;
  const dialog = document.getElementById('search');
  const input = document.getElementById('search-input');
  const list = document.getElementById('search-results');
  const status = document.getElementById('search-status');
  const root = new URL(document.documentElement.dataset.root || './', document.baseURI);

  const loadScript = (address) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`cannot load ${address}`));
    document.head.append(script);
  });

  const offline = async () => {
    if (!window.assessmentSearch) await loadScript(new URL('assets/search-index.js', root).href);
    return async (query) => {
      const { count, results } = window.searchOffline(window.assessmentSearch, query, limit);
      return { count, results: results.map((result) => ({ ...result, href: new URL(result.href, root).href })) };
    };
  };

  // Pagefind marks its hits in escaped HTML; an inert document gives back text and marks.
  const partsOf = (html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    return [...parsed.body.childNodes].map((node) => ({ text: node.textContent, marked: node.nodeName === 'MARK' }));
  };

  const fromPagefind = (page) => {
    const best = [...page.sub_results].sort((a, b) => b.locations.length - a.locations.length)[0] ?? page;
    const section = best.title && best.title !== page.meta.title ? best.title : '';
    return { href: best.url, title: page.meta.title, section, excerpt: partsOf(best.excerpt) };
  };

  const online = async () => {
    const pagefind = await import(new URL('pagefind/pagefind.js', root).href);
    await pagefind.init();
    return async (query) => {
      const found = await pagefind.search(query);
      const pages = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
      return { count: found.results.length, results: pages.map(fromPagefind) };
    };
  };

  let engine;
  const load = () => {
    engine ??= location.protocol === 'file:' ? offline() : online().catch(offline);
    return engine;
  };

  const element = (name, ...content) => {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  };

  const item = ({ href, title, section, excerpt }) => {
    const link = element('a', element('strong', section ? `${title} › ${section}` : title));
    const words = excerpt.map((part) => (part.marked ? element('mark', part.text) : part.text));
    link.href = href;
    link.append(element('span', ...words));
    return element('li', link);
  };

  const report = (count) => {
    const { none, one, many } = dialog.dataset;
    status.textContent = (count === 0 ? none : count === 1 ? one : many).replace('{count}', count);
  };

  let latest = 0;
  const search = async () => {
    const query = input.value.trim();
    const turn = ++latest;
    if (!query) {
      list.replaceChildren();
      status.textContent = '';
      return;
    }
    try {
      const { count, results } = await (await load())(query);
      if (turn !== latest) return;
      list.replaceChildren(...results.map(item));
      list.scrollTop = 0;
      report(count);
    } catch {
      engine = undefined;
      status.textContent = dialog.dataset.failed;
    }
  };

  const open = () => {
    if (document.querySelector('dialog[open]')) return;
    dialog.showModal();
    input.focus();
    input.select();
    load().catch(() => { engine = undefined; });
  };

  // Arrows walk from the field through the results and back. A search field keeps Escape
  // for itself (it empties the field), so closing is asked for here.
  const steer = (event) => {
    if (event.key === 'Escape') dialog.close();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [input, ...list.querySelectorAll('a')];
    const next = stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    event.preventDefault();
    stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
  };

  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  dialog.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  dialog.addEventListener('keydown', steer);
  dialog.addEventListener('click', (event) => { if (event.target === dialog || event.target.closest('.close, a')) dialog.close(); });
  document.getElementById('search-open').addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    open();
  });
}
