import { showToast } from '../lib/toast.ts';
import { text } from '../lib/texts.ts';

/** Copies its `value`. */
export class Copy extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('button')?.addEventListener('click', () => void this.copy());
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.getAttribute('value') ?? '');
      showToast({ text: text('copied') });
    } catch {
      showToast({ text: text('error'), tone: 'bad' });
    }
  }
}
