// One stream for all cameras: records of three numbers, JSON and JPEG are drawn on the canvas of their camera, with the plates over them.
let abort;
let address;
let sizes;
let changes;
let page;
let told;

export function watch(url, hasCameras, component) {
  stop();
  [page, told] = [component, undefined];
  address = hasCameras ? url : null;
  document.addEventListener('visibilitychange', onVisibility);
  document.addEventListener('keydown', onKey);
  document.addEventListener('fullscreenchange', onFullscreen);
  const wall = document.querySelector('.wall');
  if (wall) {
    sizes = new ResizeObserver(() => requestAnimationFrame(arrange));
    sizes.observe(wall);
    changes = new MutationObserver(arrange);
    changes.observe(wall, { childList: true, attributes: true, attributeFilter: ['data-columns'] });
    window.addEventListener('resize', arrange);
    arrange();
  }
  run();
}

export function stop() {
  abort?.abort();
  abort = undefined;
  page = undefined;
  sizes?.disconnect();
  changes?.disconnect();
  window.removeEventListener('resize', arrange);
  document.removeEventListener('visibilitychange', onVisibility);
  document.removeEventListener('keydown', onKey);
  document.removeEventListener('fullscreenchange', onFullscreen);
  document.documentElement.classList.remove('wall-screen');
}

// So many columns that all tiles, with their names, are seen without scrolling, as large as that allows; where they would be too small for that, as
// many as there is room for. A number that somebody chose is theirs on every device: where it would make tiles too small to tell apart, it is fewer.
function columnsOf(count, width, chosen, gap, areSeen) {
  const room = tile => Math.max(1, Math.floor((width + gap) / (tile + gap)));
  if (chosen > 0) return Math.min(chosen, room(160));
  const most = Math.min(count, room(180));
  for (let columns = 1; columns <= most; columns++) {
    if (areSeen(columns)) return columns;
  }
  return Math.max(1, Math.min(count, room(240)));
}

function arrange() {
  const wall = document.querySelector('.wall');
  if (!wall) return;
  const above = wall.getBoundingClientRect().top + document.documentElement.scrollTop;
  const below = Number.parseFloat(getComputedStyle(wall.closest('.content') ?? wall).paddingBottom) || 0;
  const gap = Number.parseFloat(getComputedStyle(wall).columnGap) || 0;
  const height = window.innerHeight - above - below;
  const set = columns => { wall.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`; };
  // How high a tile is depends on its name, which has one line or two: the browser knows.
  const areSeen = columns => {
    set(columns);
    return wall.getBoundingClientRect().height <= height;
  };
  const columns = columnsOf(wall.children.length, wall.clientWidth, Number(wall.dataset.columns), gap, areSeen);
  set(columns);
  if (columns === told) return;
  told = columns;
  page?.invokeMethodAsync('TellColumns', columns).catch(() => {});
}

// The whole page fills the screen, for notices of alerts stand beside the wall in it; its bars are hidden meanwhile.
export function fillScreen() {
  if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen?.();
}

function onFullscreen() {
  document.documentElement.classList.toggle('wall-screen', document.fullscreenElement === document.documentElement);
}

// From one camera back to all; what is open above the page closes first, and a browser ends its full screen by itself.
function onKey(event) {
  if (event.key !== 'Escape' || event.defaultPrevented || document.fullscreenElement) return;
  if (document.querySelector('[role=dialog], details[open]')) return;
  const back = document.querySelector('.screen [data-leave]');
  if (!back) return;
  const camera = document.querySelector('.screen canvas')?.dataset.camera;
  back.click();
  // On with the link that enlarged it.
  setTimeout(() => document.querySelector(`.screen a[href$="camera=${camera}"]`)?.focus(), 400);
}

// Nobody looks at a hidden tab: it costs nothing until it is seen again.
function onVisibility() {
  if (document.hidden) { abort?.abort(); abort = undefined; } else if (!abort) run();
}

async function run() {
  if (!address || document.hidden) return;
  const mine = abort = new AbortController();
  let pause = 500;
  while (abort === mine && !mine.signal.aborted) {
    try {
      const width = Math.round(Math.min(1280, Math.max(320, (document.querySelector('canvas[data-camera]')?.clientWidth ?? 640) * devicePixelRatio)));
      const answer = await fetch(`${address}&w=${width}`, { signal: mine.signal, cache: 'no-store' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      pause = 500;
      await read(answer.body.getReader());
    } catch {
      if (mine.signal.aborted) return;
    }
    for (const state of document.querySelectorAll('[data-state]')) state.textContent = say('lost');
    await new Promise(done => setTimeout(done, pause));
    // A server that is away has no pictures either.
    await window.untilBack();
    pause = Math.min(10000, pause * 2);
  }
}

async function read(reader) {
  let bytes = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const joined = new Uint8Array(bytes.length + value.length);
    joined.set(bytes);
    joined.set(value, bytes.length);
    bytes = joined;
    for (;;) {
      if (bytes.length < 12) break;
      const head = new DataView(bytes.buffer, bytes.byteOffset);
      const [camera, json, jpeg] = [head.getInt32(0, true), head.getInt32(4, true), head.getInt32(8, true)];
      if (bytes.length < 12 + json + jpeg) break;
      if (camera > 0) {
        const info = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + json)));
        await draw(camera, info, bytes.slice(12 + json, 12 + json + jpeg));
      }
      bytes = bytes.slice(12 + json + jpeg);
    }
  }
}

// Texts come with the page, in its language.
function say(text) {
  return document.querySelector('.wall')?.dataset[text] ?? '';
}

async function draw(camera, info, jpeg) {
  const canvas = document.querySelector(`canvas[data-camera="${camera}"]`);
  if (!canvas) return;
  const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    [canvas.width, canvas.height] = [picture.width, picture.height];
  }
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  picture.close();
  for (const plate of info.plates) outline(context, canvas, plate);
  const state = document.querySelector(`[data-state="${camera}"]`);
  const age = Math.max(0, Date.now() - info.at);
  if (state) state.textContent = age > 5000 ? say('old').replace('{0}', Math.round(age / 1000)) : '';
}

function outline(context, canvas, plate) {
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  const points = [];
  for (let i = 0; i < 8; i += 2) points.push([plate.corners[i] * canvas.width, plate.corners[i + 1] * canvas.height]);
  context.lineWidth = 2 * scale;
  context.strokeStyle = plate.text ? '#5dff9b' : '#ffd54a';
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
  context.stroke();
  if (!plate.text) return;
  const size = 14 * scale;
  context.font = `600 ${size}px ui-monospace, monospace`;
  const width = context.measureText(plate.text).width + size * .7;
  const left = Math.min(Math.max(0, points[0][0]), canvas.width - width);
  const top = Math.max(size * 1.5, Math.min(...points.map(point => point[1])) - size * .4);
  context.fillStyle = 'rgb(0 0 0 / .75)';
  context.fillRect(left, top - size * 1.3, width, size * 1.5);
  context.fillStyle = '#fff';
  context.fillText(plate.text, left + size * .35, top - size * .15);
}
