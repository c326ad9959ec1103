// Notes what the fields of a storm hold over time, without the half words of input methods, and where the steps that can
// be taken back begin: after a pause of a second, in another field, with a word of an input method, and where typing
// turns into removing. Gaps of nearly a second may be taken either way.
((ids) => {
  const fields = {};
  let stretch = null;
  const now = () => performance.now();
  const settle = (id, how) => {
    const field = fields[id], text = field.element.value, at = now();
    const last = field.texts[field.texts.length - 1];
    if (last.text === text) return;
    const kind = text.length > last.text.length ? 'more' : 'less';
    const gap = stretch && stretch.id === id ? at - stretch.at : Infinity;
    const same = stretch && stretch.id === id && stretch.kind === kind && how === 'keys';
    if (!same || gap > 1300) stretch = { id, begins: [last.text] };
    else if (gap > 700) stretch.begins = stretch.begins.concat([last.text]);
    stretch.kind = kind;
    stretch.at = at;
    field.texts.push({ text, at });
  };
  ids.forEach((id) => {
    const element = document.getElementById(id);
    const field = (fields[id] = { element, texts: [{ text: element.value, at: now() }], safe: -1 });
    let composing = false;
    element.addEventListener('compositionstart', () => { composing = true; });
    element.addEventListener('compositionend', () => { composing = false; settle(id, 'word'); });
    element.addEventListener('input', (event) => { if (!event.isComposing && !composing) settle(id, 'keys'); });
    element.addEventListener('blur', () => { stretch = null; });
  });
  setInterval(() => {
    const saved = document.querySelector('#saved');
    const all = saved.classList.contains('good') && saved.dataset.busy === '0' && saved.dataset.saved === saved.dataset.newest;
    if (!all) return;
    ids.forEach((id) => {
      const field = fields[id];
      if (field.element.value === field.texts[field.texts.length - 1].text) field.safe = field.texts.length - 1;
    });
  }, 4);
  // Texts from which the newest step began; empty when it is not known.
  window.stormBegins = (id) => (stretch && stretch.id === id ? stretch.begins : []);
  // A step was taken back or forth: what is shown now came from the book, and the next key begins a step.
  window.stormTurned = () => {
    stretch = null;
    ids.forEach((id) => {
      const field = fields[id], last = field.texts[field.texts.length - 1];
      if (last.text !== field.element.value) field.texts.push({ text: field.element.value, at: now() });
    });
  };
  window.stormNote = (id) => {
    const field = fields[id], at = now();
    return { texts: field.texts.map((t) => [t.text, at - t.at]), safe: field.safe };
  };
})
