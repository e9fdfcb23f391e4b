// Dialogs have the focus from the moment they stand, and what is typed between the press that opens a field and the field lands in it:
// the way to the server and back is longer than a quick hand waits.
(() => {
  const openers = '[aria-haspopup="dialog"], [data-opens-field]';
  const maxWaitMs = 3000;
  const maxLetters = 200;
  const isWritable = field => field.matches(
    'textarea, select, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=range], [type=color], [type=submit], [type=button])')
    && !field.disabled && !field.readOnly;

  // What was typed since a press; null: nobody waits for a field.
  let held = null;

  function release() {
    clearTimeout(held?.end);
    held = null;
  }

  function hold() {
    release();
    held = { text: '', isSent: false, end: setTimeout(release, maxWaitMs) };
  }

  function write(field, { text, isSent }) {
    if (text.length === 0) return;
    if (field.tagName === 'SELECT') {
      // As the browser does: the first choice that begins with what was typed.
      const chosen = [...field.options].find(option => option.text.toLowerCase().startsWith(text.toLowerCase()));
      if (chosen) {
        field.value = chosen.value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
      return;
    }

    // The only way in which a script types as a person does: it can be undone, minds the longest length and is told to who listens.
    document.execCommand('insertText', false, text);
    if (!isSent) return;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    const goesOn = field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    if (goesOn && field.tagName === 'INPUT') field.form?.requestSubmit();
  }

  window.holdTyping = hold;

  // Ctrl+K (and Cmd+K) open the palette. Pressed before it listens, which is a moment after the page has come: as soon as it does.
  let openPalette = null;
  window.setPalette = open => {
    openPalette = open;
    if (held?.isForPalette) openPalette?.();
    if (!open) return;
    window.restoreDrafts();
    window.fillTyped();
  };
  document.addEventListener('keydown', event => {
    const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
    if (!isPalette || !document.querySelector('.palette-opener')) return;
    event.preventDefault();
    if (!event.target.classList?.contains('palette-input')) {
      hold();
      held.isForPalette = true;
    }
    openPalette?.();
  });
  document.addEventListener('click', event => { if (event.target.closest(openers)) hold(); }, true);
  document.addEventListener('pointerdown', release, true);
  document.addEventListener('keydown', event => {
    if (!held) return;
    const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
    if (isCommand || event.key === 'Tab' || event.key === 'Escape') release();
    else if (event.key === 'Enter') held.isSent ||= held.text.length > 0;
    else if (event.key === 'Backspace') held.text = held.text.slice(0, -1);
    else if ([...event.key].length !== 1) return;
    else if (!held.isSent && held.text.length < maxLetters) held.text += event.key;
    if (!held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener('keyup', event => { if (held && event.key === ' ' && held.text) event.preventDefault(); }, true);
  document.addEventListener('focusin', event => {
    const field = event.target;
    if (field.matches('[data-select]')) field.select();
    if (!held || !isWritable(field)) return;
    const typed = held;
    release();
    write(field, typed);
  });

  // The dialogs that are open, the topmost last, each with what had the focus before it.
  const open = [];
  const shown = document.getElementsByClassName('mud-dialog-container');

  function firstOf(dialog) {
    return dialog.querySelector('[autofocus]') ?? dialog.querySelector('form :is(input:not([type=hidden]), select, textarea):enabled')
      ?? dialog.querySelector('.mud-dialog-content :is(a[href], button:enabled)') ?? dialog.querySelector('.mud-dialog-actions button:enabled');
  }

  // What the dialog shows may come later than its frame, and what had the focus in it may go.
  function place(entry) {
    const { dialog } = entry;
    const isInside = dialog.contains(document.activeElement);
    if (isInside && (entry.isPlaced || !document.activeElement.matches('[role=dialog]'))) return;
    if (entry.isPlaced && document.activeElement !== document.body) return;
    const first = firstOf(dialog);
    entry.isPlaced = first !== null;
    if (first) first.focus({ preventScroll: true });
    else if (!isInside) dialog.querySelector('[role=dialog]')?.focus({ preventScroll: true });
  }

  // The library names a dialog by its whole head, the button "Close" included, and makes its title a heading six levels deep.
  function name(dialog) {
    const title = dialog.querySelector('.mud-dialog-title h6');
    if (!title || title.id) return;
    title.id = `${dialog.querySelector('.mud-dialog-title').id || 'dialog'}-text`;
    title.setAttribute('aria-level', '2');
    dialog.querySelector('[role=dialog]')?.setAttribute('aria-labelledby', title.id);
  }

  new MutationObserver(() => {
    if (open.length === 0 && shown.length === 0) return;
    const before = document.activeElement;
    for (let i = open.length - 1; i >= 0; i--) {
      if (open[i].dialog.isConnected) continue;
      const [{ opener }] = open.splice(i, 1);
      if (document.activeElement === document.body && opener?.isConnected) opener.focus({ preventScroll: true });
    }
    for (const dialog of shown) {
      if (!open.some(entry => entry.dialog === dialog)) open.push({ dialog, opener: before, isPlaced: false });
      name(dialog);
    }
    if (open.length > 0) place(open[open.length - 1]);
  }).observe(document.body, { childList: true, subtree: true });

  // A press on what is no field gives the focus to the dialog's frame; it belongs into what is typed or chosen first.
  document.addEventListener('focusin', event => {
    if (!event.target.matches('.mud-focus-trap > [tabindex="-1"]')) return;
    firstOf(event.target.parentElement)?.focus({ preventScroll: true });
  });
})();
