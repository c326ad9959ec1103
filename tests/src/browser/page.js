// The half of the driver that runs inside the page. One object, sent along with each question, so that
// the page under test carries nothing of it. Written for Chromium 83.
({
  all(css, text) {
    const found = Array.from(document.querySelectorAll(css));
    return text === null ? found : found.filter((e) => this.words(e).includes(text));
  },

  // The text as shown; a button made of <input> shows its value.
  words(e) {
    const isButton = e instanceof HTMLInputElement && /^(button|submit|reset)$/.test(e.type);
    return isButton ? e.value : e.innerText === undefined ? e.textContent : e.innerText;
  },

  shown(e) {
    return e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible';
  },

  name(e) {
    const text = (e.innerText || '').trim().slice(0, 20);
    const classes = typeof e.className === 'string' ? e.className.trim() : '';
    return '<' + e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') +
      (classes ? '.' + classes.split(/\s+/).join('.') : '') + '>' + (text ? ' ' + text : '');
  },

  visible(css) {
    const found = this.all(css, null);
    return { ok: found.some((e) => this.shown(e)), saw: found.length + ' in the document, none shown' };
  },

  hasText(css, text) {
    const texts = this.all(css, null).map((e) => this.words(e));
    const saw = JSON.stringify(texts.map((t) => t.slice(0, 80)).slice(0, 8));
    return { ok: texts.some((t) => t.includes(text)), saw };
  },

  // Where a real click on the element goes, or why it cannot: the same reasons that stop a person.
  target(css, text) {
    const found = this.all(css, text);
    const e = found.find((one) => this.shown(one));
    if (!e) {
      const others = text === null ? [] : this.all(css, null).map((one) => this.words(one).trim().slice(0, 20));
      return { ok: false, saw: found.length ? 'it is hidden' : 'no such element; ' + JSON.stringify(others.slice(0, 12)) };
    }
    if (e.disabled) return { ok: false, saw: 'it is disabled' };
    // Only when it cannot be reached where it is: what comes into view may grow, and scrolling again and again to the
    // middle of it would then never end.
    let at = this.reach(e);
    if (!at.ok) {
      e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      at = this.reach(e);
    }
    return at;
  },

  // The middle of the element, if a click there would meet it.
  reach(e) {
    const rects = Array.from(e.getClientRects());
    const box = rects.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (!hit) return { ok: false, saw: 'it lies outside the window' };
    const labelled = hit.closest('label');
    if (e !== hit && !e.contains(hit) && !(labelled && labelled.control === e)) {
      return { ok: false, saw: 'it is covered by ' + this.name(hit) };
    }
    return { ok: true, saw: '', x, y, hidden: document.hidden };
  },

  // Focuses a field and selects all of it. A date or colour has no text to type over: it is set at once.
  beginFill(css, value) {
    const e = this.all(css, null).find((one) => this.shown(one));
    if (!e) return { ok: false, saw: 'no such field is shown' };
    if (e.disabled || e.readOnly) return { ok: false, saw: 'it is disabled or read-only' };
    e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    e.focus();
    if (document.activeElement !== e) return { ok: false, saw: this.name(e) + ' does not take the focus' };
    if (/^(date|time|month|week|datetime-local|color|range)$/.test(e.type)) {
      return this.setValue(e, value);
    }
    if (e.select) e.select();
    else getSelection().selectAllChildren(e);
    return { ok: true, saw: '', typed: true, empty: e.select ? e.value === '' : e.textContent === '' };
  },

  setValue(e, value) {
    const proto = e instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(proto.prototype, 'value').set.call(e, value);
    e.dispatchEvent(new Event('input', { bubbles: true }));
    e.dispatchEvent(new Event('change', { bubbles: true }));
    return { ok: e.value === value, saw: 'the field took ' + JSON.stringify(e.value), typed: false };
  },

  choose(css, wanted) {
    const e = this.all(css, null)[0];
    if (!e) return { ok: false, saw: 'no such list' };
    if (e.disabled) return { ok: false, saw: 'it is disabled' };
    const options = Array.from(e.options);
    const option = options.find((o) => o.value === wanted) || options.find((o) => o.label.trim() === wanted);
    if (!option || option.disabled) {
      return { ok: false, saw: 'the options ' + JSON.stringify(options.map((o) => o.label.trim())) };
    }
    e.focus();
    return this.setValue(e, option.value);
  },

  // Drops the carrier's files on the element with made-up events, where the browser has no real ones.
  dropPrepared(css) {
    const e = this.all(css, null).find((one) => this.shown(one));
    const data = new DataTransfer();
    Array.from(window.__driverFiles.files).forEach((file) => data.items.add(file));
    const send = (type) =>
      e.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true, composed: true }));
    send('dragenter');
    send('dragover');
    send('drop');
    window.__driverFiles.remove();
    delete window.__driverFiles;
    return data.files.length;
  },

  // Notes three moments for each letter: keydown, the end of the work it caused, and the frames after it.
  watchKeys() {
    const keys = (window.__driverKeys = []);
    const soon = (then) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(0);
    };
    let now = null;
    const note = (key, moment) => {
      if (key[moment] === undefined) key[moment] = performance.now() - key.start;
    };
    const down = (event) => {
      const key = (now = { start: event.timeStamp });
      requestAnimationFrame(() => {
        note(key, 'handled');
        // A busy browser may put the next frame before the message; whichever is first, this one is drawn.
        soon(() => note(key, 'painted'));
        requestAnimationFrame(() => {
          note(key, 'painted');
          note(key, 'nextFrame');
          keys.push(key);
        });
      });
    };
    // Last on the event's way, and then behind microtasks that beget microtasks.
    const input = async () => {
      const key = now;
      for (let i = 0; i < 20; i += 1) await null;
      if (key) note(key, 'handled');
    };
    window.addEventListener('keydown', down, true);
    window.addEventListener('input', input);
    window.__driverKeysEnd = () => {
      window.removeEventListener('keydown', down, true);
      window.removeEventListener('input', input);
    };
  },
})
