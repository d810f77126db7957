/** A file field on which a file may be dropped; shows the name of what was chosen. */
export class Drop extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement>('input[type=file]');
    const name = this.querySelector<HTMLElement>('[data-name]');
    if (!field || !name) return;
    field.addEventListener('change', () => (name.textContent = field.files?.[0]?.name ?? name.textContent));
    for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      this.addEventListener(kind, (event) => {
        event.preventDefault();
        this.classList.toggle('is-over', kind.startsWith('dragen') || kind === 'dragover');
      });
    }
    this.addEventListener('drop', (event) => {
      if (!event.dataTransfer?.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }
}
