// The arrow is turned by dragging either end, or by the arrow keys on its tip. Only the browser draws meanwhile; the server hears of it by the field
// of degrees, which the arrow and the field share, once the arrow is let go.
export function start(box) {
  const picture = box.querySelector('.direction-picture');
  const arrow = box.querySelector('.arrow');
  const field = box.querySelector('input[type=range]');
  const step = Number(field.step);
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -3, PageUp: 3 };
  const within = degrees => ((Math.round(degrees / step) * step) % 360 + 360) % 360;
  const draw = degrees => arrow.setAttribute('transform', `rotate(${degrees})`);
  let dragged = null;

  function tell(degrees) {
    if (Number(field.value) === degrees) return;
    field.value = degrees;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function turned(event) {
    const area = picture.getBoundingClientRect();
    const [x, y] = [event.clientX - area.left - area.width / 2, event.clientY - area.top - area.height / 2];
    return within(Math.atan2(x, -y) * 180 / Math.PI + dragged.turn);
  }

  function down(event) {
    const grip = event.button === 0 && event.target.closest('[data-turn]');
    if (!grip) return;
    dragged = { turn: Number(grip.dataset.turn), degrees: Number(field.value) };
    grip.setPointerCapture(event.pointerId);
    picture.classList.add('turning');
  }

  function move(event) {
    if (!dragged) return;
    dragged.degrees = turned(event);
    draw(dragged.degrees);
  }

  function up(event) {
    if (!dragged) return;
    // What was taken away from the finger, by a call for instance, was not meant.
    if (event.type === 'pointerup') tell(dragged.degrees);
    else draw(Number(field.value));
    dragged = null;
    picture.classList.remove('turning');
  }

  // Arrow keys turn the arrow, and do not scroll the page.
  function key(event) {
    const by = event.target.closest('[tabindex]') ? steps[event.key] : undefined;
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const degrees = within(Number(field.value) + by * step);
    draw(degrees);
    tell(degrees);
  }

  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, keydown: key };
  for (const [name, handler] of Object.entries(handlers)) picture.addEventListener(name, handler);
  return { stop: () => { for (const [name, handler] of Object.entries(handlers)) picture.removeEventListener(name, handler); } };
}
