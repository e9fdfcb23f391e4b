// Back from the viewer: the focus goes where it was, after the page's own heading has had it.
export function focusTarget() {
  setTimeout(() => document.getElementById(location.hash.slice(1))?.focus(), 50);
}
