const dark = matchMedia('(prefers-color-scheme: dark)');

/** Light, dark or as the system; the choice stays in this browser. */
export class Theme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const choice = (event.target as Element).closest<HTMLElement>('[data-theme]')?.dataset['theme'];
      if (!choice) return;
      localStorage.setItem('ka-theme', choice);
      apply();
      this.show();
    });
    dark.addEventListener('change', apply);
    this.show();
  }

  private show(): void {
    const chosen =
      localStorage.getItem('ka-theme') ?? document.documentElement.dataset['memberTheme'] ?? 'auto';
    for (const entry of this.querySelectorAll<HTMLElement>('[data-theme]')) {
      entry.setAttribute('aria-pressed', String(entry.dataset['theme'] === chosen));
    }
  }
}

function apply(): void {
  const chosen =
    localStorage.getItem('ka-theme') ?? document.documentElement.dataset['memberTheme'] ?? 'auto';
  const isDark = chosen === 'dark' || (chosen === 'auto' && dark.matches);
  document.documentElement.dataset['bsTheme'] = isDark ? 'dark' : 'light';
}
