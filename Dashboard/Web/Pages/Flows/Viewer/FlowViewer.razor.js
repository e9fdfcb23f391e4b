// The browser's own modal dialog: it keeps the focus inside and everything behind it still.
export function open(dialog, viewer) {
  const opener = document.activeElement;
  const escape = event => {
    event.preventDefault();
    // Escape leaves an open panel and what is being typed first, and the viewer only then.
    const panel = dialog.querySelector(panels);
    const cancel = document.activeElement?.closest('[data-edit]')?.querySelector('[data-cancel]');
    if (panel) {
      panel.open = false;
      panel.querySelector('summary').focus();
    } else if (cancel) cancel.click();
    else if (document.activeElement?.matches('[data-edit] textarea')) dialog.focus();
    else viewer.invokeMethodAsync('EscapeAsync');
  };
  // The browser lets nobody keep a dialog open a second time: the key is taken before it comes to that. What closes it all the same, such as
  // the way back on a phone, closes the viewer.
  let isLeaving = false;
  const onKey = event => { if (event.key === 'Escape' && !document.querySelector('.mud-dialog')) escape(event); };
  const onClose = () => { if (!isLeaving) viewer.invokeMethodAsync('EscapeAsync'); };
  // Stepping to another flow draws the picture's tools anew: the focus goes on to the same tool, or stays in the viewer at least.
  let last = '';
  const panels = 'details:is(.adjust, .viewer-keys)[open]';
  const away = event => { for (const panel of dialog.querySelectorAll(panels)) if (!panel.contains(event.target)) panel.open = false; };
  const name = element => element.getAttribute('aria-label') || element.textContent.trim();
  const remember = event => { last = event.target === dialog ? '' : name(event.target); };
  dialog.addEventListener('focusin', remember);
  dialog.addEventListener('keydown', onKey);
  dialog.addEventListener('cancel', escape);
  dialog.addEventListener('close', onClose);
  dialog.addEventListener('click', away);
  document.documentElement.style.overflow = 'hidden';
  dialog.showModal();
  dialog.focus();
  return {
    keepFocus() {
      if (dialog.contains(document.activeElement)) return;
      const same = last && [...dialog.querySelectorAll('button, a[href], summary, input')].find(element => name(element) === last);
      (same || dialog).focus({ preventScroll: true });
    },
    // The row of the flow that was looked at last, otherwise what opened the viewer.
    close(flow) {
      document.documentElement.style.overflow = '';
      isLeaving = true;
      dialog.removeEventListener('keydown', onKey);
      dialog.removeEventListener('cancel', escape);
      dialog.removeEventListener('click', away);
      if (dialog.open) dialog.close();
      const row = document.querySelector(`[data-flow="${flow}"] a[href]`);
      (row || opener)?.focus?.({ preventScroll: !row });
    },
  };
}
