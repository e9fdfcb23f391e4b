// Zoom and pan of one picture. Scale 1 is the picture fitted into the view; nothing of this reaches the server.
const largest = 40;
const step = 1.4;
// What somebody set to see one picture better holds for the next ones too.
const chosen = { brightness: 1, contrast: 1, outline: true };

// A picture of the size that stands for an absent one is none: 'missing', 'changed', or 'away' where it may come back.
export function start(view, plate, absent) {
  const canvas = view.querySelector('.canvas');
  const image = canvas.querySelector('img');
  const tools = view.parentElement.querySelector('.tools');
  const width = Number(view.style.getPropertyValue('--picture-width'));
  const pointers = new Map();
  const strip = view.parentElement.querySelector('.strip');
  let scale = 1, x = 0, y = 0, isBest = true;

  const pressed = name => tools.querySelectorAll('[data-zoom]').forEach(b => b.setAttribute('aria-pressed', String(b.dataset.zoom === name)));
  const clamp = (value, size, room) => size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, value));

  // x and y are where the scaled picture begins in the view; the canvas itself is centred by the layout.
  function draw() {
    const w = canvas.offsetWidth, h = canvas.offsetHeight;
    x = clamp(x, w * scale, view.clientWidth);
    y = clamp(y, h * scale, view.clientHeight);
    canvas.style.transform = `translate(${x - canvas.offsetLeft}px, ${y - canvas.offsetTop}px) scale(${scale})`;
    // The outline is as thick on the screen however large the picture is: one pixel of the screen in pixels of the picture.
    canvas.style.setProperty('--unit', width / w / scale);
  }

  function zoomTo(next, atX, atY) {
    next = Math.min(largest, Math.max(1, next));
    x = atX - (atX - x) * next / scale;
    y = atY - (atY - y) * next / scale;
    scale = next;
    draw();
  }

  const modes = {
    fit() { scale = 1; draw(); },
    full() {
      const [cx, cy] = plate ? [plate[0] + plate[2] / 2, plate[1] + plate[3] / 2] : [width / 2, width * canvas.offsetHeight / canvas.offsetWidth / 2];
      centre(cx, cy, width / canvas.offsetWidth / devicePixelRatio);
    },
    plate() {
      const room = Math.min(view.clientWidth * .6 / plate[2], view.clientHeight * .5 / plate[3]);
      centre(plate[0] + plate[2] / 2, plate[1] + plate[3] / 2, room * width / canvas.offsetWidth);
    },
  };

  function centre(px, py, next) {
    scale = Math.min(largest, Math.max(next, .05));
    const unit = canvas.offsetWidth / width * scale;
    x = view.clientWidth / 2 - px * unit;
    y = view.clientHeight / 2 - py * unit;
    draw();
  }

  function adjust() {
    const isPlain = chosen.brightness === 1 && chosen.contrast === 1;
    image.style.filter = isPlain ? '' : `brightness(${chosen.brightness}) contrast(${chosen.contrast})`;
    tools.querySelectorAll('[data-adjust]').forEach(slider => { slider.value = chosen[slider.dataset.adjust]; });
    tools.querySelector('.adjust')?.classList.toggle('is-set', !isPlain);
    const outline = canvas.querySelector('svg');
    if (outline) outline.style.display = chosen.outline && isBest ? '' : 'none';
    tools.querySelector('[data-do=outline]')?.setAttribute('aria-pressed', String(chosen.outline));
  }

  const zoomBy = factor => { zoomTo(scale * factor, view.clientWidth / 2, view.clientHeight / 2); pressed(scale === 1 ? 'fit' : ''); };
  const pan = (dx, dy) => { x += dx; y += dy; draw(); };
  const actions = {
    in: () => zoomBy(step),
    out: () => zoomBy(1 / step),
    outline() { chosen.outline = !chosen.outline; adjust(); },
    plain() { chosen.brightness = chosen.contrast = 1; adjust(); },
  };

  const press = event => {
    const { zoom: mode, do: action } = event.target.closest('[data-zoom], [data-do]')?.dataset ?? {};
    if (mode) { modes[mode](); pressed(mode); }
    if (action) actions[action]();
  };
  // The outline is that of the plate in the best view.
  const choose = event => {
    const chosenView = event.target.closest('[data-view]');
    if (!chosenView) return;
    load(chosenView.dataset.view);
    isBest = chosenView.dataset.best === 'true';
    strip.querySelectorAll('[data-view]').forEach(b => b.setAttribute('aria-pressed', String(b === chosenView)));
    adjust();
  };
  const slide = event => { chosen[event.target.dataset.adjust] = Number(event.target.value); adjust(); };
  // Left and right move a slider, and not to the next flow.
  const keep = event => { if (event.target.matches('input')) event.stopPropagation(); };
  const away = event => { const open = tools.querySelector('.adjust[open]'); if (open && !open.contains(event.target)) open.open = false; };
  const keys = event => {
    if (event.target.closest('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = 80;
    const done = {
      '+': () => zoomBy(step), '=': () => zoomBy(step), '-': () => zoomBy(1 / step), 0: () => { modes.fit(); pressed('fit'); },
      ArrowLeft: event.shiftKey && (() => pan(far, 0)), ArrowRight: event.shiftKey && (() => pan(-far, 0)),
      ArrowUp: event.shiftKey && (() => pan(0, far)), ArrowDown: event.shiftKey && (() => pan(0, -far)),
    }[event.key];
    if (done) { event.preventDefault(); done(); }
  };
  const wheel = event => {
    event.preventDefault();
    const box = view.getBoundingClientRect();
    zoomTo(scale * Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    pressed('');
  };
  const down = event => {
    if (event.target.closest('button')) return;
    view.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event);
  };
  const move = event => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const others = [...pointers.values()].filter(p => p.pointerId !== event.pointerId);
    if (others.length === 0) {
      x += event.clientX - before.clientX;
      y += event.clientY - before.clientY;
      draw();
    } else {
      const box = view.getBoundingClientRect();
      const distance = p => Math.hypot(p.clientX - others[0].clientX, p.clientY - others[0].clientY) || 1;
      zoomTo(scale * distance(event) / distance(before), (event.clientX + others[0].clientX) / 2 - box.left, (event.clientY + others[0].clientY) / 2 - box.top);
      pressed('');
    }
    pointers.set(event.pointerId, event);
  };
  const up = event => pointers.delete(event.pointerId);
  const twice = event => {
    const mode = scale === 1 ? (plate ? 'plate' : 'full') : 'fit';
    modes[mode]();
    pressed(mode);
  };
  const tell = kind => {
    view.querySelectorAll('.failed').forEach(text => { text.hidden = text.dataset.kind !== kind; });
    canvas.style.visibility = kind ? 'hidden' : '';
  };
  const kindOf = () => image.naturalWidth === 0 ? 'broken'
    : image.naturalHeight !== absent.height ? ''
    : { [absent.missing]: 'missing', [absent.away]: 'away', [absent.changed]: 'changed' }[image.naturalWidth] ?? '';
  const arrived = () => tell(kindOf());
  const load = url => { tell(''); image.src = url; };
  // Thumbnails that did not come are asked for again too; another address, or the browser shows what it has.
  const again = () => {
    const fresh = url => { const next = new URL(url); next.searchParams.set('again', Date.now()); return next.href; };
    load(fresh(image.src));
    strip?.querySelectorAll('img').forEach(small => { if (small.naturalHeight === absent.height) small.src = fresh(small.src); });
  };
  const resized = new ResizeObserver(draw);

  const dialog = view.closest('dialog');
  tools.addEventListener('click', press);
  strip?.addEventListener('click', choose);
  tools.addEventListener('input', slide);
  tools.addEventListener('keydown', keep);
  dialog?.addEventListener('pointerdown', away);
  dialog?.addEventListener('keydown', keys);
  view.addEventListener('wheel', wheel, { passive: false });
  view.addEventListener('pointerdown', down);
  view.addEventListener('pointermove', move);
  view.addEventListener('pointerup', up);
  view.addEventListener('pointercancel', up);
  view.addEventListener('dblclick', twice);
  view.querySelector('[data-do=again]').addEventListener('click', again);
  image.addEventListener('error', arrived);
  image.addEventListener('load', arrived);
  if (image.complete) arrived();
  resized.observe(view);
  adjust();
  tools.dataset.ready = '';
  return {
    stop() {
      resized.disconnect();
      dialog?.removeEventListener('pointerdown', away);
      dialog?.removeEventListener('keydown', keys);
    },
  };
}
