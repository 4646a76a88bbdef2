'use strict';
// Light or dark. Loaded before the page is painted, so that a remembered choice does not flash.
// Without a choice the page follows the system; choosing what the system says forgets the choice.
{
  const page = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const key = 'assessment-theme';

  // A browser may refuse storage (private windows, files opened from a folder).
  const remembered = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const remember = (theme) => {
    try { theme ? localStorage.setItem(key, theme) : localStorage.removeItem(key); } catch { /* the choice lasts for this page */ }
  };
  const isDark = () => (page.dataset.theme ? page.dataset.theme === 'dark' : system.matches);

  const choose = (theme) => {
    if (theme) page.dataset.theme = theme;
    else delete page.dataset.theme;
  };

  // Runs after the deferred scripts, which fold and fill what `loading` keeps back.
  const wire = () => {
    page.classList.remove('loading');
    const button = document.getElementById('dark-mode');
    const show = () => button.setAttribute('aria-pressed', String(isDark()));
    button.addEventListener('click', () => {
      const wanted = isDark() ? 'light' : 'dark';
      const own = wanted === (system.matches ? 'dark' : 'light') ? null : wanted;
      choose(own);
      remember(own);
      show();
    });
    system.addEventListener('change', show);
    show();
  };

  page.classList.add('scripted', 'loading');
  choose(remembered());
  document.addEventListener('DOMContentLoaded', wire);
}
