// Loaded in the head, so that the first paint has the right palette; works before and without a live connection.
(() => {
  const order = ['system', 'light', 'dark'];
  const root = document.documentElement;
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');

  function paint() {
    const theme = root.dataset.theme;
    const isDark = theme === 'dark' || (theme === 'system' && prefersDark.matches);
    root.dataset.palette = isDark ? 'dark' : 'light';
    root.style.colorScheme = root.dataset.palette;
  }

  prefersDark.addEventListener('change', paint);
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-theme-toggle]')) return;
    const theme = order[(order.indexOf(root.dataset.theme) + 1) % order.length];
    root.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${theme === 'system' ? 0 : 31536000}; samesite=lax`;
    paint();
  });
  paint();
})();
