// Nothing is cut in silence: where more is typed or pasted than a field takes, it says so beside the field.
(() => {
  const showMs = 8000;
  let field = null;
  let end = 0;
  const noteOf = () => document.getElementById('cut-note');

  function hide() {
    clearTimeout(end);
    if (!field) return;
    field = null;
    noteOf()?.hidePopover();
  }

  function show(target) {
    const note = noteOf();
    if (!note) return;
    hide();
    field = target;
    note.textContent = note.dataset.text.replace('{0}', target.maxLength);
    note.showPopover();
    const box = target.getBoundingClientRect();
    const isBelow = box.bottom + note.offsetHeight + 8 < innerHeight;
    note.style.left = `${Math.max(8, Math.min(box.left, innerWidth - note.offsetWidth - 8))}px`;
    note.style.top = `${isBelow ? box.bottom + 4 : box.top - note.offsetHeight - 4}px`;
    end = setTimeout(hide, showMs);
  }

  function look(target, text) {
    const chosen = (target.selectionEnd ?? 0) - (target.selectionStart ?? 0);
    if (target.value.length - chosen + text.length > target.maxLength) show(target);
    else hide();
  }

  document.addEventListener('beforeinput', event => {
    if (event.inputType === 'insertFromPaste' || event.inputType === 'insertFromDrop') return;
    if (!(event.target.maxLength >= 0) || !event.inputType.startsWith('insert') || event.isComposing) hide();
    else look(event.target, event.data ?? '');
  }, true);
  document.addEventListener('paste', event => {
    if (event.target.maxLength >= 0) look(event.target, event.clipboardData?.getData('text/plain') ?? '');
  }, true);
  document.addEventListener('drop', event => {
    if (event.target.maxLength >= 0) look(event.target, event.dataTransfer?.getData('text/plain') ?? '');
  }, true);
  document.addEventListener('focusout', hide, true);
  // What is pasted moves what is seen of the field.
  document.addEventListener('scroll', event => { if (event.target !== field) hide(); }, true);
})();
