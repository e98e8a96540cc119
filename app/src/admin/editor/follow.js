// What is typed on one side appears on the other, and in the preview: the form is posted a moment after the last
// key, and the answer, a whole page as without this script, is laid over the one that is there.

const PAUSE_MS = 250;

addEventListener('DOMContentLoaded', () => {
  const form = document.getElementById('editor');
  const frame = document.getElementById('frame');
  const text = document.getElementById('json');

  // The preview looks as it does when its scripts run.
  const awake = (main) => main?.querySelector('.live')?.setAttribute('data-live', 'on');
  const opened = () => awake(frame.contentDocument?.querySelector('main'));
  frame?.addEventListener('load', opened);
  if (frame) opened();

  if (!form) return;
  document.documentElement.dataset.follow = '';
  let timer, queue = Promise.resolve(), shown = 0;

  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const say = (words) => (document.getElementById('follow').textContent = words);
  const post = (to, data) => fetch(to, { method: 'POST', body: new URLSearchParams(data) });
  // Less its head: the styles there are this page's already, whose policy knows them by another nonce.
  const page = async (answer) => {
    const text = await answer.text();
    return new DOMParser().parseFromString(text.slice(text.search(/<\/head>/)), 'text/html');
  };

  // One after the other, so that two presses of a button are two.
  const follow = (action) => (queue = queue.then(() => ask(action)));

  // Asks what follows from the form as it is, and from a button; and says whether that was done. An answer to what
  // is typed no more is dropped, and asked for again.
  async function ask(action) {
    clearTimeout(timer);
    const data = new FormData(form);
    const before = typed();
    data.set('action', action);
    try {
      const answer = await post(form.getAttribute('action'), data);
      if (answer.status === 403 && (await renew())) return await ask(action);
      const now = (await page(answer)).getElementById('editor');
      if (!now) return failed(answer.status === 401 ? 'You were signed out. Sign in again in another tab; what you typed is still here.' : 'The server could not take this. What you typed is still here.');
      if (before !== typed()) return action === 'follow' ? later() : await ask(action);
      const focus = document.activeElement;
      lay(form, now, true);
      if (focus.id && document.activeElement !== focus) document.getElementById(focus.id)?.focus();
      say('');
      show();
      if (!answer.ok) form.querySelector('.summary').focus();
      return answer.ok;
    } catch {
      return failed('The server is out of reach. What you typed is still here.');
    }
  }

  // After signing in again in another tab, the form's token is of the session before. The page has the new one. Says
  // whether that is another.
  async function renew() {
    const now = (await page(await fetch(form.getAttribute('action')))).querySelector('#editor [name=form_token]');
    const old = form.elements.namedItem('form_token');
    if (!now || !old || now.value === old.value) return false;
    old.value = now.value;
    return true;
  }

  const failed = (words) => {
    say(words);
    return false;
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => follow('follow'), PAUSE_MS);
  };

  // The preview is a page of its own. What cannot be shown leaves it as it is.
  async function show() {
    const turn = ++shown;
    try {
      const answer = await post(form.dataset.preview, new FormData(form));
      const now = (await page(answer)).querySelector('main');
      const old = frame.contentDocument?.querySelector('main');
      if (!answer.ok || !now || !old || turn !== shown) return;
      awake(now);
      lay(old, now, false);
    } catch {
      // The next change shows it.
    }
  }

  form.addEventListener('input', (event) => {
    if (event.target === text) number();
    later();
  });

  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (button?.name !== 'action' || button.value === 'review') return;
    event.preventDefault();
    const before = new Set([...form.querySelectorAll('#fields > li')].map((row) => row.id));
    follow(button.value).then((done) => {
      if (!done) return;
      const rows = [...form.querySelectorAll('#fields > li')];
      const added = rows.find((row) => !before.has(row.id));
      if (added) {
        added.querySelector('details').open = true;
        added.querySelector('input:not([type=hidden])').focus();
      } else if (!button.isConnected || button.disabled) {
        const row = button.closest('li[id]');
        (row?.isConnected ? row.querySelector('.moves button:enabled') : document.getElementById('fields-title')).focus();
      }
      if (button.dataset.said) say(button.dataset.said);
    });
  });

  form.addEventListener('click', (event) => {
    const line = event.target.closest?.('a[data-line]')?.dataset.line;
    if (!line) return;
    event.preventDefault();
    const start = text.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    const end = text.value.indexOf('\n', start);
    text.focus();
    text.setSelectionRange(start, end < 0 ? text.value.length : end);
  });

  // A number for each line, at once.
  function number() {
    const lines = document.getElementById('lines');
    const count = Math.min(text.value.split('\n').length, 3000);
    while (lines.children.length < count) lines.append(document.createElement('li'));
    while (lines.children.length > count) lines.lastChild.remove();
    text.rows = Math.max(count, 12);
  }

  // The frame begins with what is saved, and after a way back something else is typed.
  if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.querySelector('main')) show();
  else frame.addEventListener('load', show, { once: true });

  // A browser may bring back what was typed before a reload.
  if (text.value !== text.defaultValue) later();
});

// Makes `old` like `now` and keeps every element that can be kept, with its focus, its cursor, and whether it is
// open. What is filled in follows too where `values` says so.
function lay(old, now, values) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== now.data) old.data = now.data;
    return;
  }
  if (old.tagName === 'IFRAME') return;
  for (const { name } of [...old.attributes]) {
    if (name !== 'open' && !now.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.tagName === 'TEXTAREA') {
    if (values && old.value !== now.value) old.value = now.value;
    return;
  }
  children(old, now, values);
  if (!values) return;
  if (old.tagName === 'INPUT') {
    if (old.checked !== now.checked) old.checked = now.checked;
    if (old.value !== now.value) old.value = now.value;
  } else if (old.tagName === 'SELECT' && old.value !== now.value) {
    old.value = now.value;
  }
}

function children(old, now, values) {
  const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const child of [...now.childNodes]) {
    let match = child.id ? named.get(child.id) : at && !at.id && at.nodeName === child.nodeName ? at : null;
    if (match && match.nodeName !== child.nodeName) match = null;
    if (!match) {
      old.insertBefore(child, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    lay(match, child, values);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}
