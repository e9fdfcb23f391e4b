// What must work on every page, also before and without a live connection: menus, missing pictures, reloading.
(() => {
  document.addEventListener('click', event => {
    if (event.target.closest('[data-reload]')) location.reload();

    // A menu closes when something else, or something in it, is chosen.
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (!event.target.closest('summary') || !menu.contains(event.target)) setTimeout(() => { menu.open = false; });
    }
  });

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

  // A restarted server does not know this page any more: it is loaded anew. Where something was typed, the browser asks first.
  const notice = document.getElementById('components-reconnect-modal');
  if (notice) {
    new MutationObserver(() => {
      if (notice.classList.contains('components-reconnect-rejected')) location.reload();
    }).observe(notice, { attributes: true, attributeFilter: ['class'] });
  }
})();
