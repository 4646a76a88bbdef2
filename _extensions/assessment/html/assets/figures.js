'use strict';
// A figure can be enlarged: its picture is shown alone, as large as the window allows, and scrolls where it is larger.
{
  const viewer = document.getElementById('viewer');
  const plate = viewer.querySelector('.plate');
  const caption = document.getElementById('viewer-caption');
  const words = (element) => element.textContent.trim().replace(/\s+/g, ' ');

  // Identifiers in an inlined drawing would stand twice in the page, so a copy of it becomes an image.
  const copyOf = (picture) => {
    if (picture instanceof HTMLImageElement) return picture.cloneNode(true);
    const image = new Image();
    const source = new XMLSerializer().serializeToString(picture);
    image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
    image.alt = picture.getAttribute('aria-label') ?? '';
    return image;
  };

  const open = (picture, text) => {
    const copy = copyOf(picture);
    ['id', 'style', 'width', 'height', 'loading'].forEach((name) => copy.removeAttribute(name));
    plate.replaceChildren(copy);
    caption.textContent = text;
    viewer.showModal();
    plate.scrollTo(0, 0);
  };

  const addButton = (picture) => {
    const text = words(picture.closest('figure').querySelector('figcaption') ?? picture);
    const button = document.getElementById('enlarge-template').content.firstElementChild.cloneNode(true);
    const name = button.lastElementChild;
    name.textContent = name.textContent.replace('{title}', text || picture.alt);
    button.addEventListener('click', () => {
      open(picture, text || picture.alt);
      viewer.addEventListener('close', () => button.focus(), { once: true });
    });
    // A press on the picture does the same: on a phone that is what one tries first.
    if (!picture.closest('a')) picture.addEventListener('click', () => button.click());
    (picture.closest('figure > *') ?? picture).after(button);
  };

  const within = (root) => [...document.querySelectorAll('main figure :is(img, svg):not(.icon)')].filter((picture) => root.contains(picture));
  within(document).forEach(addButton);
  document.addEventListener('swapped', ({ target }) => within(target).forEach(addButton)); // a preview put this there anew
  viewer.querySelector('.close').addEventListener('click', () => viewer.close());
  viewer.addEventListener('click', (event) => { if (event.target === viewer) viewer.close(); });
}
