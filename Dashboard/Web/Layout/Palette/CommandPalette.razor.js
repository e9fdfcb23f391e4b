// What opens the palette is in dialogs.js; here it hears of it. Arrows choose in it without moving the text cursor.
const longestWaitMs = 3000;
let opens;

function steer(event) {
  if (event.target.classList?.contains('palette-input') && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) event.preventDefault();
}

export function listen(palette) {
  opens = () => palette.invokeMethodAsync('OpenAsync');
  window.openPalette = opens;
  document.addEventListener('keydown', steer);
  const wantedAt = window.paletteWantedAt;
  window.paletteWantedAt = undefined;
  if (wantedAt !== undefined && performance.now() - wantedAt < longestWaitMs) opens();
}

export function leave() {
  document.removeEventListener('keydown', steer);
  if (window.openPalette === opens) window.openPalette = undefined;
}

export function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
  dialog.querySelector('.palette-input')?.focus();
}

export function close(dialog) {
  dialog.close();
}
