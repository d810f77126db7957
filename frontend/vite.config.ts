import { defineConfig } from 'vitest/config';
import { iconSprite } from './vite/icons.ts';
import { trimTabler } from './vite/trim.ts';

export default defineConfig({
  base: '/static/dist/',
  plugins: [iconSprite()],
  css: { postcss: { plugins: [trimTabler()] } },
  build: {
    outDir: '../keyaccount/interfaces/web/static/dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { main: 'src/main.ts', theme: 'src/theme.ts' },
      external: ['canvg', 'dompurify', 'html2canvas'], // what jsPDF would fetch to draw HTML, which we never ask of it
      checks: { eval: false }, // htmx carries an eval that our configuration never lets it reach
    },
  },
  test: { environment: 'happy-dom', include: ['{src,vite}/**/*.test.ts'] },
});
