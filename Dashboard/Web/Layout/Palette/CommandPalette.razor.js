// What opens the palette is in dialogs.js; here it hears of it. Arrows choose in it without moving the text cursor.
function steer(event) {
  if (event.target.classList?.contains('palette-input') && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) event.preventDefault();
}

export function listen(palette) {
  window.setPalette(() => palette.invokeMethodAsync('OpenAsync'));
  document.addEventListener('keydown', steer);
}

export function leave() {
  document.removeEventListener('keydown', steer);
  window.setPalette(null);
}

export function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
  dialog.querySelector('.palette-input')?.focus();
}

export function close(dialog) {
  dialog.close();
}

export function signOut() {
  document.querySelector('form[data-sign-out]').requestSubmit();
}
