// What a newer version of the app leaves behind, made by hand, and a way to see that nobody touched it.
({
  books: async () => (await indexedDB.databases()).filter((d) => d.name.startsWith('ducha-book-')),

  open: (name, version) => new Promise((done, fail) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => done(request.result);
    request.onerror = request.onblocked = () => fail(new Error(name + ' does not open'));
  }),

  answer: (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  }),

  // The database has another shape from now on.
  async raiseDatabase() {
    for (const book of await this.books()) (await this.open(book.name, book.version + 1)).close();
  },

  // The newest record, or the head, says that a newer version wrote it, and is sound.
  async raiseRecord(head) {
    for (const book of await this.books()) {
      const db = await this.open(book.name);
      const store = () => db.transaction('log', 'readwrite').objectStore('log');
      const keys = await this.answer(store().getAllKeys());
      const key = keys[head ? 0 : keys.length - 1];
      const bytes = await this.answer(store().get(key));
      bytes[4] += 1;
      const digest = await crypto.subtle.digest('SHA-256', bytes.slice(0, bytes.length - 32));
      bytes.set(new Uint8Array(digest), bytes.length - 32);
      await this.answer(store().put(bytes, key));
      db.close();
    }
  },

  // Names, versions, and every record by number and digest.
  async all() {
    const lines = [];
    for (const book of await this.books()) {
      const db = await this.open(book.name);
      const store = db.transaction('log').objectStore('log');
      const keys = this.answer(store.getAllKeys());
      const values = await this.answer(store.getAll());
      for (const [at, key] of (await keys).entries()) {
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', values[at]));
        lines.push([book.name, book.version, key, Array.from(digest).join('.')].join(' '));
      }
      db.close();
    }
    return lines;
  },
})
