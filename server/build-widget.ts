/** Builds the pages for people when they are missing or older than their sources. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where the built pages are. */
export const DIST = join(root, 'dist')

/** Build the pages if need be. `onBuild` is called before, for it takes a few seconds. */
export async function ensureWidget(onBuild: () => void = () => {}): Promise<void> {
  const built = await Promise.all(['customer.html', 'console.html', 'embed.js'].map((name) => changedAt(join(DIST, name))))
  if (Math.min(...built) > (await newest())) return
  onBuild()
  await buildWidget()
}

/** Build the pages, then what other websites load: `embed.js` is one file, so it shares none with the pages. */
async function buildWidget(): Promise<void> {
  const { build } = await import('vite')
  for (const mode of ['pages', 'frame', 'embed']) await build({ configFile: join(root, 'vite.config.ts'), mode, logLevel: 'error' })
}

const changedAt = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )

async function newest(): Promise<number> {
  const sources = await readdir(join(root, 'widget'), { recursive: true, withFileTypes: true })
  const files = sources.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  return Math.max(...(await Promise.all([...files, join(root, 'vite.config.ts'), join(root, 'package.json')].map(changedAt))))
}
