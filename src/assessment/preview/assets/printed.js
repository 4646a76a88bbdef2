'use strict';
// The pages of the PDF as pictures: each is fetched again when its content changes, and only then.
{
  const main = document.querySelector('main');
  document.addEventListener('preview-state', ({ detail: { pdf } }) => {
    pdf.forEach((digest, index) => {
      let page = main.children[index];
      if (!page) {
        page = new Image();
        page.loading = index < 2 ? 'eager' : 'lazy';
        page.alt = `Page ${index + 1}`;
        main.append(page);
      }
      const address = `/_preview/pdf/${index + 1}.svg?v=${digest}`;
      if (page.getAttribute('src') !== address) page.setAttribute('src', address);
    });
    while (main.children.length > pdf.length) main.lastElementChild.remove();
    document.documentElement.dataset.pages = String(pdf.length);
  });
}
