/** The real browser that journeys drive: this machine's Chromium, or the one that comes as an npm package. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

/** Before the first journey: the pages that the browser will open, as they are written now. */
export async function setup(): Promise<void> {
  for (const mode of ['pages', 'frame', 'embed'])
    await promisify(execFile)(process.execPath, [inPackages('vite/bin/vite.js'), 'build', '--mode', mode])
}

const inPackages = (path: string) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url))

interface Program {
  readonly path: string
  readonly env: Record<string, string>
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium that journeys can run in, or null if none starts on this machine. */
export async function chromiumPath(): Promise<string | null> {
  return (await findProgram())?.path ?? null
}

/** A fresh browser. Its caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const program = await findProgram()
  if (!program) throw new Error('No Chromium starts here: install one, or name it in CHROMIUM_PATH')
  return chromium.launch({ executablePath: program.path, env: program.env, args: flags })
}

let found: Promise<Program | null> | null = null

function findProgram(): Promise<Program | null> {
  found ??= firstThatStarts()
  return found
}

async function firstThatStarts(): Promise<Program | null> {
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  const named = process.env.CHROMIUM_PATH
  if (named) return starts({ path: named, env })
  const installed = { path: '/usr/bin/chromium', env }
  if (existsSync(installed.path) && (await starts(installed))) return installed
  return packagedChromium(env).then(starts)
}

/** Unpacked into the temp folder, with the libraries and fonts that a bare machine lacks. */
async function packagedChromium(env: Record<string, string>): Promise<Program | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { default: packaged, inflate } = await import('@sparticuz/chromium')
  await inflate(inPackages('@sparticuz/chromium/bin/al2023.tar.br'))
  const libraries = [join(tmpdir(), 'al2023', 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return {
    path: await packaged.executablePath(),
    env: { FONTCONFIG_PATH: join(tmpdir(), 'fonts'), ...env, LD_LIBRARY_PATH: libraries },
  }
}

async function starts(program: Program | null): Promise<Program | null> {
  if (!program) return null
  return promisify(execFile)(program.path, ['--version'], { env: program.env, timeout: 30_000 }).then(
    () => program,
    () => null,
  )
}
