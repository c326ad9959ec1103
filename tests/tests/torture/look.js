// What a person sees of the book after a start: where they are, what is said about saving, and the texts.
(() => {
  const shown = (css) => Array.from(document.querySelectorAll(css)).filter((e) => e.getClientRects().length > 0);
  const words = (css) => shown(css).map((e) => e.innerText.trim()).filter((t) => t).join(' / ');
  const recovery = document.querySelector('#recovery');
  const place = recovery ? 'recovery'
    : shown('#locked').length ? 'locked'
    : shown('.nav a').length ? 'book'
    : shown('.book-list button').length ? 'books'
    : shown('.role .sample:not([disabled])').length ? 'start' : 'nothing';
  const saved = document.querySelector('#saved');
  const fields = {};
  document.querySelectorAll('.items textarea').forEach((e) => { fields[e.id] = e.value; });
  return {
    place,
    state: recovery ? recovery.getAttribute('data-state') || '' : '',
    said: words('.trouble, #trouble, #recovery .problem'),
    saved: saved ? saved.className : '',
    onlooker: shown('#read-only').length > 0,
    goOn: document.querySelectorAll('#recovery-go-on').length > 0,
    alarm: words('.alarm'),
    branches: document.querySelectorAll('.recovery-branch').length,
    fields,
  };
})()
