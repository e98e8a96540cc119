// Keeps both sides of the editor and the preview up to date while the admin types.
//
// The script posts the form shortly after the last keystroke. The server answers with a whole page, as it does without
// this script, and the script merges that page into the current one.

const PAUSE_MS = 250;

addEventListener('DOMContentLoaded', () => {
  const form = document.getElementById('editor');
  const frame = document.getElementById('frame');
  const text = document.getElementById('json');

  // Shows the preview the way the widget looks once its scripts run.
  const markAsLive = (main) => main?.querySelector('.live')?.setAttribute('data-live', 'on');
  const frameLoaded = () => markAsLive(frame.contentDocument?.querySelector('main'));
  frame?.addEventListener('load', frameLoaded);
  if (frame) frameLoaded();

  // The pages of the history have a preview too, but no form.
  if (!form) return;
  document.documentElement.dataset.follow = '';
  let timer, queue = Promise.resolve(), previewRequests = 0, typed = false, leaving = false;

  const formText = () => new URLSearchParams(new FormData(form)).toString();
  const announce = (message) => (document.getElementById('follow').textContent = message);
  const post = (url, data) => fetch(url, { method: 'POST', body: new URLSearchParams(data) });
  // Drops the head: its styles carry the nonce of another response, which this page's policy would block.
  const parsePage = async (response) => {
    const text = await response.text();
    return new DOMParser().parseFromString(text.slice(text.search(/<\/head>/)), 'text/html');
  };

  // Runs actions one after the other, so that two quick presses of a button count as two.
  const enqueue = (action) => (queue = queue.then(() => run(action)));

  // Posts the form with an action, merges the answer and returns whether the action succeeded. If the form changed while
  // the request was running, the answer is outdated and the request is repeated.
  async function run(action) {
    clearTimeout(timer);
    const data = new FormData(form);
    const before = formText();
    data.set('action', action);
    try {
      const response = await post(form.getAttribute('action'), data);
      if (response.status === 403 && (await renewToken())) return await run(action);
      const newForm = (await parsePage(response)).getElementById('editor');
      if (!newForm) return fail(response.status === 401 ? 'You were signed out. Sign in again in another tab. What you typed is still here.' : 'The server couldn’t process this. What you typed is still here.');
      if (before !== formText()) return action === 'follow' ? schedule() : await run(action);
      const focused = document.activeElement;
      merge(form, newForm, true);
      typed = false;
      if (focused.id && document.activeElement !== focused) document.getElementById(focused.id)?.focus();
      announce('');
      updatePreview();
      if (!response.ok) form.querySelector('.summary').focus();
      return response.ok;
    } catch {
      return fail('The server can’t be reached. What you typed is still here.');
    }
  }

  // After the admin signed in again in another tab, the form still has the token of the old session. Takes over the token
  // of the new one and returns whether it differs.
  async function renewToken() {
    const renewed = (await parsePage(await fetch(form.getAttribute('action')))).querySelector('#editor [name=form_token]');
    const current = form.elements.namedItem('form_token');
    if (!renewed || !current || renewed.value === current.value) return false;
    current.value = renewed.value;
    return true;
  }

  const fail = (message) => {
    announce(message);
    return false;
  };

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => enqueue('follow'), PAUSE_MS);
  };

  // Updates the preview, which is a page of its own. If the settings cannot be shown, the preview stays as it is.
  async function updatePreview() {
    const request = ++previewRequests;
    try {
      const response = await post(form.dataset.preview, new FormData(form));
      const newMain = (await parsePage(response)).querySelector('main');
      const main = frame.contentDocument?.querySelector('main');
      if (!response.ok || !newMain || !main || request !== previewRequests) return;
      markAsLive(newMain);
      merge(main, newMain, false);
    } catch {
      // The next change updates it.
    }
  }

  form.addEventListener('input', (event) => {
    // Colors and language concern more than the part of the preview that is merged.
    if (event.target.name?.startsWith('preview.')) return form.requestSubmit(document.getElementById('update-preview'));
    if (event.target === text) numberLines();
    typed = true;
    schedule();
  });

  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (button?.name !== 'action') return;
    if (button.value === 'review') return (leaving = true);
    event.preventDefault();
    const before = new Set([...form.querySelectorAll('#fields > li')].map((row) => row.id));
    enqueue(button.value).then((succeeded) => {
      if (!succeeded) return;
      const rows = [...form.querySelectorAll('#fields > li')];
      const added = rows.find((row) => !before.has(row.id));
      if (added) {
        added.querySelector('details').open = true;
        added.querySelector('input:not([type=hidden])').focus();
      } else if (!button.isConnected || button.disabled) {
        // The pressed button is gone or disabled, so the focus needs a place nearby.
        const row = button.closest('li[id]');
        (row?.isConnected ? row.querySelector('.moves button:enabled') : document.getElementById('fields-title')).focus();
      }
      if (button.dataset.announcement) announce(button.dataset.announcement);
    });
  });

  // Selects the line of a mistake in the JSON.
  form.addEventListener('click', (event) => {
    const line = event.target.closest?.('a[data-line]')?.dataset.line;
    if (!line) return;
    event.preventDefault();
    const start = text.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    const end = text.value.indexOf('\n', start);
    text.focus();
    text.setSelectionRange(start, end < 0 ? text.value.length : end);
  });

  // Numbers the lines right away, without waiting for the server.
  function numberLines() {
    const lines = document.getElementById('lines');
    const count = Math.min(text.value.split('\n').length, 3000);
    while (lines.children.length < count) lines.append(document.createElement('li'));
    while (lines.children.length > count) lines.lastChild.remove();
    text.rows = Math.max(count, 12);
  }

  // The frame loads the saved settings. The form may hold others, for example after Back on the review page.
  if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.querySelector('main')) updatePreview();
  else frame.addEventListener('load', updatePreview, { once: true });

  // Asks before an edit is lost. The review page keeps the edit, so going there needs no question.
  addEventListener('beforeunload', (event) => {
    if (!leaving && (typed || 'unsaved' in form.dataset)) event.preventDefault();
  });
  addEventListener('pageshow', () => (leaving = false));

  // After a reload, browsers may restore what was typed before.
  if (text.value !== text.defaultValue) schedule();
});

