// What was typed and not yet saved outlives a restart of the server, and a page that somebody loads anew. As it is, the fields that were changed
// are written down in this tab, the one that is still being typed into too; once the new page is alive they are filled in again, as if they were
// typed. Passwords, codes and addresses that may have a secret in them are never written down.
(() => {
  const storageKey = 'drafts';
  const maxAgeMs = 600_000;
  const pageMs = 5_000;
  const openMs = 600_000;
  const settleMs = 700;
  const noticeMs = 8_000;
  const maxLetters = 100_000;
  const fields = 'input:not([type=hidden], [type=password], [type=file], [autocomplete=one-time-code]), select, textarea';
  const secrets = 'form :is([type=password], [autocomplete=one-time-code])';
  const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'];
  const isTick = field => field.type === 'checkbox' || field.type === 'radio';
  const valueOf = field => isTick(field) ? field.checked : field.value;
  const boxOf = field => field.closest('[role=dialog]:has(form)');
  const titleOf = box => box?.querySelector('h1, h2, h6, .mud-dialog-title')?.textContent.trim() ?? '';

  // A form that is walked through in steps is one page, whichever step stands in the address: fields of a later step wait for it.
  const addressOf = isInSteps => location.pathname + (isInSteps ? '' : location.search);

  // Names of secrets, and names that alone before = or : tell of one; the server's SecretNames has the same.
  const languages = 'wachtwoord|kennwort|paßw|geheim|clave|contrase|senha|segredo|mot[ _.+-]?de[ _.+-]?pas|parol|segret|losenord|kodeord|adgangskod'
    + '|salasan|lykilord|haslo|heslo|geslo|lozink|jelszo|slaptazod|parool|kodikos|sifre|sifra|kata[ _.+-]?sandi|mat[ _.+-]?khau|парол'
    + '|κωδικ|συνθηματ|סיסמ|المرور|السر|密码|密碼|口令|パスワード|暗証|비밀번호|암호|รหัสผ่าน|पासवर्ड'
    + '|schlussel|schluessel|zugangswort|losungswort|chave|llave|ключ|токен|رمز';
  const words = 'pass|pwd|pw|psw|psd|auth|cred|token|key|secret|login|session|jwt|signature|hmac|ticket|bearer|nonce|' + languages + '|digest|md5|hash|basic|cookie';
  const alone = 'pass(?:word|wort|wd|code)?|pwd|token|secret|key|login|(?:' + languages + ')\\p{L}{0,3}';
  const whole = '[a-z_.-]{0,40}pin(?:[_.-]?(?:code|kode?|kodu|number|nummer))?|mima|cle|codigo|sig|sid|sess|otp|mdp'
    + '|(?:[a-z]{0,40}[_.-])?psk[0-9]?|(?:snmp|read|write|ro|rw)[_.-]?community(?:[_.-]?string)?'
    + '|[a-z]{0,40}(?:access|user|door|entry|gate|unlock|verif[a-z]*|secur[a-z]*|toegang[a-z]*|zugang[a-z]*)[_.-]?code';
  const named = new RegExp(`(?:(?:${words})[\\p{L}\\p{N}_]{0,40}|(?<![a-z0-9])(?:${whole}))["']?\\s*=\\s*\\S|(?:${alone})["']?\\s*[:：]\\s*\\S`, 'iu');
  const inAddress = new RegExp(`(?:${words})[\\p{L}\\p{N}]{0,40}[^\\p{L}\\p{N}].`, 'iu');
  const commonUser = /^(?:admin|administrator|root|users?|guest|viewer|operator|service|support|supervisor|system|camera|cam|onvif|rtsp|live|stream|test|demo|default|anonymous|public|ubnt)$/i;
  const scheme = /^(?:authorization\s*:\s*)?(?:bearer|basic|digest)\s+\S/i;

  // What paths of cameras are made of; the server's SecretParts has the same.
  const vocabulary = 'live|stream(?:s|ing)?|media|video|audio|channels?|main|sub|preview|profiles?|cameras?|cam|ip|real|time|monitor|snap(?:shots?)?|shot'
    + '|stills?|images?|pictures?|pic|m?jpe?g|mpeg|high|low|first|second|third|full|size|quality|resolution|onvif|axis|server|service'
    + '|play(?:list|back)?|web|mobile|default|multi|uni|cast|rtsp|http|secure|remote|view(?:er)?|get|set|current|state|status|name|type|number'
    + '|format|codec|encod(?:er|ing)';
  const plainName = new RegExp(`^(?=((?:${vocabulary}|h26[45]|ch|av|[_-])+\\d{0,2}))\\1$`, 'i');
  const fileName = /^(.+)\.(?:jpe?g|cgi|mjpe?g|m3u8|ts|flv|mp4|sdp|png|php|asp)$/i;

  const letters = { ł: 'l', ø: 'o', đ: 'd', ı: 'i' };

  // Accents and encoding hide nothing; what is no encoding is left.
  function decoded(text) {
    for (let round = 0; round < 4; round++) {
      const plain = text.replace(/(?:%[0-9a-f]{2})+/gi, codes => {
        try {
          return decodeURIComponent(codes);
        } catch {
          return codes.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
        }
      });
      if (plain === text) break;
      text = plain;
    }
    return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFKC').replace(/[łøđı]/gi, letter => letters[letter.toLowerCase()] ?? letter);
  }

  // user:password, as basic authentication writes it.
  function isSignIn(part) {
    try {
      return part.length > 3 && /^[ -~]+:[ -~]*$/.test(atob(part.replace(/-/g, '+').replace(/_/g, '/')));
    } catch {
      return false;
    }
  }

  const isToken = part => part.startsWith('eyJ') || (/[a-z0-9]{16,}/i.test(part) && /[a-z]/i.test(part))
    || /[0-9a-f]{8}-[0-9a-f]{4}-/i.test(part);

  // auth/snap, auth2/stream1, auth/still.jpg, login.cgi: up to its end nothing but what cameras call their pictures, streams and pages.
  function isPlainEnd([word, ...rest]) {
    const file = fileName.exec(rest.at(-1) ?? word)?.[1];
    if (file !== undefined && rest.length === 0 && /^\p{L}+$/u.test(file)) return true;
    if (file !== undefined && rest.length === 1 && /^(?:auth|login|token)$/i.test(word) && (plainName.test(file) || /^(?:index|login)$/i.test(file))) return true;
    const [first, ...others] = rest.at(-1) === '' ? rest.slice(0, -1) : rest;
    return /^auth\d?$/i.test(word) && plainName.test(first ?? '') && others.every(part => plainName.test(part) || /^\d{1,3}$/.test(part));
  }

  // Any address may have a secret in it that no name tells: in doubt it does.
  function addressTells(word) {
    // A user without a password may be a token, unless it is one that many cameras have.
    const text = decoded(word).replace(/\/\/([^\s/@:?#]{1,200})@/, (all, user) => commonUser.test(user) ? '//' : all);
    if (/[^\s/@]:[^\s@]{0,200}@/.test(text)) return true;
    if (!/\/\/|@|\?.*=/.test(text) && !/[.:]/.test(text.slice(0, Math.max(0, text.indexOf('/'))))) return false;
    const start = text.indexOf('//');
    const [computer, ...parts] = text.slice(start < 0 ? 0 : start + 2).split('/');
    const path = parts.join('/');
    const end = parts.findIndex((_, at) => isPlainEnd(parts.slice(at)));
    const told = end < 0 ? path : [...parts.slice(0, end), 'x'].join('/');
    return /[?=]/.test(text) || (start >= 0 && /[@#;]/.test(text)) || path.includes(':') || inAddress.test(told)
      || /^[^[]*:.*[^\d]/.test(computer) || path.split(/[/,#;&]/).some(part => isToken(part) || isSignIn(part));
  }

  /** Whether a field's value may have a password or the like in it: such a one is not written down. */
  window.mayTellSecret = value => typeof value === 'string'
    && (named.test(decoded(value)) || scheme.test(value.trim()) || value.split(/\s+/).some(addressTells));

  const labelOf = field => (field.getAttribute('aria-label') ?? field.labels?.[0]?.textContent ?? '').trim();

  // “Password (optional)”: what stands behind the name is said of the field, not of what is missing.
  const nameOnly = label => label.replace(/\s*\([^()]*\)$/, '');

  const isKnown = field => field.matches?.(`form :is(${fields}), .date-box input[type=text]`) ?? false;

  // A field is known by its id, or else by what it is called and which of those it is; an id that is made up is another one on each page.
  function nameOf(field) {
    const id = /[0-9a-f]{32}/.test(field.id) ? '' : field.id;
    return id || [field.type, field.name, field.type === 'radio' ? field.value : '', labelOf(field)].join('|');
  }

  const inside = root => [...root.querySelectorAll(fields)].filter(isKnown);

  function placeOf(field) {
    const name = nameOf(field);
    return { name, at: inside(boxOf(field) ?? document).filter(other => nameOf(other) === name).indexOf(field) };
  }

  const find = (root, { name, at }) => inside(root).filter(field => nameOf(field) === name)[at];

  // What was written down before this page was loaded, as far as it is not filled in yet.
  let draft = null;

  // What fields held before they were changed.
  let before = new Map();
  let isReloading = false;

  // Forms that were sent and not written in since: what is in them is saved, or said to be wrong. The browser's own lead to another page.
  const sent = new WeakSet();
  let isLeaving = false;
  document.addEventListener('submit', event => {
    if (event.target.hasAttribute('method')) isLeaving = !event.defaultPrevented;
    else sent.add(event.target);
  });
  const isSent = field => field.form !== null && sent.has(field.form);

  document.addEventListener('focusin', event => {
    if (isKnown(event.target) && !before.has(event.target)) before.set(event.target, { value: valueOf(event.target) });
  }, true);
  for (const name of ['input', 'change']) {
    document.addEventListener(name, event => {
      const field = event.target;
      if (!isKnown(field)) return;
      if (field.form) sent.delete(field.form);
      const held = before.get(field) ?? { value: isTick(field) ? !field.checked : undefined };
      before.set(field, { ...held, isChanged: true, sent: name === 'change' ? valueOf(field) : held.sent });
      if (before.size > 500) before = new Map([...before].filter(([known]) => known.isConnected));
    }, true);
  }

  const isTyped = ([field, held]) => held.isChanged && field.isConnected && valueOf(field) !== held.value;

  // By hand: somebody loads the page anew, who may have saved what was typed.
  function write(isByHand = false) {
    const isOpen = field => !isByHand || !isSent(field);
    const all = [...before].filter(one => isTyped(one) && isOpen(one[0]));
    const changed = all.filter(([field, held]) => ![valueOf(field), held.value, held.sent].some(
      value => window.mayTellSecret(value) || ('user' in field.dataset && isToken(`${value}`))));
    const open = changed.map(([field]) => boxOf(field)).find(box => box);
    // What the page did not come to fill in before it was loaded anew once more is not forgotten.
    const waiting = draft?.fields.filter(one => !(one.isInDialog && open) && !changed.some(([field]) => nameOf(field) === one.name)) ?? [];
    // That something is missing is told, and what.
    const isInSteps = document.querySelector('[data-steps]') !== null;
    const lost = [...all.filter(one => !changed.includes(one)).map(([field]) => field), ...[...document.querySelectorAll(secrets)].filter(field => field.value && isOpen(field))];
    const next = {
      address: addressOf(isInSteps),
      isInSteps,
      isByHand,
      at: Date.now(),
      hasLost: lost.length > 0 || document.querySelector('[data-lost]') !== null,
      lost: [...new Set(lost.map(labelOf).map(nameOnly))].filter(label => label),
      fields: [...changed.map(([field, held]) => (
        { ...placeOf(field), before: held.value, sent: held.sent, after: valueOf(field), isInDialog: boxOf(field) !== null })), ...waiting],
      // A dialog is the same one where all that was not changed in it is as it was.
      dialog: open ? {
        title: titleOf(open),
        rest: inside(open).filter(field => !all.some(([known]) => known === field) && !window.mayTellSecret(valueOf(field)))
          .map(field => ({ ...placeOf(field), value: valueOf(field) })),
      } : draft?.dialog,
      kept: { ...draft?.kept, ...Object.fromEntries([...document.querySelectorAll('[data-kept]')].map(element => [
        element.dataset.kept, { value: element.dataset.value, isTyped: 'typed' in element.dataset }])) },
    };
    const text = JSON.stringify(next);
    try {
      const isWorth = next.hasLost || next.fields.length > 0 || Object.keys(next.kept).length > 0;
      if (isWorth && text.length <= maxLetters) sessionStorage.setItem(storageKey, text);
    } catch {
      // A browser that stores nothing keeps nothing.
    }
  }

  /** Loads the page anew after the server forgot it; what was typed comes along, so nobody needs to be asked. */
  window.reloadPage = () => {
    if (isReloading) return;
    write();
    isReloading = true;
    location.reload();
  };
  // The page asks before what it knows of is lost. It does not know yet of what is being typed at this moment.
  window.addEventListener('beforeunload', event => {
    if (isReloading) return event.stopImmediatePropagation();
    const field = document.activeElement;
    const held = before.get(field);
    const isUntold = held && isTyped([field, held]) && valueOf(field) !== held.sent && !isSent(field);
    if (isUntold && !isLeaving && (boxOf(field) || document.querySelector('[data-asks]'))) event.preventDefault();
  });
  // Who does not wait for the server loads the page by hand, or without any such reason.
  window.addEventListener('pagehide', () => {
    if (isReloading || isLeaving) return;
    const notice = document.getElementById('components-reconnect-modal');
    write(!/components-reconnect-(show|failed|rejected)/.test(notice?.className ?? ''));
  });

  try {
    draft = JSON.parse(sessionStorage.getItem(storageKey));
    sessionStorage.removeItem(storageKey);
  } catch {
    // Nothing was written down.
  }
  if (draft?.address !== addressOf(draft?.isInSteps) || Date.now() - draft.at > maxAgeMs) draft = null;
  // Who follows a link to a page begins anew.
  if (draft?.isByHand && performance.getEntriesByType('navigation')[0]?.type === 'navigate') draft = null;
  const isByHand = draft?.isByHand === true;

  // What was filled in, or not, is told once the page has come to rest; nothing is told where nothing was there.
  const lostLabels = draft?.lost ?? [];
  let telling = 0;
  let hasMissed = false;
  const lacks = () => hasMissed
    || (draft !== null && (draft.hasLost || draft.fields.length > 0 || Object.values(draft.kept).some(one => one.isTyped)));
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const notice = document.getElementById('drafts-restored');
      const missing = notice?.querySelector('.missing');
      notice?.toggleAttribute('data-part', lacks());
      notice?.toggleAttribute('data-by-hand', isByHand);
      notice?.removeAttribute('data-coming');
      if (missing) missing.textContent = lostLabels.length > 0 ? missing.dataset.text.replace('{0}', lostLabels.join(', ')) : '';
      notice?.showPopover?.();
      whenSomebodyIsThere(() => { telling = setTimeout(() => notice?.hidePopover?.(), noticeMs); });
    }, settleMs);
  }

  // The page makes room for what is told, however many lines that takes. As it goes, what somebody reads or is about to press stays where it is,
  // until another page comes: the room is then below the bar.
  document.addEventListener('DOMContentLoaded', () => {
    const notice = document.getElementById('drafts-restored');
    if (!notice) return;
    // It may take seconds until the page answers: nobody is to think that all is lost.
    if (draft !== null && (draft.fields.length > 0 || Object.values(draft.kept).some(one => one.isTyped))) {
      notice.toggleAttribute('data-coming', true);
      notice.showPopover?.();
    }
    const { style } = document.documentElement;
    let room = 0;
    new ResizeObserver(() => {
      if (notice.offsetHeight === room) return;
      style.setProperty('--kept-room', notice.offsetHeight === 0 ? `${room}px` : '0px');
      room = notice.offsetHeight;
      style.setProperty('--drafts-room', `${room}px`);
    }).observe(notice);
    let path = location.pathname;
    window.navigation?.addEventListener('currententrychange', () => {
      if (location.pathname !== path) style.setProperty('--kept-room', '0px');
      path = location.pathname;
    });
  });

  // A server is restarted at night, too: what nobody can have read stays.
  function whenSomebodyIsThere(then) {
    const seen = () => {
      for (const sign of signs) removeEventListener(sign, seen, true);
      then();
    };
    for (const sign of signs) addEventListener(sign, seen, true);
  }

  /** What an element with data-kept held when the page was loaded anew; null: nothing. Each is given once. */
  window.takeKept = name => {
    const kept = draft?.kept[name];
    if (!kept) return null;
    delete draft.kept[name];
    if (kept.isTyped) tell();
    return kept.value;
  };

  /** Whether there is something of that name to be taken. */
  window.hasKept = name => draft?.kept[name] !== undefined;

  // True: it is filled in; null: it holds something else, because it is another thing's, or because the page is still coming.
  function fill(field, { before: was, sent: told, after }) {
    if (was !== undefined && valueOf(field) !== was && valueOf(field) !== told) return null;
    if (isTick(field)) field.click();
    else {
      const held = field.value;
      field.value = after;
      if (field.value !== after) {
        field.value = held;
        return null;
      }
      before.set(field, { value: was, isChanged: true });
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    return true;
  }

  /** The page answers: what was typed before is filled in as its fields come, at once or as they are opened. */
  window.restoreDrafts = () => {
    if (!draft) return;
    const end = Date.now() + openMs;
    let isFilling = false;
    const attempt = () => {
      if (isFilling) return;
      if (addressOf(draft.isInSteps) !== draft.address || Date.now() > end) {
        hasMissed = lacks();
        draft = null;
        return watcher.disconnect();
      }
      const { dialog } = draft;
      const box = dialog && [...document.querySelectorAll('[role=dialog]:has(form)')].find(open => titleOf(open) === dialog.title);
      const isSame = box && dialog.rest.every(one => { const field = find(box, one); return !field || valueOf(field) === one.value; });
      isFilling = true;
      for (const one of [...draft.fields]) {
        const field = one.isInDialog ? isSame && find(box, one) : find(document, one);
        if (!field || field.disabled || (!one.isInDialog && boxOf(field))) continue;
        const isThere = valueOf(field) === one.after;
        if (!isThere && !fill(field, one)) continue;
        draft.fields = draft.fields.filter(other => other !== one);
        // What was saved meanwhile is there by itself.
        if (!isThere || !isByHand) tell();
      }
      isFilling = false;
      if (draft.fields.length === 0) watcher.disconnect();
    };
    const watcher = new MutationObserver(attempt);
    watcher.observe(document.body, { childList: true, subtree: true });
    // What is to be opened, or typed, again is told as well, once what comes by itself has come.
    setTimeout(() => {
      if (telling !== 0) return;
      if (lacks()) tell();
      else document.getElementById('drafts-restored')?.hidePopover?.();
    }, pageMs);
    attempt();
  };
})();
