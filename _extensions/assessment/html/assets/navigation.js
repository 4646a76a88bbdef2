'use strict';
// Finding one's way: the contents as a menu on narrow screens, where one is on the page, links to headings.
{
  // The widths at which layout.css turns the contents into a menu, and the headings into a fold.
  const narrow = matchMedia('(max-width: 59.99rem)');
  const medium = matchMedia('(max-width: 77.99rem)');
  const sidebar = document.getElementById('quarto-sidebar');
  const control = document.getElementById('menu');

  const setMenu = (open) => {
    sidebar.classList.toggle('open', open);
    control.setAttribute('aria-expanded', String(open));
  };

  const wireMenu = () => {
    const isOpen = () => sidebar.classList.contains('open');
    const holds = (element) => sidebar.contains(element) || control.contains(element);
    control.addEventListener('click', () => {
      setMenu(!isOpen());
      if (isOpen()) sidebar.scrollIntoView({ block: 'nearest' });
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !isOpen()) return;
      setMenu(false);
      control.focus();
    });
    // An open menu lies over the text, so it goes when focus or a press goes elsewhere.
    for (const kind of ['focusin', 'pointerdown']) {
      document.addEventListener(kind, (event) => { if (isOpen() && !holds(event.target)) setMenu(false); });
    }
    narrow.addEventListener('change', () => setMenu(false));
  };

  const showCurrentChapter = () => {
    const current = sidebar.querySelector('[aria-current]');
    if (current) sidebar.scrollTop = Math.max(0, current.offsetTop - sidebar.clientHeight / 2);
  };

  const foldHeadings = (toc) => {
    const fold = () => { toc.querySelector('details').open = !medium.matches; };
    fold();
    medium.addEventListener('change', fold);
  };

  // The current heading is the last one above a line a third down the window.
  const followHeadings = (toc) => {
    let links = [];
    let places = [];
    const find = () => {
      links = [...toc.querySelectorAll('a')];
      places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    };
    const follow = () => {
      const line = innerHeight / 3;
      const passed = places.findLastIndex((place) => place && place.getBoundingClientRect().top < line);
      links.forEach((link, index) => {
        if (index === passed) link.setAttribute('aria-current', 'location');
        else link.removeAttribute('aria-current');
      });
    };
    let waiting = false;
    addEventListener('scroll', () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; follow(); });
    }, { passive: true });
    document.addEventListener('swapped', find); // a preview put something there anew
    find();
    follow();
  };

  // The link stands beside its heading, not in it: the heading's name stays its own words.
  const addAnchor = (heading) => {
    const id = heading.id || heading.closest('section[id]')?.id;
    if (!id) return;
    const anchor = document.getElementById('anchor-template').content.firstElementChild.cloneNode(true);
    const line = document.createElement('div');
    anchor.href = `#${id}`;
    anchor.setAttribute('aria-label', anchor.dataset.label.replace('{title}', heading.textContent.trim()));
    line.className = 'heading';
    heading.replaceWith(line);
    line.append(heading, anchor);
  };

  const toc = document.getElementById('TOC');
  wireMenu();
  showCurrentChapter();
  if (toc) {
    foldHeadings(toc);
    followHeadings(toc);
  }
  const headings = (root) => [...document.querySelectorAll('main section > :is(h2, h3, h4)')].filter((heading) => root.contains(heading));
  headings(document).forEach(addAnchor);
  document.addEventListener('swapped', ({ target }) => headings(target).forEach(addAnchor));
}
