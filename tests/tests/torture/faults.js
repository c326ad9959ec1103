// Makes one call to the browser's storage go wrong, as FAULT = { mode, name, at } says: the at-th of that name; at 0 it only
// counts. Modes: `throw`;
// `error`, the request fails and its transaction with it; `abort`, the transaction fails after the request;
// `hang`, nothing is ever heard; `lie`, it is confirmed and was not done.
((fault) => {
  const counts = {};
  const calls = (window.__calls = { names: [], hit: '' });
  const hits = (name) => {
    calls.names.push(name);
    counts[name] = (counts[name] || 0) + 1;
    if (name !== fault.name || counts[name] !== fault.at) return false;
    calls.hit = name;
    return true;
  };
  const failure = (name) => new DOMException('Internal error opening backing store.', name || 'UnknownError');
  const silent = new WeakSet();
  const doomed = new WeakMap();
  const wrap = (proto, name, make) => {
    const real = proto && proto[name];
    if (typeof real === 'function') {
      Object.defineProperty(proto, name, { configurable: true, writable: true, value: make(real, name) });
    }
  };

  // First at every transaction, so that it hears before the app does, and can keep things from it.
  wrap(window.IDBDatabase && IDBDatabase.prototype, 'transaction', (real, name) => function transaction(...given) {
    if (hits(name)) throw failure('InvalidStateError');
    const made = real.apply(this, given);
    ['complete', 'abort', 'error'].forEach((kind) => made.addEventListener(kind, (event) => {
      if (silent.has(made)) event.stopImmediatePropagation();
    }));
    return made;
  });
  wrap(window.IDBTransaction && IDBTransaction.prototype, 'commit', (real, name) => function commit() {
    if (hits(name)) {
      if (fault.mode === 'hang') silent.add(this);
      else if (fault.mode === 'throw') throw failure('InvalidStateError');
      else if (fault.mode !== 'lie') return fail(this);
    }
    return doomed.has(this) ? undefined : real.call(this);
  });
  const fail = (transaction) => {
    const error = doomed.get(transaction) || failure();
    Object.defineProperty(transaction, 'error', { get: () => error });
    try { transaction.abort(); } catch (late) { /* it has settled already */ }
  };

  const asked = ['put', 'add', 'get', 'getAll', 'getAllKeys', 'getKey', 'delete', 'clear', 'count', 'openCursor', 'openKeyCursor'];
  const get = window.IDBObjectStore && IDBObjectStore.prototype.get;
  const getAll = window.IDBObjectStore && IDBObjectStore.prototype.getAll;
  const nothing = (store, name) => (name.startsWith('getAll') ? getAll.call(store, 'torture') : get.call(store, 'torture'));
  asked.forEach((name) => wrap(window.IDBObjectStore && IDBObjectStore.prototype, name, (real) => function request(...given) {
    if (!hits(name)) return real.apply(this, given);
    if (fault.mode === 'throw') throw failure();
    if (fault.mode === 'lie') return nothing(this, name);
    if (fault.mode === 'abort') {
      const made = real.apply(this, given);
      doomed.set(this.transaction, failure('AbortError'));
      made.addEventListener('success', () => fail(this.transaction));
      return made;
    }
    const made = nothing(this, name);
    doomed.set(this.transaction, failure());
    if (fault.mode === 'hang') silent.add(this.transaction);
    made.addEventListener('success', (event) => {
      event.stopImmediatePropagation();
      if (fault.mode === 'hang') return;
      Object.defineProperty(made, 'error', { get: () => doomed.get(this.transaction) });
      made.dispatchEvent(new Event('error', { bubbles: true, cancelable: true }));
      fail(this.transaction);
    });
    return made;
  }));

  ['open', 'deleteDatabase'].forEach((name) => wrap(window.IDBFactory && IDBFactory.prototype, name, (real) => function open(...given) {
    if (!hits(name)) return real.apply(this, given);
    if (fault.mode === 'throw') throw failure('SecurityError');
    const made = real.call(this, 'torture');
    ['success', 'upgradeneeded'].forEach((kind) => made.addEventListener(kind, (event) => {
      event.stopImmediatePropagation();
      if (kind === 'upgradeneeded') return;
      if (made.result && made.result.close) made.result.close();
      if (fault.mode === 'hang') return;
      Object.defineProperty(made, 'error', { get: () => failure() });
      made.dispatchEvent(new Event('error', { bubbles: true, cancelable: true }));
    }));
    return made;
  }));

  ['setItem', 'getItem', 'removeItem', 'key'].forEach((name) => wrap(Storage.prototype, name, (real) => function item(...given) {
    if (this !== window.localStorage || !hits(name)) return real.apply(this, given);
    if (fault.mode === 'throw' || fault.mode === 'error') throw failure(name === 'setItem' ? 'QuotaExceededError' : 'SecurityError');
    return name.endsWith('Item') && name !== 'getItem' ? undefined : null;
  }));

  wrap(window.LockManager && LockManager.prototype, 'request', (real, name) => function request(...given) {
    if (!hits(name)) return real.apply(this, given);
    return fault.mode === 'hang' || fault.mode === 'lie' ? new Promise(() => {}) : Promise.reject(failure('AbortError'));
  });
  wrap(window.BroadcastChannel && BroadcastChannel.prototype, 'postMessage', (real, name) => function postMessage(...given) {
    if (!hits(name)) return real.apply(this, given);
    if (fault.mode === 'throw') throw failure('InvalidStateError');
    return undefined;
  });
})(FAULT);
