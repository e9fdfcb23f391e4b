// Tells the page whether somebody works in its list, and gives the focus to the next row.
let root;
let page;
let isBusy = false;

function note() {
  if (!page) return;
  const now = root.isConnected && (root.matches(':hover') || root.contains(document.activeElement));
  if (now === isBusy) return;
  isBusy = now;
  // What goes while the page is left may find nobody any more.
  page.invokeMethodAsync('SetBusy', now).catch(() => {});
}

export function start(element, owner) {
  [root, page] = [element, owner];
  for (const event of ['mouseenter', 'mouseleave', 'focusin', 'focusout']) root.addEventListener(event, () => setTimeout(note));
  // The pointer or the focus may have been here before the page came alive.
  note();
}

export function leave() {
  page = undefined;
}

// The row that now stands where one was that has gone, or whose button has; the page's head where there is none.
export function focusRow(index) {
  if (document.activeElement !== document.body) return;
  const all = [...root.querySelectorAll('[data-row]')];
  (all[Math.min(index, all.length - 1)] ?? document.querySelector('h1'))?.focus();
}
