// What is typed and pressed before the page is alive, which may take seconds where the server is busy, is not lost: the fields that take the
// place of those that came first get it, as if it were typed then, and the button that was pressed last is pressed. It stands in memory alone,
// so passwords may be among it.
(() => {
  const fields = ':is(input:not([type=hidden], [type=file]), select, textarea)';
  // What the browser or a script does by itself is done already.
  const buttons = 'button:not([type=submit], [data-reload], [data-calendar], [data-theme-toggle], [data-set-keys], form[method] *)';
  const everyMs = 100;
  const fieldMs = 10_000;
  const settleMs = 1_000;
  const typed = new Map();
  let isAlive = false;
  let focused = null;
  let pressed = null;
  let hasMissed = false;

  // What came with the page is replaced as it becomes alive. What takes its place answers at once, a moment before fillTyped is called.
  let first = null;
  const isFirst = element => first === null || first.has(element);
  document.addEventListener('DOMContentLoaded', () => { first = new WeakSet(document.querySelectorAll('button, form')); });

  const isTick = field => field.type === 'checkbox' || field.type === 'radio';
  const valueOf = field => isTick(field) ? field.checked : field.value;
  const labelOf = field => (field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent ?? '').trim();

  // An id that is made up is another one on each page.
  const nameOf = field => [field.type, /[0-9a-f]{32}/.test(field.id) ? '' : field.id, field.name, labelOf(field)].join('|');
  const among = name => [...document.querySelectorAll(fields)].filter(field => nameOf(field) === name);
  const wordsOf = button => [button.getAttribute('aria-label'), button.title, button.textContent.trim()].join('|');
  const alike = words => [...document.querySelectorAll(buttons)].filter(button => wordsOf(button) === words);

  // Such forms are the page's own. Those that the browser sends say how.
  const isOwn = form => !form.hasAttribute('method');
  const forms = () => [...document.forms].filter(isOwn);

  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, event => {
      const field = event.target;
      if (!field.matches?.(fields)) return;
      const name = nameOf(field);
      const key = `${name}|${among(name).indexOf(field)}`;
      if (isAlive && event.isTrusted) {
        // Who types on is answered by a page that has come to rest.
        typed.delete(key);
        for (const [other, one] of [...typed]) if (one.filled) typed.delete(other);
      }
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

  document.addEventListener('click', event => {
    const button = event.isTrusted && event.target.closest?.('button');
    if (!button) return;
    pressed = null;
    if (isAlive || button.disabled || !button.matches(buttons) || !isFirst(button)) return;
    const words = wordsOf(button);
    const all = alike(words);
    pressed = { button: words, at: all.indexOf(button), count: all.length };
    button.setAttribute('aria-busy', 'true');
  }, true);

  // Sent by the browser, it would load the page anew, and empty: it waits for the page instead.
  document.addEventListener('submit', event => {
    if (isAlive || !isOwn(event.target) || !isFirst(event.target)) return;
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

  // Only where all that was typed is there, and what is pressed is the same for certain. False: it may still come.
  function press() {
    if (pressed.button) {
      const all = alike(pressed.button);
      const button = all.length === pressed.count ? all[pressed.at] : null;
      if (button && !button.disabled) button.click();
      return button !== null;
    }
    const form = forms()[pressed.at];
    if (!form || forms().length !== pressed.count) return false;
    const button = [...form.querySelectorAll('[type=submit]')].find(one => one.textContent.trim() === pressed.label && !one.disabled);
    if (button) form.requestSubmit(button);
    return button !== undefined;
  }

  /** The page answers: its fields get what was typed, and keep it should they be filled in otherwise as the page comes to rest. */
  window.fillTyped = () => {
    if (isAlive) return;
    isAlive = true;
    for (const busy of document.querySelectorAll('form[aria-busy], button[aria-busy]')) busy.removeAttribute('aria-busy');
    const since = Date.now();
    const attempt = () => {
      for (const [key, one] of [...typed]) {
        const field = among(one.name)[one.at];
        // Of what is typed there the page makes something else: it took it.
        const isTaken = field?.hasAttribute('data-fill-once');
        const isIn = field && one.filled !== undefined && (isTaken || valueOf(field) === one.value);
        if (field && !field.disabled && !isIn && !(one.filled && isTick(field))) {
          fill(field, one.value);
          one.filled ??= Date.now();
        }
        if (Date.now() - (one.filled ?? since) <= (one.filled ? settleMs : fieldMs)) continue;
        hasMissed ||= !isIn;
        typed.delete(key);
      }
      if (focused && !document.activeElement?.matches(fields)) among(focused.name)[focused.at]?.focus();
      if (typed.size > 0 || (focused && Date.now() - since < settleMs)) setTimeout(attempt, everyMs);
      else if (pressed && !hasMissed && !press() && Date.now() - since < fieldMs) setTimeout(attempt, everyMs);
    };
    attempt();
  };
})();
