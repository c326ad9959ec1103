/* Keeps one complete version of the site, taken in whole or not at all, and answers from it without the server. */
'use strict';

const VERSION = '{{version}}';
const FILES = {{files}};
const PREFIX = 'ducha-site-';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(PREFIX + VERSION)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => self.skipWaiting())
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(
        names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION).map((name) => caches.delete(name))
      ))
      .then(() => self.clients.claim())
  );
});

/* Names other than the page's own hold a digest of their content, so what is kept can never be stale. The page itself
   is asked from the server first, so that a new version is seen; without the server the kept one answers. */
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const kept = () => caches.match(event.request, { ignoreSearch: true, ignoreVary: true });
  if (event.request.mode === 'navigate') {
    event.respondWith(
      fetch(event.request).catch(() => kept().then((page) => page || caches.match('./')).then((page) => page || Response.error()))
    );
    return;
  }
  event.respondWith(kept().then((answer) => answer || fetch(event.request)));
});
