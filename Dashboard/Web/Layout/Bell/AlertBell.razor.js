// Sound is made here, without a file. Browsers let a page sound only once somebody has touched it.
let audio;
let wanted = false;
let self;
let menu;

const isSupported = () => 'Notification' in window && window.isSecureContext;
const permission = () => isSupported() ? Notification.permission : 'none';

function unlock() {
  if (!wanted) return;
  showSilence(false);
  audio ??= new AudioContext();
  if (audio.state === 'suspended') audio.resume();
}

// A sound that the browser does not play yet is told at the bell.
function showSilence(isSilent) {
  if (!menu) return;
  menu.toggleAttribute('data-silent', isSilent);
  menu.querySelector('summary').title = isSilent ? menu.dataset.silentText : '';
}

async function onChange(event) {
  if (!event.target.matches('[data-notify]')) return;
  // The question must be asked within the click, not after a way over the server.
  const given = event.target.checked && isSupported() ? await Notification.requestPermission() : permission();
  const isOn = event.target.checked && given === 'granted';
  event.target.checked = isOn;
  await self?.invokeMethodAsync('SetNotificationAsync', isOn, given);
}

export function start(details, bell, sound) {
  [menu, self] = [details, bell];
  menu.addEventListener('change', onChange);
  watchTouch(sound);
  return permission();
}

// From the first touch on, sounds are heard.
export function watchTouch(sound) {
  wanted = sound;
  document.addEventListener('pointerdown', unlock);
  document.addEventListener('keydown', unlock);
}

export function leave() {
  menu?.removeEventListener('change', onChange);
  document.removeEventListener('pointerdown', unlock);
  document.removeEventListener('keydown', unlock);
  self = undefined;
}

export function setSound(isOn) {
  wanted = isOn;
  if (isOn) chime();
}

// Whether a sound would be heard now.
export const canSound = () => audio?.state === 'running';

// Two rising tones, twice.
export function chime() {
  wanted = true;
  if (navigator.userActivation?.hasBeenActive === false) {
    showSilence(true);
    return;
  }

  unlock();
  if (audio.state !== 'running') audio.resume().then(() => ring(), () => {});
  else ring();
}

function ring() {
  for (const [at, pitch] of [[0, 880], [.16, 1175], [.5, 880], [.66, 1175]]) {
    const start = audio.currentTime + at;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(.3, start + .02);
    volume.gain.exponentialRampToValueAtTime(.001, start + .28);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + .3);
  }
}

// Of several tabs of one browser, one sounds.
function isFirst(id) {
  try {
    if (Number(localStorage.getItem('alert-told')) >= id) return false;
    localStorage.setItem('alert-told', id);
  } catch {
    // Without storage each tab is on its own.
  }
  return true;
}

export function tell(alert) {
  if (alert.sound && isFirst(alert.id)) chime();
  if (alert.notification && permission() === 'granted' && !document.hasFocus()) {
    const shown = new Notification(alert.title, { body: alert.text, icon: alert.picture ?? undefined, tag: `alert-${alert.id}` });
    shown.onclick = () => { window.focus(); self?.invokeMethodAsync('OpenFlow', alert.flow); shown.close(); };
  }
}
