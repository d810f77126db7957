// Runs before the first paint (a classic script in the head), so that a dark page never flashes white.
const chosen = localStorage.getItem('ka-theme') ?? document.documentElement.dataset['memberTheme'] ?? 'auto';
const dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset['bsTheme'] = dark ? 'dark' : 'light';
