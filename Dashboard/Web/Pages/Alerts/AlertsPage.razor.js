// j and k go through the rows; the other keys are told to the page with the row they were pressed at.
let root;
let page;
let isBusy = false;

const rows = () => [...root.querySelectorAll('[data-alert]')];

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest('input, select, textarea, dialog, .mud-dialog, [contenteditable]') || document.querySelector('dialog[open], .mud-dialog')) return;
  const all = rows();
  const row = document.activeElement?.closest('[data-alert]');
  const index = all.indexOf(row);
  switch (event.key) {
    case 'j': case 'k': {
      const next = all[index < 0 ? 0 : Math.min(all.length - 1, Math.max(0, index + (event.key === 'j' ? 1 : -1)))];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
      break;
    }
    case 'Enter':
      if (event.target !== row) return;
      row.querySelector('a')?.click();
      break;
    case 'a': case 'c':
      if (!row) return;
      if (event.key === 'c') window.holdTyping();
      page.invokeMethodAsync('KeyAsync', event.key, Number(row.dataset.alert), index);
      break;
    case 'u': case 'r': case '?':
      page.invokeMethodAsync('KeyAsync', event.key, row ? Number(row.dataset.alert) : 0, index);
      break;
    default: return;
  }
  event.preventDefault();
}

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
  document.addEventListener('keydown', onKey);
  for (const event of ['mouseenter', 'mouseleave', 'focusin', 'focusout']) root.addEventListener(event, () => setTimeout(note));
  // The pointer or the focus may have been here before the page came alive.
  note();
}

export function leave() {
  document.removeEventListener('keydown', onKey);
  page = undefined;
}

// The row that now stands where one was that has gone, or whose button has; the page's head where there is none.
export function focusRow(index) {
  if (document.activeElement !== document.body) return;
  const all = rows();
  (all[Math.min(index, all.length - 1)] ?? document.querySelector('h1'))?.focus();
}
