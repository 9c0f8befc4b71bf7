import { type Start, within } from './page';

/** Uploads of a form with `data-upload` show how far they are. The answer then takes the place of the page, as it would without script. */
export function startUpload(scope: Element | Document, start: Start): void {
  for (const form of within<HTMLFormElement>(scope, 'form[data-upload]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (form.getAttribute('aria-busy') === 'true') return;
      send(form, event.submitter, start);
    });
  }
}

function send(form: HTMLFormElement, submitter: HTMLElement | null, start: Start): void {
  const shown = showProgress(form);
  const request = new XMLHttpRequest();
  request.open('post', form.action);
  request.setRequestHeader('accept', 'text/html');
  request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
    if (lengthComputable) shown.at(Math.floor((100 * loaded) / total));
  });
  request.addEventListener('load', () => {
    if (request.responseText === '') return shown.failed();
    showAnswer(request.responseURL, request.responseText, start);
  });
  request.addEventListener('error', shown.failed);
  request.addEventListener('timeout', shown.failed);
  form.setAttribute('aria-busy', 'true');
  request.send(new FormData(form, submitter));
}

/** The answer may follow a redirect, and may carry a message shown once: it is shown as it came, not fetched again. */
function showAnswer(address: string, html: string, start: Start): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  document.title = page.title;
  document.body.replaceChildren(...page.body.childNodes);
  if (address !== location.href) history.pushState(null, '', address);
  addEventListener('popstate', () => location.reload(), { once: true });
  start(document);
  scrollTo(0, 0);
  if (!document.querySelector('[role="alert"]')) document.getElementById('main-content')?.focus();
}

function showProgress(form: HTMLFormElement) {
  const box = document.createElement('div');
  const bar = document.createElement('progress');
  const words = document.createElement('p');
  box.className = 'm-progress';
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', 'Upload');
  words.setAttribute('role', 'status');
  box.append(bar, words);
  form.querySelector('.m-progress')?.remove();
  form.append(box);
  words.textContent = 'Uploading';
  let said = 0;
  return {
    at(percent: number) {
      bar.value = percent;
      // Read out in tens, or a screen reader would say nothing else.
      if (percent === 100) words.textContent = 'Uploaded. Checking the file.';
      else if (percent - said >= 10) {
        said = percent - (percent % 10);
        words.textContent = `${said}% uploaded`;
      }
    },
    failed() {
      form.removeAttribute('aria-busy');
      bar.remove();
      words.textContent =
        'The upload did not finish, and nothing was changed. Check your connection and send it again.';
    },
  };
}
