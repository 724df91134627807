import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const pages = ['customer', 'console'].map((name) => [name, here(`widget/${name}.html`)] as const)

/** Builds the pages into `dist`: no inline script or style, so that a strict Content-Security-Policy holds. */
export default defineConfig({
  root: here('widget'),
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: Object.fromEntries(pages.filter(([, path]) => existsSync(path))) },
  },
})
