// Single keys of pages that list them behind a button with data-keys: j and k go through the rows, every other key presses or focuses what
// names it in aria-keyshortcuts, in the row that has the focus or else outside of all rows. Who does not want them switches them off.
(() => {
  const storageKey = 'single-keys';
  const switchOff = isOff => { document.documentElement.dataset.singleKeys = isOff ? 'off' : 'on'; };
  const read = () => { try { return localStorage.getItem(storageKey); } catch { return null; } };
  switchOff(read() === 'off');

  const isShown = element => element.getClientRects().length > 0 && !element.disabled;
  const isTyped = element => element.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])');

  // What lies on top: a dialog or an open menu hides all keys but its own, the viewer those of the list below it.
  function scope() {
    if (document.querySelector('.mud-dialog, .mud-popover-open, details[data-menu][open]')) return null;
    return [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.getElementById('content');
  }

  function goTo(row) {
    const target = row.matches('[tabindex]') ? row : row.querySelector('a[href]');
    target?.focus();
    row.scrollIntoView({ block: 'nearest' });
  }

  function press(root, row, key) {
    const named = [...(row ?? root).querySelectorAll('[aria-keyshortcuts]')].filter(element =>
      element.getAttribute('aria-keyshortcuts').split(' ').includes(key) && isShown(element) && (row || !element.closest('[data-row]')));
    const [target] = named;
    if (!target) return false;
    if (isTyped(target)) {
      target.focus();
      target.select?.();
    } else target.click();
    return true;
  }

  function act(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
    if (event.target.closest('input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]')) return false;
    const root = scope();
    if (!root?.querySelector('[data-keys]') || document.documentElement.dataset.singleKeys === 'off') return false;
    const row = document.activeElement?.closest('[data-row]');
    if (event.key === 'j' || event.key === 'k') {
      const rows = [...root.querySelectorAll('[data-row]')].filter(isShown);
      if (rows.length === 0) return false;
      const at = rows.indexOf(row) + (event.key === 'j' ? 1 : -1);
      goTo(rows[Math.min(rows.length - 1, Math.max(0, at))]);
      return true;
    }
    if (event.key === 'Enter') {
      if (!row || event.target !== row) return false;
      row.querySelector('a')?.click();
      return true;
    }
    return row && press(root, row, event.key) || press(root, null, event.key);
  }

  document.addEventListener('keydown', event => { if (act(event)) event.preventDefault(); });
  document.addEventListener('click', event => {
    const wanted = event.target.closest('[data-set-keys]')?.dataset.setKeys;
    if (!wanted) return;
    switchOff(wanted === 'off');
    // The switch that was pressed gives its place to the other one.
    event.target.closest('.single-keys')?.querySelector(`[data-set-keys="${wanted === 'off' ? 'on' : 'off'}"]`)?.focus();
    try { localStorage.setItem(storageKey, wanted); } catch { /* Then they are on again in the next tab. */ }
  });
})();
