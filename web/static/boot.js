/* Starts the app, or says in plain words why it cannot start and what to do. Written for browsers of any age. */
(function () {
  'use strict';

  var settled = false;

  /* The page of advice: one sentence on what is wrong, then what to do. `detail` is for whoever helps. */
  function refuse(problem, advice, detail) {
    if (settled) return;
    settled = true;
    document.documentElement.setAttribute('data-ducha', 'refused');
    var host = document.getElementById('app');
    while (host.firstChild) host.removeChild(host.firstChild);
    var panel = document.createElement('div');
    panel.id = 'boot';
    panel.setAttribute('role', 'alert');
    panel.appendChild(line('h1', '党建工作督查工具无法启动'));
    panel.appendChild(line('p', problem));
    var list = document.createElement('ol');
    for (var i = 0; i < advice.length; i++) list.appendChild(line('li', advice[i]));
    panel.appendChild(list);
    panel.appendChild(line('p', '已保存的数据不受影响。'));
    var facts = line('p', (detail ? '技术信息：' + detail + '；' : '技术信息：') + navigator.userAgent);
    facts.className = 'boot-detail';
    panel.appendChild(facts);
    host.appendChild(panel);
  }

  function line(tag, text) {
    var element = document.createElement(tag);
    element.appendChild(document.createTextNode(text));
    return element;
  }

  function tooOld(missing) {
    refuse('当前浏览器版本过低，缺少本工具运行所需的功能。', [
      '请使用 Chromium 83 及以上内核的浏览器打开本页面，如新版奇安信可信浏览器、360 安全浏览器（极速模式）、UOS 浏览器、Edge、Chrome；也可使用 Firefox 115 及以上版本。',
      '双核浏览器请点击地址栏右侧图标，切换到“极速模式”。',
      '仍无法打开的，请联系本单位信息化管理人员升级浏览器。'
    ], '缺少 ' + missing);
  }

  /* A browser that is too old fails in many ways, the first often being a script it cannot read. */
  function broken(error) {
    var missing = missingFeature();
    if (missing) return tooOld(missing);
    refuse('启动过程中出现错误。', [
      '请关闭本页面后重新打开。',
      '仍无法打开的，可能是文件在传输中损坏，请重新获取完整的程序文件。',
      '问题依旧存在的，请将下方技术信息提供给技术支持人员。'
    ], error && (error.message || String(error)));
  }

  /* The first needed thing that this browser lacks, or nothing. */
  function missingFeature() {
    var needed = [
      ['WebAssembly', typeof WebAssembly === 'object' && typeof WebAssembly.instantiate === 'function'],
      ['Promise', typeof Promise === 'function'],
      ['TextDecoder', typeof TextDecoder === 'function'],
      ['BigInt', typeof BigInt === 'function'],
      ['DecompressionStream', typeof DecompressionStream === 'function'],
      ['crypto.getRandomValues', typeof crypto === 'object' && typeof crypto.getRandomValues === 'function']
    ];
    for (var i = 0; i < needed.length; i++) if (!needed[i][1]) return needed[i][0];
    return '';
  }

  /* The single file carries its module as gzip in base64; the site names a file instead. */
  function inlineModule() {
    return typeof window.DUCHA_MODULE === 'string';
  }

  function inflate(base64) {
    var text = atob(base64);
    var bytes = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).arrayBuffer();
  }

  function moduleFile() {
    var meta = document.querySelector('meta[name="ducha-module"]');
    return meta ? meta.getAttribute('content') : '';
  }

  function load() {
    if (inlineModule()) {
      var inflated = inflate(window.DUCHA_MODULE);
      delete window.DUCHA_MODULE;
      return inflated;
    }
    if (!moduleFile()) return Promise.reject(new Error('程序内容缺失'));
    return fetch(moduleFile()).then(function (response) {
      if (!response.ok) throw new Error('程序文件 ' + moduleFile() + ' 未找到（' + response.status + '）');
      return response.arrayBuffer();
    });
  }

  /* Where a server and a secure address allow it, a service worker keeps the site for use without the server. */
  function keepForOffline() {
    if (inlineModule() || !('serviceWorker' in navigator) || location.protocol === 'file:') return;
    var script = 'sw.js';
    if (window.trustedTypes) {
      script = window.trustedTypes.createPolicy('ducha-worker', {
        createScriptURL: function (url) {
          if (url !== 'sw.js') throw new TypeError(url);
          return url;
        }
      }).createScriptURL(script);
    }
    navigator.serviceWorker.register(script)['catch'](function () { /* Still usable while the server answers. */ });
  }

  window.addEventListener && window.addEventListener('unhandledrejection', function (event) { broken(event.reason); });
  window.onerror = function (message) { broken({ message: message }); };

  function start() {
    var missing = missingFeature();
    if (missing) return tooOld(missing);
    if (typeof wasm_bindgen !== 'function') return broken({ message: 'wasm_bindgen' });
    keepForOffline();
    load().then(function (bytes) {
      return wasm_bindgen({ module_or_path: bytes });
    }).then(function () {
      settled = true;
      document.documentElement.setAttribute('data-ducha', 'ready');
    })['catch'](broken);
  }

  /* The other scripts stand below this one. */
  if (document.addEventListener) document.addEventListener('DOMContentLoaded', start);
  else window.onload = start;
})();
