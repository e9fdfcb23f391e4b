// The browser's own modal dialog: it keeps the focus inside and everything behind it still.
export function open(dialog, viewer) {
  const opener = document.activeElement;
  const escape = event => {
    event.preventDefault();
    // Escape leaves what is being typed first, and the viewer only then.
    const cancel = document.activeElement?.closest('[data-edit]')?.querySelector('[data-cancel]');
    if (cancel) cancel.click();
    else viewer.invokeMethodAsync('EscapeAsync');
  };
  dialog.addEventListener('cancel', escape);
  document.documentElement.style.overflow = 'hidden';
  dialog.showModal();
  dialog.focus();
  return {
    close() {
      document.documentElement.style.overflow = '';
      dialog.removeEventListener('cancel', escape);
      if (dialog.open) dialog.close();
      opener?.focus?.({ preventScroll: true });
    },
  };
}
