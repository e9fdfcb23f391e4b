import { make, obstacle, post, reason } from '/js/passkeys.js';

// The form is sent from here and not over the page's connection: the browser shows its dialog only where a person has just pressed a button, and the
// password goes with the request that writes the challenge's cookie.
export function start(card, page, domain) {
  let isBusy = false;
  card.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-passkey]');
    if (!form) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const values = new FormData(form);
    form.elements.password.value = '';
    page.invokeMethodAsync('Begin');
    try {
      const options = await post(form.dataset.passkey, values);
      values.delete('password');
      values.set('credential', await make(options));
      await post(form.getAttribute('action'), values);
      await page.invokeMethodAsync('EndAsync', '', '', values.get('name'));
    } catch (error) {
      await page.invokeMethodAsync('EndAsync', reason(error), error.field ?? '', error.message ?? '');
    } finally {
      isBusy = false;
    }
  });
  return { obstacle: obstacle(domain), userAgent: navigator.userAgent };
}
