// Keeps what a tenant types before the first test for a reload of this tab. Afterwards, the server has it.
// Fields that hold secrets are left out, and so is every value that could be a secret in the wrong field.
(() => {
  const NAME = 'draft';
  const SECRET = /[A-Za-z0-9/+=]{40}/;
  const root = document.documentElement;
  const form = () => document.querySelector('form[data-draft]');
  const isKept = (field) => field.name && !/^(hidden|password|submit|button|fieldset)$/.test(field.type);

  // Hides what is only for pages without a script, before the page is painted, so that nothing moves later. It appears
  // again if the script does not arrive.
  root.dataset.script = '';
  addEventListener('load', () => setTimeout(() => {
    if (!document.querySelector('.live[data-live]')) delete root.dataset.script;
  }, 10000));

  addEventListener('input', () => {
    const typedIn = form();
    if (!typedIn) return;
    const kept = new Set([...typedIn.elements].filter(isKept).map((field) => field.name));
    const values = [...new FormData(typedIn)].filter(([name, value]) => kept.has(name) && !SECRET.test(value));
    // Storage throws where the browser blocks it, such as in some frames.
    try {
      sessionStorage.setItem(NAME, JSON.stringify({ of: typedIn.dataset.draft, values }));
    } catch {}
  });

  addEventListener('DOMContentLoaded', () => {
    const empty = form();
    let draft;
    try {
      if (!empty) sessionStorage.removeItem(NAME);
      draft = JSON.parse(sessionStorage.getItem(NAME));
    } catch {}
    if (!empty || draft?.of !== empty.dataset.draft) return;
    for (const field of empty.elements) {
      if (!isKept(field)) continue;
      const values = draft.values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value);
      else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[0];
    }
  });
})();
