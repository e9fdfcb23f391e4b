// Tells the page whether its top is in view, and keeps the reader's place while the viewer is open.
let observer;
let leaving;
let place = 0;
const remember = () => { if (!document.querySelector('dialog[open]')) place = window.scrollY; };

// Whether the pointer or the focus is in the list: then no row may move under it. A finger only passes.
function watchRows(rows, page) {
  // The pointer may have rested here, or the focus been set, before the page came alive.
  let hovered = rows.matches(':hover') && !matchMedia('(hover: none)').matches;
  let focused = document.activeElement?.closest('[data-flow]') !== null && rows.contains(document.activeElement);
  let told = false;
  const stop = new AbortController();
  const tell = () => {
    const now = hovered || focused;
    if (now !== told && !document.querySelector('dialog[open]')) page.invokeMethodAsync('SetPointedAt', told = now);
  };
  const on = (name, act) => rows.addEventListener(name, e => { act(e); tell(); }, { signal: stop.signal });
  on('pointerenter', e => { hovered = e.pointerType !== 'touch'; });
  on('pointermove', e => { hovered = e.pointerType !== 'touch'; });
  on('pointerleave', () => { hovered = false; });
  on('focusin', e => { focused = e.target.closest('[data-flow]') !== null; });
  on('focusout', () => { focused = false; });
  leaving = stop;
  tell();
}

export function watch(top, rows, page) {
  leave();
  watchRows(rows, page);
  observer = new IntersectionObserver(entries => {
    if (!document.querySelector('dialog[open]')) page.invokeMethodAsync('SetAtTop', entries[entries.length - 1].isIntersecting);
  });
  observer.observe(top);
  document.addEventListener('click', remember, true);
}

export function leave() {
  observer?.disconnect();
  leaving?.abort();
  document.removeEventListener('click', remember, true);
}

// What was pressed has gone with the selection.
export function focusHead() {
  if (document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true });
}

// What was selected before the server was restarted.
export const hasKept = name => window.hasKept(name);
export const takeKept = name => window.takeKept(name);

export function toTop() {
  window.scrollTo({ top: 0, behavior: 'smooth' });
}

export function back() {
  const wanted = place;
  window.addEventListener('popstate', () => requestAnimationFrame(() => window.scrollTo(0, wanted)), { once: true });
  history.back();
}
