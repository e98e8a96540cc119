// Reports to the page around this frame: the height of this page, and what happens on it. It runs first on every page
// that another site can show in a frame. The name of the frame holds what embed.js asked for.
(() => {
  const root = document.documentElement;
  const { embedder } = root.dataset;
  if (parent === self || !embedder) return;
  root.dataset.embed = name;

  // Only the server can tell which colour is legible, so it writes the style sheet. Nothing is drawn before it has arrived.
  const [, accent] = / #([\da-f]{6})$/i.exec(name) ?? [];
  if (accent) {
    const sheet = document.createElement('link');
    document.head.append(Object.assign(sheet, { rel: 'stylesheet', href: `/accent/${accent}.css`, blocking: 'render' }));
  }

  // The browser delivers this to a page of exactly this origin, and to no other. All other messages go through the
  // port, and this page reads no other messages, so nobody else can send it one.
  const { port1: port, port2 } = new MessageChannel();
  const send = (type, more) => port.postMessage({ type, ...more });
  parent.postMessage('s3-connect', embedder, [port2]);

  let isUnsaved = false;
  addEventListener('input', ({ target }) => {
    if (target.closest('form[data-draft]')) isUnsaved = true;
  });

  const close = () => {
    const question = document.querySelector('#leave');
    if (!isUnsaved || !question || question.open) return send('closed');
    question.returnValue = '';
    question.showModal();
  };
  port.onmessage = close;
  // The focus is in this document, so the dialog around the frame does not get the key.
  addEventListener('keydown', (event) => {
    const isModal = root.dataset.embed.split(' ').includes('modal');
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !isModal) return;
    if (document.querySelector('dialog[open]')) return;
    // Otherwise, the browser would close the question with the same key.
    event.preventDefault();
    close();
  });

  addEventListener('DOMContentLoaded', () => {
    const question = document.querySelector('#leave');
    question.addEventListener('close', () => {
      const isLeaving = question.returnValue === 'leave';
      // The question says that it will be lost, so keep_draft.js must not bring it back.
      try {
        if (isLeaving) sessionStorage.removeItem('draft');
      } catch {}
      send(isLeaving ? 'closed' : 'stay');
    });
    // The page around has a main part, too.
    document.querySelector('main').ariaLabel ??= document.title;
    const sendPage = () => {
      const { title } = document;
      const { colorScheme: scheme } = getComputedStyle(root);
      send('page', { title, close: question.dataset.close, isFailed: 'failed' in root.dataset, scheme });
    };
    sendPage();
    // A page without scripts may not have its style sheet yet.
    addEventListener('load', sendPage);

    new ResizeObserver(() => send('resized', { height: Math.ceil(root.getBoundingClientRect().height) })).observe(root);

    // A form that was opened again shows the result of its last check, which is not news.
    const reported = new WeakSet(document.querySelectorAll('#checks:not([data-new]) [data-outcome]'));
    const report = () => {
      for (const element of document.querySelectorAll('[data-outcome], [data-event]')) {
        if (reported.has(element)) continue;
        reported.add(element);
        const { outcome, event } = element.dataset;
        if (outcome) send('check-finished', { outcome });
        if (event) {
          isUnsaved = false;
          send(event, { isToRead: !!document.querySelector('.notice, .warnings') });
        }
      }
    };
    report();
    new MutationObserver(report).observe(document.body, { childList: true, subtree: true });
  });
})();