// Changes `current` into `target`. It keeps every element that can be kept, with its focus, its cursor and whether it is
// open. It also takes over the values of inputs if `withValues` is true.
function merge(current, target, withValues) {
  if (current.nodeType !== Node.ELEMENT_NODE) {
    if (current.data !== target.data) current.data = target.data;
    return;
  }
  // The preview in the frame is updated on its own. The controls stay while the server cannot render them.
  if ('keep' in target.dataset) return;
  for (const { name } of [...current.attributes]) {
    if (name !== 'open' && !target.hasAttribute(name)) current.removeAttribute(name);
  }
  for (const { name, value } of target.attributes) {
    if (current.getAttribute(name) !== value) current.setAttribute(name, value);
  }
  if (current.tagName === 'TEXTAREA') {
    if (withValues && current.value !== target.value) current.value = target.value;
    return;
  }
  mergeChildren(current, target, withValues);
  if (!withValues) return;
  if (current.tagName === 'INPUT') {
    if (current.checked !== target.checked) current.checked = target.checked;
    if (current.value !== target.value) current.value = target.value;
  } else if (current.tagName === 'SELECT' && current.value !== target.value) {
    current.value = target.value;
  }
}

// Matches children by id where they have one, and by position and tag otherwise.
function mergeChildren(current, target, withValues) {
  const byId = new Map([...current.children].filter((child) => child.id).map((child) => [child.id, child]));
  let next = current.firstChild;
  for (const child of [...target.childNodes]) {
    let match = child.id ? byId.get(child.id) : next && !next.id && next.nodeName === child.nodeName ? next : null;
    if (match && match.nodeName !== child.nodeName) match = null;
    if (!match) {
      current.insertBefore(child, next);
      continue;
    }
    if (match === next) next = next.nextSibling;
    else current.insertBefore(match, next);
    merge(match, child, withValues);
  }
  while (next) {
    const following = next.nextSibling;
    next.remove();
    next = following;
  }
}
