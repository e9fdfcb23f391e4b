// What is typed before the page is alive, which may take seconds where the server is busy, is not lost: the fields that take the place of
// those that came first get it, as if it were typed then. It stands in memory alone, so passwords may be among it.
(() => {
  const fields = 'form :is(input:not([type=hidden], [type=file]), select, textarea)';
  const everyMs = 100;
  const fieldMs = 10_000;
  const settleMs = 1_000;
  const typed = new Map();
  let isAlive = false;
  let focused = null;
  let pressed = null;
  let hasMissed = false;
  const isTick = field => field.type === 'checkbox' || field.type === 'radio';
  const valueOf = field => isTick(field) ? field.checked : field.value;
  const labelOf = field => (field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent ?? '').trim();

  // An id that is made up is another one on each page.
  const nameOf = field => [field.type, /[0-9a-f]{32}/.test(field.id) ? '' : field.id, field.name, labelOf(field)].join('|');
  const among = name => [...document.querySelectorAll(fields)].filter(field => nameOf(field) === name);

  // Such forms are the page's own. Those that the browser sends say how.
  const isOwn = form => !form.hasAttribute('method');
  const forms = () => [...document.forms].filter(isOwn);

  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, event => {
      const field = event.target;
      if (!field.matches?.(fields)) return;
      const name = nameOf(field);
      const key = `${name}|${among(name).indexOf(field)}`;
      if (isAlive && event.isTrusted) typed.delete(key);
      if (!isAlive) typed.set(key, { name, at: among(name).indexOf(field), value: valueOf(field) });
    }, true);
  }
  // The focus is the page's own to move as it opens, but then it goes back to where somebody typed.
  document.addEventListener('focusin', event => {
    if (isAlive || !event.target.matches?.(fields)) return;
    const name = nameOf(event.target);
    focused = { name, at: among(name).indexOf(event.target) };
  }, true);
  for (const kind of ['pointerdown', 'keydown']) {
    document.addEventListener(kind, event => { if (isAlive || kind === 'pointerdown' || event.key === 'Tab') focused = null; }, true);
  }

  // Sent by the browser, it would load the page anew, and empty: it waits for the page instead.
  document.addEventListener('submit', event => {
    if (isAlive || !isOwn(event.target)) return;
    event.preventDefault();
    pressed = { at: forms().indexOf(event.target), count: forms().length, label: event.submitter?.textContent.trim() };
    event.target.setAttribute('aria-busy', 'true');
  }, true);

  function fill(field, value) {
    if (isTick(field)) {
      if (field.checked !== value) field.click();
      return;
    }
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  // Only where all that was typed is there, and the same button.
  function send() {
    const form = forms()[pressed.at];
    if (hasMissed || !form || forms().length !== pressed.count) return;
    const button = [...form.querySelectorAll('[type=submit]')].find(one => one.textContent.trim() === pressed.label && !one.disabled);
    if (button) form.requestSubmit(button);
  }

  /** The page answers: its fields get what was typed, and keep it should they be filled in otherwise as the page comes to rest. */
  window.fillTyped = () => {
    if (isAlive) return;
    isAlive = true;
    for (const form of document.forms) if (isOwn(form)) form.removeAttribute('aria-busy');
    const since = Date.now();
    const attempt = () => {
      for (const [key, one] of [...typed]) {
        const field = among(one.name)[one.at];
        const isIn = field && one.filled !== undefined && valueOf(field) === one.value;
        if (field && !field.disabled && !isIn) {
          fill(field, one.value);
          one.filled ??= Date.now();
        }
        if (Date.now() - (one.filled ?? since) <= (one.filled ? settleMs : fieldMs)) continue;
        hasMissed ||= !isIn;
        typed.delete(key);
      }
      if (focused && !document.activeElement?.matches(fields)) among(focused.name)[focused.at]?.focus();
      if (typed.size > 0 || (focused && Date.now() - since < settleMs)) setTimeout(attempt, everyMs);
      else if (pressed) send();
    };
    attempt();
  };
})();
