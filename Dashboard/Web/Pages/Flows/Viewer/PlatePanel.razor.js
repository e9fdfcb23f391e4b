// Copies within the click. Pages served without https have no clipboard object, so there the old way is taken.
export function copyOnClick(button, text) {
  button.onclick = async () => {
    if (!await copy(button, text)) return;
    const said = button.parentElement.querySelector('[role=status]');
    button.classList.add('done');
    said.textContent = 'Copied';
    setTimeout(() => { button.classList.remove('done'); said.textContent = ''; }, 1500);
  };
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement('textarea');
    box.value = text;
    button.parentElement.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    button.focus();
    return done;
  }
}
