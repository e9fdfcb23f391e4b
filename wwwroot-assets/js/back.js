// The way back of a page leads to the page above as it was last seen in this tab, with its filter; without that, to its plain address.
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-back]');
  const here = window.navigation?.currentEntry?.index;
  if (!link || here === undefined || link.search && link.dataset.back !== 'seen') return;
  const path = link.pathname;
  const seen = navigation.entries().slice(0, here).reverse().find(entry => entry.url && new URL(entry.url).pathname === path);
  if (!seen) return;
  link.dataset.back = 'seen';
  link.href = seen.url;
}, true);
