'use strict';
// What is wider than the page scrolls by itself, and can then be reached and scrolled from the keyboard.
{
  const isWrapped = (table) => table.closest('.scroll-region, .quarto-float-tbl > div');

  const wrap = (table) => {
    const region = document.createElement('div');
    region.className = 'scroll-region';
    table.replaceWith(region);
    region.append(table);
  };

  const nameOf = (region) => {
    const caption = region.closest('figure')?.querySelector('figcaption') ?? region.querySelector('caption');
    const heading = region.closest('section')?.querySelector('h1, h2, h3, h4');
    return (caption ?? heading ?? document.querySelector('h1')).textContent.trim().replace(/\s+/g, ' ');
  };

  // A region that fits is no stop for the keyboard, and no landmark. One that must be scrolled anyway
  // gives its columns room (content.css), rather than squeezing them as far as words allow.
  const update = (region) => {
    const overflows = region.scrollWidth > region.clientWidth + 1;
    region.classList.toggle('wide', overflows);
    if (!overflows) {
      ['tabindex', 'role', 'aria-label'].forEach((name) => region.removeAttribute(name));
      return;
    }
    region.tabIndex = 0;
    region.setAttribute('role', region.tagName === 'PRE' ? 'group' : 'region');
    region.setAttribute('aria-label', nameOf(region));
  };

  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => update(entry.target)));
  const enhance = () => {
    document.querySelectorAll('main table').forEach((table) => { if (!isWrapped(table)) wrap(table); });
    document.querySelectorAll('main :is(.scroll-region, .quarto-float-tbl > div, pre, .equation)').forEach((region) => watcher.observe(region));
  };
  enhance();
  document.addEventListener('swapped', enhance); // a preview put something there anew
}
