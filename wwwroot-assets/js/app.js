// What must work on every page, also before and without a live connection: menus, missing pictures, reloading.
(() => {
  document.addEventListener('click', event => {
    if (event.target.closest('[data-reload]')) window.reloadPage();
    event.target.closest('[data-calendar]')?.parentElement.querySelector('.calendar').showPicker();

    // A menu closes when something else, or something in it, is chosen.
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (menu.contains(event.target.closest('[data-menu-stay]'))) continue;
      if (!event.target.closest('summary') || !menu.contains(event.target)) setTimeout(() => { menu.open = false; });
    }
  });

  // What a press began on is what it is meant for, though the page moves while it lasts: leaving a field may take others away.
  const pressable = 'button, a[href], summary, label, input[type=checkbox], input[type=radio]';
  let press = null;
  document.addEventListener('pointerdown', event => {
    const target = event.button === 0 ? event.target.closest(pressable) : null;
    press = target && { target, x: event.clientX, y: event.clientY };
  }, true);
  document.addEventListener('pointerup', event => {
    const begun = press;
    press = null;
    const hasMoved = begun && Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > 4;
    if (begun && !hasMoved && begun.target.isConnected && !begun.target.contains(event.target)) begun.target.click();
  }, true);

  // A picture that cannot be had leaves its place to what lies behind it, until it can be had again.
  document.addEventListener('error', event => { if (event.target.tagName === 'IMG') event.target.classList.add('is-missing'); }, true);
  document.addEventListener('load', event => { if (event.target.tagName === 'IMG') event.target.classList.remove('is-missing'); }, true);

  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // The panel of a button stands at the end of the page: the Tab key leads into it from its button, and from its ends back to it.
  document.addEventListener('keydown', event => {
    const opener = document.querySelector('[aria-haspopup="true"][aria-expanded="true"]');
    const panel = opener && document.querySelector('.mud-popover-open [role="group"]');
    if (!panel) return;
    const isOnOpener = document.activeElement === opener;
    if (event.key === 'Escape') {
      if (isOnOpener) opener.click();
      else if (panel.contains(document.activeElement)) opener.focus();
    } else if (event.key === 'Tab') {
      const stops = [...panel.querySelectorAll('a[href], :is(button, input, select):enabled')];
      const at = stops.indexOf(document.activeElement);
      if (isOnOpener && event.shiftKey) opener.click();
      else if (isOnOpener && stops.length > 0) {
        event.preventDefault();
        stops[0].focus();
      } else if (at >= 0 && at === (event.shiftKey ? 0 : stops.length - 1)) {
        event.preventDefault();
        opener.focus();
        opener.click();
      }
    }
  }, true);

  // Ctrl+Enter sends what is being written, as in most places where people write.
  document.addEventListener('keydown', event => {
    const box = event.target;
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !box.matches?.('form textarea')) return;
    event.preventDefault();
    box.dispatchEvent(new Event('change', { bubbles: true }));
    box.form.requestSubmit();
  });

  // Who sends a search and is asked why goes on typing there; while the plate is still being typed, nothing takes the focus away.
  document.addEventListener('keydown', event => {
    const search = event.target;
    if (event.key !== 'Enter' || !search.matches('.filter-bar input[type=search]')) return;
    const goOn = () => {
      const reason = document.querySelector('[data-asked] input');
      if (reason && document.activeElement === search) reason.focus();
      return reason !== null;
    };
    if (goOn()) return;
    const asked = new MutationObserver(() => { if (goOn()) asked.disconnect(); });
    asked.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => asked.disconnect(), 3000);
  });

  // Whoever signs out is on the way to the sign-in page; that the session of an open page has ended must not lead elsewhere first.
  let isSigningOut = false;
  document.addEventListener('submit', event => { isSigningOut ||= event.target.matches('[data-sign-out]'); });
  window.goToSignIn = address => { if (!isSigningOut) location.assign(address); };
})();
