// Passkeys in the browser. The server says and hears text; what browsers take and give is bytes.

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const text = data => btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const known = credentials => (credentials ?? []).map(credential => ({ ...credential, id: bytes(credential.id) }));

// Why this page can use no passkey; empty: it can. They belong to a name, and browsers keep them only for pages that nobody on the way can change.
export function obstacle(domain) {
  const host = location.hostname;
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return 'address';
  if (!window.isSecureContext) return 'insecure';
  if (!window.PublicKeyCredential || !navigator.credentials) return 'browser';
  return domain && host !== domain && !host.endsWith(`.${domain}`) ? 'domain' : '';
}

// Sends a form's values; what the server refuses is thrown.
export async function post(address, values) {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(values) });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const refusal = answer.status === 400 && answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  throw Object.assign(new Error(`The server answered ${answer.status}`), { status: answer.status, ...refusal });
}

// Lets the person's device make a passkey.
export async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
  return JSON.stringify({
    ...facts(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  });
}

// Lets one of the person's passkeys sign.
export async function sign(options, mediation, signal) {
  const used = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    mediation,
    signal,
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return JSON.stringify({
    ...facts(used),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      ...(userHandle && { userHandle: text(userHandle) }),
    },
  });
}

// What went wrong, in a word.
export function reason(error) {
  if (error.status) return error.status === 401 ? 'session' : error.message && error.field !== undefined ? 'refused' : 'failed';
  return { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known', SecurityError: 'domain', NotSupportedError: 'device', ConstraintError: 'device' }[error.name] ?? 'failed';
}

function facts(credential) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults?.() ?? {},
    ...(credential.authenticatorAttachment && { authenticatorAttachment: credential.authenticatorAttachment }),
  };
}
