import { obstacle, post, reason, sign } from '/js/passkeys.js';

// A challenge lasts five minutes; a sign-in page may stay open for days.
const askAgainMs = 4 * 60 * 1000;

const form = document.querySelector('form[data-passkey]');
if (form && !obstacle(form.dataset.domain)) {
  form.closest('[hidden]').hidden = false;
  const button = form.querySelector('button');
  const alert = form.querySelector('[role=alert]');
  let asked;
  let timer;

  const ask = async mediation => {
    asked?.abort();
    clearTimeout(timer);
    const mine = asked = new AbortController();
    const options = await post(form.dataset.passkey, new FormData(form));
    if (mine.signal.aborted) return;
    const credential = await sign(options, mediation, mine.signal);
    form.elements['Passkey.Credential'].value = credential;
    form.elements['Passkey.StaySignedIn'].value = Boolean(document.querySelector('[name="Form.StaySignedIn"]')?.checked);
    form.submit();
  };

  // Offers passkeys where the e-mail address is filled in, without being asked.
  const offer = async () => {
    try {
      if (form.dataset.offered !== 'yes' || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
      const asking = ask('conditional');
      timer = setTimeout(offer, askAgainMs);
      await asking;
    } catch {
      // The button is still there, and says what is wrong.
    }
  };

  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    alert.hidden = true;
    try {
      await ask();
    } catch (error) {
      alert.textContent = reason(error) === 'cancelled' ? form.dataset.cancelled : form.dataset.failed;
      alert.hidden = false;
      offer();
    } finally {
      button.disabled = false;
    }
  });
  offer();
}
