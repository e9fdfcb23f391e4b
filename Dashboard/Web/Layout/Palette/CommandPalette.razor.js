// Ctrl+K (and Cmd+K) open the palette; arrows choose in it without moving the text cursor.
let keys;

export function listen(palette) {
  keys = event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (!event.target.classList?.contains('palette-input')) window.holdTyping();
      palette.invokeMethodAsync('OpenAsync');
    } else if (event.target.classList?.contains('palette-input') && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
    }
  };
  document.addEventListener('keydown', keys);
}

export function leave() {
  document.removeEventListener('keydown', keys);
}

export function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
  dialog.querySelector('.palette-input')?.focus();
}

export function close(dialog) {
  dialog.close();
}
