import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What each of the three builds begins with; `embed.js` and `embed-frame.js` keep their names, since other websites name them. */
const inputs: Readonly<Record<string, Record<string, string>>> = {
  pages: { customer: here('widget/customer.html'), console: here('widget/console.html') },
  frame: { 'embed-frame': here('widget/embed-frame.ts') },
  embed: { embed: here('widget/embed.ts') },
}

/** On somebody else's page nothing is put into the head: parts that come later bring their styles themselves. */
const withoutPreloading: Plugin = {
  name: 'without-preloading',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null),
}

/** Builds the widget into `dist`: no inline script or style, so that a strict Content-Security-Policy holds. */
export default defineConfig(({ mode }) => ({
  root: here('widget'),
  base: mode === 'pages' ? '/' : './',
  publicDir: false,
  plugins: mode === 'embed' ? [withoutPreloading] : [],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: {
    outDir: here('dist'),
    emptyOutDir: mode === 'pages',
    target: 'baseline-widely-available',
    // What draws light and dark: older browsers take the light colours of the page around it.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: mode === 'pages' ? { polyfill: false } : false,
    rolldownOptions: {
      input: inputs[mode] ?? {},
      ...(mode !== 'pages' && { output: { entryFileNames: '[name].js', chunkFileNames: 'assets/embed-[name]-[hash].js' } }),
    },
  },
}))
