import { connect } from '{{S3_CONNECT_URL}}/embed.js';

const find = (id) => document.getElementById(id);
find('accent').oninput = () => (find('has-accent').checked = true);
const show = (text) => (find('status').textContent = text);

async function fetchSession({ locale }) {
  const answer = await fetch(`/api/s3-session?locale=${locale ?? ''}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function showResult(call) {
  const { status, error } = await call;
  show(error ? `${status}: ${error.message}` : status);
}

const onEvent = ({ type }) => type !== 'resized' && show(type);

const appearance = (more) => ({
  scheme: find('scheme').value || undefined,
  accent: find('has-accent').checked ? find('accent').value : undefined,
  ...more,
});

find('open').onclick = () => showResult(connect({ fetchSession, onEvent, appearance: appearance() }));

find('inline').onclick = () =>
  showResult(connect({ fetchSession, onEvent, mount: find('place'), appearance: appearance({ heading: false }) }));

find('add').onclick = () => {
  const element = document.createElement('s3-connect');
  element.setAttribute('session-url', '/api/s3-session');
  for (const [name, value] of Object.entries(appearance())) if (value) element.setAttribute(name, value);
  element.addEventListener('result', ({ detail }) => show(detail.status));
  find('element').replaceChildren(element);
};
