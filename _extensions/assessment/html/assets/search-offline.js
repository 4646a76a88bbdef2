'use strict';
// Search in the inlined index, for a book opened from a folder: the index is
// [{href, title, section, text}, …], in the order of the book.
{
  // No number of hits in a lesser field outweighs one in a better field.
  const weights = { title: 100, section: 20, text: 1 };
  const most = 4;
  const reach = 90;

  // One letter in, one letter out, so that places in the folded text are places in the text.
  const fold = (text) => text.replace(/[A-Z]|[^\x00-\x7f]/gu, (letter) => {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return bare.length === letter.length ? bare : letter;
  });

  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  // Where words of the text begin with one of the wanted words.
  const places = (text, wanted) => [...fold(text).matchAll(/[\p{L}\p{N}]+/gu)]
    .map((match) => ({ at: match.index, word: wanted.find((word) => match[0].startsWith(word)) }))
    .filter((place) => place.word);

  // Every wanted word must be found somewhere in the entry.
  const score = (entry, wanted) => {
    const points = new Map(wanted.map((word) => [word, 0]));
    for (const field of Object.keys(weights)) {
      const hits = places(entry[field], wanted).map(({ word }) => word);
      for (const word of new Set(hits)) {
        const count = Math.min(most, hits.filter((hit) => hit === word).length);
        points.set(word, points.get(word) + count * weights[field]);
      }
    }
    const each = [...points.values()];
    return each.every(Boolean) ? each.reduce((sum, one) => sum + one) : 0;
  };

  const cut = (text, found) => {
    const first = found[0]?.at ?? 0;
    const start = first > reach / 2 ? text.indexOf(' ', first - reach / 2) + 1 : 0;
    const end = Math.min(text.length, first + reach * 2);
    return [start > first ? first : start, end];
  };

  // The text around the first hit, in parts: [{text, marked}, …].
  const excerpt = (text, wanted) => {
    const found = places(text, wanted);
    const [start, end] = cut(text, found);
    const parts = [{ text: start ? '… ' : '', marked: false }];
    let from = start;
    for (const { at, word } of found) {
      const to = at + word.length;
      if (at < from || to > end) continue;
      parts.push({ text: text.slice(from, at), marked: false }, { text: text.slice(at, to), marked: true });
      from = to;
    }
    return [...parts, { text: text.slice(from, end) + (end < text.length ? ' …' : ''), marked: false }];
  };

  const result = ({ href, title, section, text }, wanted) => ({ href, title, section, excerpt: excerpt(text, wanted) });

  // The best entry of each page: one page with the words in every section would leave no room for others.
  const onePerPage = (found) => {
    const pages = new Set();
    return found.filter(({ entry }) => {
      const page = entry.href.split('#')[0];
      return !pages.has(page) && pages.add(page);
    });
  };

  // Gives {count, results}: how many pages have an entry that holds all the words, and the best of them.
  window.searchOffline = (index, query, limit) => {
    const wanted = [...new Set(wordsOf(query))];
    const hits = wanted.length ? index.map((entry) => ({ entry, points: score(entry, wanted) })).filter(({ points }) => points) : [];
    const found = onePerPage(hits.sort((a, b) => b.points - a.points));
    return { count: found.length, results: found.slice(0, limit).map(({ entry }) => result(entry, wanted)) };
  };
}
