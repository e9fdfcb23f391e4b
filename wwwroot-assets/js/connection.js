// The live connection to the server. While the server is away, the page asks for nothing but whether it is back, at growing intervals; then the
// library connects anew. Whoever fetches something by itself waits for that as well: await untilBack().
(() => {
  const pausesMs = [0, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000];
  const longestPauseMs = 30_000;
  const notice = document.getElementById('components-reconnect-modal');
  let back = null;
  let tellBack = null;
  let wake = null;

  /** Resolves as soon as the page is connected; at once where it is. */
  window.untilBack = () => back ?? Promise.resolve();

  // Who looks at the page again, or is on the network again, does not wait for the next attempt.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake?.(); });
  window.addEventListener('online', () => wake?.());

  async function untilServerAnswers() {
    for (let attempt = 0; back; attempt++) {
      await new Promise(done => {
        wake = done;
        setTimeout(done, pausesMs[attempt] ?? longestPauseMs);
      });
      try {
        if ((await fetch('icons/favicon.svg', { method: 'HEAD', cache: 'no-store' })).ok) return;
      } catch {
        // Still away.
      }
    }
  }

  const usual = () => Blazor.defaultReconnectionHandler;
  const reconnectionHandler = {
    async onConnectionDown(options, error, ...why) {
      back ??= new Promise(done => { tellBack = done; });
      notice?.classList.add('components-reconnect-show');
      await untilServerAnswers();
      if (back) usual().onConnectionDown(options, error, ...why);
    },
    onConnectionUp() {
      usual().onConnectionUp();
      notice?.classList.remove('components-reconnect-show');
      tellBack?.();
      back = tellBack = null;
    },
  };

  // Where the usual attempts are over, it is tried on for as long as it takes: a screen on the wall has nobody who would press a button.
  async function comeBack() {
    await untilServerAnswers();
    if (!notice.classList.contains('components-reconnect-failed')) return;
    try {
      if (!await Blazor.reconnect()) window.reloadPage();
    } catch {
      setTimeout(comeBack, longestPauseMs);
    }
  }

  // A restarted server does not know this page any more: it is loaded anew, with what was typed.
  if (notice) {
    let wasFailed = false;
    new MutationObserver(() => {
      const isLost = /components-reconnect-(show|failed|rejected)/.test(notice.className);
      const isFailed = notice.classList.contains('components-reconnect-failed');
      if (isLost !== notice.matches(':popover-open')) notice[isLost ? 'showPopover' : 'hidePopover']?.();
      if (notice.classList.contains('components-reconnect-rejected')) window.reloadPage();
      if (isFailed && !wasFailed) comeBack();
      wasFailed = isFailed;
    }).observe(notice, { attributes: true, attributeFilter: ['class'] });
  }

  Blazor.start({
    circuit: {
      reconnectionHandler,
      reconnectionOptions: { retryIntervalMilliseconds: (attempt, most) => most && attempt >= most ? null : pausesMs[attempt] ?? longestPauseMs },
      configureSignalR: builder => builder.configureLogging('warning'),
    },
  });
})();
