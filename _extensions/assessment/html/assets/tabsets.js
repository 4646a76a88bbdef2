'use strict';
// Tabs after the ARIA pattern: arrows move and show, Home and End jump, Tab leaves for the panel.
{
  const panelOf = (tab) => document.getElementById(tab.getAttribute('aria-controls'));

  const show = (tabs, chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.classList.toggle('active', isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      panelOf(tab).classList.toggle('active', isChosen);
    }
  };

  const neighbour = (tabs, tab, key) => {
    const forward = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const at = tabs.indexOf(tab);
    if (key === 'Home') return tabs[0];
    if (key === 'End') return tabs.at(-1);
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
    return tabs.at((at + (key === forward ? 1 : -1)) % tabs.length);
  };

  const wire = (list) => {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    const press = (tab) => { show(tabs, tab); tab.focus(); };
    list.addEventListener('click', (event) => {
      const tab = event.target.closest('[role="tab"]');
      if (!tab) return;
      event.preventDefault();
      press(tab);
    });
    list.addEventListener('keydown', (event) => {
      const isPress = event.key === ' ' || event.key === 'Enter';
      const tab = isPress ? event.target : neighbour(tabs, event.target, event.key);
      if (!tab) return;
      event.preventDefault();
      press(tab);
    });
    show(tabs, tabs.find((tab) => tab.getAttribute('aria-selected') === 'true') ?? tabs[0]);
  };

  // A link into a hidden panel opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const panel = target?.closest?.('[role="tabpanel"]:not(.active)');
    if (!panel) return;
    document.querySelector(`[aria-controls="${CSS.escape(panel.id)}"]`)?.click();
    target.scrollIntoView();
  };

  const within = (root) => [...document.querySelectorAll('main [role="tablist"]')].filter((list) => root.contains(list));
  within(document).forEach(wire);
  document.addEventListener('swapped', ({ target }) => within(target).forEach(wire)); // a preview put this there anew
  addEventListener('hashchange', reveal);
  reveal();
}
