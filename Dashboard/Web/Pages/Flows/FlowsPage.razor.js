// Tells the page whether its top is in view, and keeps the reader's place while the viewer is open.
let observer;
let place = 0;
const remember = () => { if (!document.querySelector('dialog[open]')) place = window.scrollY; };

export function watch(top, page) {
  leave();
  observer = new IntersectionObserver(entries => {
    if (!document.querySelector('dialog[open]')) page.invokeMethodAsync('SetAtTop', entries[entries.length - 1].isIntersecting);
  });
  observer.observe(top);
  document.addEventListener('click', remember, true);
}

export function leave() {
  observer?.disconnect();
  document.removeEventListener('click', remember, true);
}

export function toTop() {
  window.scrollTo({ top: 0, behavior: 'smooth' });
}

export function back() {
  const wanted = place;
  window.addEventListener('popstate', () => requestAnimationFrame(() => window.scrollTo(0, wanted)), { once: true });
  history.back();
}
