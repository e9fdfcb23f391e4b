// What must work on every page, also before and without a live connection: theme, menus, reloading.
(() => {
  const order = ['system', 'light', 'dark'];
  const media = {
    system: { light: '(prefers-color-scheme: light)', dark: '(prefers-color-scheme: dark)' },
    light: { light: 'all', dark: 'not all' },
    dark: { light: 'not all', dark: 'all' },
  };

  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name=color-scheme]').content = theme === 'system' ? 'light dark' : theme;
    for (const sheet of document.querySelectorAll('link[data-palette]')) sheet.media = media[theme][sheet.dataset.palette];
    const age = theme === 'system' ? 0 : 31536000;
    document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
  }

  document.addEventListener('click', event => {
    if (event.target.closest('[data-theme-toggle]')) {
      setTheme(order[(order.indexOf(document.documentElement.dataset.theme) + 1) % order.length]);
    } else if (event.target.closest('[data-reload]')) {
      location.reload();
    }

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
