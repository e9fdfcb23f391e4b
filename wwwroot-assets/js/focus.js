// Nobody's focus is lost. Where what had it leaves the page, something near takes it, or the page's head; where a form that was sent
// comes back with errors, the first field that has one.
(() => {
  const focusable = 'a[href], button:not([disabled]), input:not([disabled], [type=hidden]), select:not([disabled]), textarea:not([disabled]), '
    + 'summary, [tabindex="0"]';
  const nearLevels = 4;
  const errorMs = 5000;
  const canTake = element => element.matches(focusable) && element.getClientRects().length > 0;

  // What has the focus, and what it stands in, from the inside out.
  let path = [];
  // The form that was sent a moment ago; null: none.
  let sent = null;

  function above(element) {
    const all = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) all.push(at);
    return all;
  }

  function settle() {
    if (path.length === 0 || path[0].isConnected) return;
    // Whoever removed it may have meant another to have it: a dialog that closes, a page that opens.
    const lost = path;
    path = [];
    setTimeout(() => {
      if (document.activeElement !== document.body || document.querySelector('dialog[open], .mud-dialog')) return;
      const near = lost.slice(1, 1 + nearLevels).find(element => element.isConnected && !element.matches('main, main > *'));
      const next = near && [...near.querySelectorAll(focusable)].find(canTake);
      (next ?? document.querySelector('main h1[tabindex], h1'))?.focus({ preventScroll: true });
    }, 150);
  }

  function showWrong() {
    if (sent === null) return;
    const wrong = sent.isConnected && sent.querySelector('[aria-invalid="true"]');
    if (!wrong) return;
    const at = document.activeElement;
    if (at === document.body || (sent.contains(at) && at.matches('button, input[type=submit]'))) wrong.focus();
    sent = null;
  }

  document.addEventListener('focusin', event => { path = above(event.target); });
  document.addEventListener('submit', event => {
    const form = event.target;
    sent = null;
    // What is marked from before is marked already: only what the answer marks tells of it.
    requestAnimationFrame(() => { sent = form; });
    setTimeout(() => { if (sent === form) sent = null; }, errorMs);
  }, true);
  new MutationObserver(() => {
    settle();
    showWrong();
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-invalid'] });
})();
