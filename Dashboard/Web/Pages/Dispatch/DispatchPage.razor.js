import * as bell from '../../Layout/Bell/AlertBell.razor.js';

const everyMs = 30 * 60 * 1000;
let page;
let wanted = false;
let timers = [];
let lock;

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key === ' ' || event.key === 'Enter' ? 'a' : event.key;
  // A button or a link that has the focus is pressed as everywhere.
  if ((event.key === ' ' || event.key === 'Enter') && event.target.closest('button, a')) return;
  // A browser ends its full screen with Escape by itself.
  if (key === 'Escape' && !document.fullscreenElement) document.querySelector('[data-leave]')?.click();
  else if (key === 'f') toggleScreen();
  else if (key === 'a' || key === 'u') page.invokeMethodAsync('KeyAsync', key);
  else return;
  event.preventDefault();
}

function onClick(event) {
  if (event.target.closest('[data-fullscreen]')) toggleScreen();
}

function toggleScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

// The screen stays on where the browser lets a page ask for it; a page that was hidden has to ask anew.
async function keepAwake() {
  if (document.visibilityState !== 'visible') return;
  try { lock = await navigator.wakeLock?.request('screen'); } catch { lock = undefined; }
}

function showSilence() {
  const strip = document.querySelector('[data-silent]');
  if (strip) strip.hidden = !wanted || bell.canSound();
}

export function start(owner, sound) {
  [page, wanted] = [owner, sound];
  bell.watchTouch(sound);
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  document.addEventListener('visibilitychange', keepAwake);
  // A session lasts as long as the browser asks for something now and then; the live connection alone does not count.
  timers = [setInterval(() => fetch('icons/favicon.svg', { cache: 'no-store' }).catch(() => {}), everyMs), setInterval(showSilence, 1000)];
  keepAwake();
  showSilence();
}

export function leave() {
  document.removeEventListener('keydown', onKey);
  document.removeEventListener('click', onClick);
  document.removeEventListener('visibilitychange', keepAwake);
  timers.forEach(clearInterval);
  lock?.release();
}

export function setSound(isOn) {
  wanted = isOn;
  bell.setSound(isOn);
}

// What was pressed has gone with its alert.
export function focusNext() {
  if (document.activeElement === document.body) document.querySelector('.do .big, h1')?.focus();
}

export const chime = () => bell.chime();
