// Nobody's focus is lost. Where what had it leaves the page, something near takes it, or the page's head; where a form that was sent
// comes back with errors, the first field that has one.
(() => {
  const focusable = 'a[href], button:not([disabled]), input:not([disabled], [type=hidden]), select:not([disabled]), textarea:not([disabled]), '
    + 'summary, [tabindex="0"]';
  const nearLevels = 4;
  const errorMs = 5000;
  const stayMs = 1000;
  const headMs = 400;
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
      if (returned || document.activeElement !== document.body || document.querySelector('dialog[open], .mud-dialog')) return;
      const near = lost.slice(1, 1 + nearLevels).find(element => element.isConnected && !element.matches('main, main > *'));
      const next = near && [...near.querySelectorAll(focusable)].find(canTake);
      (next ?? document.querySelector('main h1[tabindex], h1'))?.focus({ preventScroll: true });
    }, 150);
  }

  window.focusField = id => document.getElementById(id)?.focus();

  const wrongIn = form => form.isConnected ? [...form.querySelectorAll('[aria-invalid="true"]')] : [];

  function showWrong(isLate) {
    if (sent === null) return;
    const { form, marked } = sent;
    const wrong = wrongIn(form).find(field => isLate || !marked.has(field));
    if (!wrong) return;
    const at = document.activeElement;
    if (at === document.body || (form.contains(at) && at.matches('button, input[type=submit]'))) wrong.focus();
    sent = null;
  }

  // Back from a flow, as its address says: on with the link that led to it, once the page's own head has had the focus.
  let href = location.href;
  let returned = null;
  function restore() {
    if (location.href !== href) {
      href = location.href;
      const flow = /^#flow-(\d+)$/.exec(location.hash)?.[1];
      returned = flow ? { flow, since: Date.now() } : null;
      if (returned) setTimeout(restore, headMs);
    }
    if (!returned) return;
    const age = Date.now() - returned.since;
    const at = document.activeElement ?? document.body;
    if (age > errorMs || (age >= headMs && !at.matches('body, h1'))) { returned = null; return; }
    if (!at.matches('h1') && age < headMs) return;
    const link = document.querySelector(`main a[href^="/app/flows/${returned.flow}?"], main a[href="/app/flows/${returned.flow}"]`);
    if (!link) return;
    returned = null;
    (link.closest('tr[tabindex]') ?? link).focus();
  }

  document.addEventListener('focusin', event => { path = above(event.target); });
  document.addEventListener('submit', event => {
    // What is marked from before is marked already: what the answer marks tells of it, or that the mark stays.
    const mine = { form: event.target, marked: new Set(wrongIn(event.target)) };
    sent = mine;
    setTimeout(() => { if (sent === mine) showWrong(true); }, stayMs);
    setTimeout(() => { if (sent === mine) sent = null; }, errorMs);
  }, true);
  new MutationObserver(() => {
    settle();
    showWrong(false);
    restore();
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-invalid'] });
})();
