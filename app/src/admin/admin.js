// What the admin pages do better with a script: copy buttons and the colour picker. Without it, every page still works.

addEventListener('DOMContentLoaded', () => {
  document.documentElement.dataset.script = '';

  // Next to each copy button is the place for its answer. It exists before it is filled, so that screen readers announce it.
  for (const button of document.querySelectorAll('[data-copy]')) {
    const answer = document.createElement('span');
    answer.className = 'copy-answer';
    answer.setAttribute('aria-live', 'polite');
    button.after(answer);
    button.addEventListener('click', () => copy(document.getElementById(button.dataset.copy), answer));
  }

  async function copy(source, answer) {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      answer.textContent = 'Copied.';
    } catch {
      // The browser has no clipboard on a page without TLS, or doesn't allow to use it.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      answer.textContent = 'The browser didn’t allow copying. The text is selected: press Ctrl+C, or ⌘C on a Mac.';
    }
  }

  // The picker has no name, so only the text is sent: a picker can't be empty, and an empty text means the default.
  for (const picker of document.querySelectorAll('input[type=color][data-for]')) {
    const text = document.getElementById(picker.dataset.for);
    picker.addEventListener('input', () => (text.value = picker.value));
    text.addEventListener('input', () => /^#[0-9a-f]{6}$/i.test(text.value) && (picker.value = text.value));
  }
});
