// Pointers on the picture: a press on it adds a corner, a press on a corner drags it. While a corner is dragged only the
// browser draws; the server hears of it once, when the corner is let go.
export function start(box, component) {
  const image = box.querySelector('img');
  const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Backspace'];
  const share = event => {
    const area = image.getBoundingClientRect();
    const within = value => Math.min(1, Math.max(0, value));
    return { x: within((event.clientX - area.left) / area.width), y: within((event.clientY - area.top) / area.height) };
  };
  let dragged = null;

  function down(event) {
    if (event.button !== 0) return;
    const corner = event.target.closest('[data-corner]');
    if (corner) {
      dragged = { corner, at: null };
      corner.setPointerCapture(event.pointerId);
    }
  }

  function move(event) {
    if (!dragged) return;
    const at = dragged.at = share(event);
    dragged.corner.style.left = `${at.x * 100}%`;
    dragged.corner.style.top = `${at.y * 100}%`;
    const points = [...box.querySelectorAll('[data-corner]')].map(c => `${parseFloat(c.style.left)},${parseFloat(c.style.top)}`).join(' ');
    const polygon = box.querySelector('.region-line.selected')?.dataset.polygon;
    for (const shape of box.querySelectorAll(`[data-polygon="${polygon}"]`)) shape.setAttribute('points', points);
  }

  function up() {
    if (dragged?.at) component.invokeMethodAsync('MoveCorner', Number(dragged.corner.dataset.corner), dragged.at.x, dragged.at.y);
    dragged = null;
  }

  function click(event) {
    if (event.target.closest('[data-corner]')) return;
    const at = share(event);
    component.invokeMethodAsync('AddCorner', at.x, at.y);
  }

  // Arrow keys move the corner, not the page.
  function key(event) {
    if (event.target.closest('[data-corner]') && arrows.includes(event.key)) event.preventDefault();
  }

  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, click, keydown: key };
  for (const [name, handler] of Object.entries(handlers)) box.addEventListener(name, handler);
  return { stop: () => { for (const [name, handler] of Object.entries(handlers)) box.removeEventListener(name, handler); } };
}
