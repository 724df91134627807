import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What each of the three builds begins with; `embed.js` and `embed-frame.js` keep their names, since other websites name them. */
const inputs: Readonly<Record<string, Record<string, string>>> = {
  pages: { customer: here('widget/customer.html'), console: here('widget/console.html') },
  frame: { 'embed-frame': here('widget/embed-frame.ts') },
  embed: { embed: here('widget/embed.ts') },
}

/** Elements are made by calls of `h`: those of the automatic runtime are larger, and are one more thing to load. */
const plainCalls: Plugin = {
  name: 'plain-calls',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.tsx') ? `import { Fragment, h } from 'preact';${code}` : null),
}

/** Builds the widget into `dist`: no inline script or style, so that a strict Content-Security-Policy holds. */
export default defineConfig(({ mode }) => ({
  root: here('widget'),
  base: mode === 'pages' ? '/' : './',
  publicDir: false,
  plugins: [plainCalls],
  oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', development: false } },
  build: {
    outDir: here('dist'),
    emptyOutDir: mode === 'pages',
    target: 'baseline-widely-available',
    // What draws light and dark: older browsers take the light colours of the page around it.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: mode === 'pages' ? { polyfill: false } : false,
    // As a library the script for other websites puts nothing into their heads: parts that come later bring their styles themselves.
    ...(mode !== 'pages' && { lib: { entry: inputs[mode] ?? {}, formats: ['es'] } }),
    rolldownOptions: {
      input: inputs[mode] ?? {},
      preserveEntrySignatures: false,
      ...(mode !== 'pages' && {
        output: { minify: true, comments: false, entryFileNames: '[name].js', chunkFileNames: 'assets/embed-[name]-[hash].js' },
      }),
    },
  },
}))
