// What was typed and not yet saved outlives a restart of the server. As the page is loaded anew, the fields that were changed are written
// down in this tab; once the new page is alive they are filled in again, as if they were typed. Passwords and codes are never written down.
(() => {
  const storageKey = 'drafts';
  const maxAgeMs = 60_000;
  const pageMs = 10_000;
  const dialogMs = 600_000;
  const noticeMs = 8_000;
  const maxLetters = 100_000;
  const fields = 'input:not([type=hidden], [type=password], [type=file], [autocomplete=one-time-code]), select, textarea';
  const isTick = field => field.type === 'checkbox' || field.type === 'radio';
  const valueOf = field => isTick(field) ? field.checked : field.value;
  const boxOf = field => field.closest('[role=dialog]:has(form)');
  const titleOf = box => box?.querySelector('h1, h2, h6, .mud-dialog-title')?.textContent.trim() ?? '';
  const address = () => location.pathname + location.search;

  // A field is known by its id, or else by what it is called; of several that are called the same, the first is the one.
  function nameOf(field) {
    const label = field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent.trim() ?? '';
    return field.id || [field.type, field.name, field.type === 'radio' ? field.value : '', label].join('|');
  }

  const find = (root, name) => [...root.querySelectorAll(`form :is(${fields})`)].find(field => nameOf(field) === name);

  // What fields held before they were changed.
  let before = new Map();
  let isReloading = false;

  document.addEventListener('focusin', event => {
    if (event.target.matches?.(`form :is(${fields})`) && !before.has(event.target)) before.set(event.target, { value: valueOf(event.target) });
  }, true);
  for (const name of ['input', 'change']) {
    document.addEventListener(name, event => {
      const field = event.target;
      if (!field.matches?.(`form :is(${fields})`)) return;
      const held = before.get(field) ?? { value: isTick(field) ? !field.checked : undefined };
      before.set(field, { ...held, isChanged: true });
      if (before.size > 500) before = new Map([...before].filter(([known]) => known.isConnected));
    }, true);
  }

  function write() {
    const changed = [...before].filter(([field, held]) => held.isChanged && field.isConnected && valueOf(field) !== held.value);
    const open = changed.map(([field]) => boxOf(field)).find(box => box);
    const draft = {
      address: address(),
      at: Date.now(),
      fields: changed.map(([field, held]) => ({ name: nameOf(field), before: held.value, after: valueOf(field), isInDialog: boxOf(field) !== null })),
      // A dialog is the same one where all that was not changed in it is as it was.
      dialog: open && {
        title: titleOf(open),
        rest: [...open.querySelectorAll(`form :is(${fields})`)].filter(field => !changed.some(([known]) => known === field))
          .map(field => ({ name: nameOf(field), value: valueOf(field) })),
      },
      kept: Object.fromEntries([...document.querySelectorAll('[data-kept]')].map(element => [element.dataset.kept, element.dataset.value])),
    };
    const text = JSON.stringify(draft);
    try {
      if (text.length <= maxLetters && (draft.fields.length > 0 || Object.keys(draft.kept).length > 0)) sessionStorage.setItem(storageKey, text);
    } catch {
      // A browser that stores nothing keeps nothing.
    }
  }

  /** Loads the page anew after the server forgot it; what was typed comes along, so nobody needs to be asked. */
  window.reloadPage = () => {
    if (isReloading) return;
    write();
    isReloading = true;
    location.reload();
  };
  window.addEventListener('beforeunload', event => { if (isReloading) event.stopImmediatePropagation(); });

  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(storageKey));
    sessionStorage.removeItem(storageKey);
  } catch {
    // Nothing was written down.
  }
  if (draft?.address !== address() || Date.now() - draft.at > maxAgeMs) draft = null;

  /** What an element with data-kept held when the page was loaded anew; null: nothing. Each is given once. */
  window.takeKept = name => {
    const value = draft?.kept?.[name] ?? null;
    if (value !== null) delete draft.kept[name];
    return value;
  };

  function fill(field, { before: was, after }) {
    if (valueOf(field) === after) return true;
    // Somebody else saved another value meanwhile, or it is another thing's field: that stays as it is.
    if (was !== undefined && valueOf(field) !== was) return false;
    if (isTick(field)) field.click();
    else {
      field.value = after;
      if (field.value !== after) return false;
      before.set(field, { value: was, isChanged: true });
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    return true;
  }

  function tell() {
    const notice = document.getElementById('drafts-restored');
    notice?.showPopover?.();
    setTimeout(() => notice?.hidePopover?.(), noticeMs);
  }

  /** The page answers: what was typed before is filled in as its fields come. */
  window.restoreDrafts = () => {
    if (!draft) return;
    const { fields: changed, dialog } = draft;
    let onPage = changed.filter(one => !one.isInDialog);
    let inDialog = dialog ? changed.filter(one => one.isInDialog) : [];
    let isTold = false;
    const pages = Date.now() + pageMs;
    const dialogs = Date.now() + dialogMs;
    const attempt = () => {
      if (address() !== draft.address || Date.now() > dialogs) return watcher.disconnect();
      let isDone = false;
      if (Date.now() <= pages) {
        onPage = onPage.filter(one => {
          const field = find(document, one.name);
          if (!field || field.disabled || boxOf(field)) return true;
          isDone = fill(field, one) || isDone;
          return false;
        });
      } else onPage = [];
      const box = inDialog.length > 0 && [...document.querySelectorAll('[role=dialog]:has(form)')].find(open => titleOf(open) === dialog.title);
      if (box && dialog.rest.every(one => { const field = find(box, one.name); return !field || valueOf(field) === one.value; })) {
        const wanted = inDialog;
        inDialog = [];
        for (const one of wanted) {
          const field = find(box, one.name);
          if (field) isDone = fill(field, one) || isDone;
        }
      }
      if (isDone && !isTold) tell();
      isTold ||= isDone;
      if (onPage.length === 0 && inDialog.length === 0) watcher.disconnect();
    };
    const watcher = new MutationObserver(attempt);
    watcher.observe(document.body, { childList: true, subtree: true });
    attempt();
  };
})();
