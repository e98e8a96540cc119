// Shows the connect widget in your page. Types and documentation: embed.d.ts and docs/embedding.md.

const STYLE = `
:host { display: block }
dialog { width: 46rem; max-width: 100vw; max-height: 94dvh; padding: 0; overflow: hidden; border: 0; border-radius: 12px }
dialog[open] { display: flex; flex-direction: column }
dialog::backdrop { background: #0008 }
button { align-self: end; flex: none; width: 44px; height: 44px; border: 0; background: none; color: inherit; font: 20px system-ui }
iframe { display: block; width: 100%; height: 30rem; min-height: 0; border: 0 }
@media (max-width: 46rem) {
  dialog { width: 100vw; height: 100dvh; max-height: none; border-radius: 0 }
  dialog iframe { flex: 1 }
}`;

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

export function connect({ fetchSession, mount, locale, appearance, onEvent }) {
  // Two copies of this script share the list, so a second call shows no second widget.
  const calls = (globalThis[Symbol.for('s3-connect')] ??= new Map());
  const known = calls.get(mount);
  if (known && !known.isGone?.()) return known;
  // The page has removed that widget.
  known?.close();

  let resolve, origin, host, dialog, frame, port, status, isClosed, isAsking;
  const result = new Promise((done) => (resolve = done));
  calls.set(mount, result);

  // In a microtask of its own, so that an error in the handler is reported and changes nothing here.
  const emit = (event) => queueMicrotask(() => onEvent?.(event));

  const close = (error) => {
    if (isClosed) return;
    isClosed = true;
    calls.delete(mount);
    globalThis.removeEventListener?.('message', receive);
    port?.close();
    dialog?.close();
    host?.remove();
    resolve(error ? { status: 'error', error } : { status: status ?? 'closed' });
    emit({ type: 'closed' });
  };
  result.close = () => close();
  result.isGone = () => host && !host.isConnected;

  // The page asks before it is closed, if something would be lost. A page that doesn't answer can't keep the dialog open.
  const askToClose = (event) => {
    event.preventDefault();
    if (!port || isAsking) return close();
    isAsking = true;
    port.postMessage('close');
    frame.focus();
  };

  const receive = ({ source, origin: sender, data, ports }) => {
    if (source !== frame.contentWindow || sender !== origin || data !== 's3-connect') return;
    const isFirst = !port;
    port?.close();
    isAsking = false;
    [port] = ports;
    port.onmessage = onMessage;
    if (!isFirst) return;
    if (dialog) frame.focus();
    emit({ type: 'opened' });
  };

  const onMessage = ({ data: { type, ...data } }) => {
    if (type === 'closed') return close();
    if (type === 'stay') return (isAsking = false);
    if (type === 'page') {
      frame.title = data.title;
      host.style.colorScheme = data.scheme;
      if (dialog) dialog.firstChild.ariaLabel = data.close;
      status = data.isFailed ? 'error' : status === 'error' ? undefined : status;
      return;
    }
    if (type === 'resized') frame.style.height = data.height + 'px';
    const { isToRead, ...event } = data;
    emit({ type, ...event });
    if (type === 'connected') {
      resolve({ status: (status = type) });
      if (dialog && !isToRead) close();
    }
  };

  const open = async () => {
    const { url } = isClosed ? {} : await fetchSession({ locale });
    if (!isClosed && !document.body) await new Promise((loaded) => addEventListener('DOMContentLoaded', loaded));
    if (isClosed) return;
    const { heading, scheme, accent } = appearance ?? {};
    if (!/^https?:/.test(url)) throw new TypeError('fetchSession returned no url');
    ({ origin } = new URL(url));
    host = make('div');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    frame = make('iframe', {
      // The name stays with the frame when a form in it is posted and when it is loaded again.
      name: ['s3-connect', mount ? 'inline' : 'modal', heading === false ? 'no-heading' : '', scheme, accent].join(' '),
      allow: 'clipboard-write',
      sandbox: 'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
      referrerPolicy: 'no-referrer',
      title: 's3-connect',
      src: url,
      onload: () => setTimeout(() => port || close(new Error(`No answer from ${origin}. Is ${location.origin} the session's origin?`)), 3000),
    });
    addEventListener('message', receive);
    if (mount) {
      root.append(frame);
      mount.append(host);
    } else {
      dialog = make('dialog', { oncancel: askToClose, onclose: () => close() });
      dialog.append(make('button', { ariaLabel: 'Close', textContent: '✕', onclick: askToClose }), frame);
      root.append(dialog);
      document.body.append(host);
      dialog.showModal();
    }
  };
  // In a microtask, so that a call that is closed at once, as by React's strict mode, creates no session.
  Promise.resolve().then(open).catch(close);
  return result;
}

if (globalThis.customElements && !customElements.get('s3-connect')) {
  customElements.define(
    's3-connect',
    class extends HTMLElement {
      #call;
      #fetchSession;

      connectedCallback() {
        // A property that was set before this class was known hides the setter.
        const { fetchSession } = this;
        delete this.fetchSession;
        this.fetchSession = fetchSession ?? this.#fetchSession;
      }

      disconnectedCallback() {
        this.#call?.close();
        this.#call = undefined;
      }

      set fetchSession(value) {
        this.#fetchSession = value;
        this.#open();
      }

      #open() {
        const address = this.getAttribute('session-url');
        const fetchSession = this.#fetchSession ?? (address && (() => fetch(address, { method: 'POST' }).then((answer) => answer.json())));
        if (!this.isConnected || this.#call || !fetchSession) return;
        const dispatch = (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail }));
        this.#call = connect({
          fetchSession,
          mount: this,
          locale: this.lang || undefined,
          appearance: {
            heading: !this.hasAttribute('no-heading'),
            scheme: this.getAttribute('scheme'),
            accent: this.getAttribute('accent'),
          },
          onEvent: (event) => dispatch(event.type, event),
        });
        this.#call.then((result) => dispatch('result', result));
      }
    },
  );
}
