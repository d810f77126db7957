/** Forms with `data-guard` know when they hold something unsaved; leaving the page then asks first. */
export function watchChanges(): void {
  document.addEventListener('input', (event) => {
    (event.target as Element).closest('form[data-guard]')?.setAttribute('data-dirty', '');
  });
  document.addEventListener('submit', (event) => (event.target as Element).removeAttribute('data-dirty'));
  document.addEventListener('htmx:sendError', (event) => {
    const form = (event.target as Element).closest('form[data-guard]');
    form?.setAttribute('data-dirty', '');
  });
  addEventListener('beforeunload', (event) => {
    if (document.querySelector('form[data-dirty]')) event.preventDefault();
  });
}
