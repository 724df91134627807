import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RequestHandler } from 'express'

const pack = promisify(gzip)
const PACKED = ['.js', '.css', '.svg', '.html']

/** A file of the build, sent packed to whoever can unpack it. The first who asks for it has it read and packed, for everybody. */
export function builtFile(path: string, cacheControl: string): RequestHandler {
  const type = extname(path)
  let plain: Promise<Buffer> | null = null
  let packed: Promise<Buffer> | null = null
  return async (req, res) => {
    plain ??= readFile(path)
    res.set('Cache-Control', cacheControl).type(type)
    if (!PACKED.includes(type)) return void res.send(await plain)
    res.vary('Accept-Encoding')
    if (req.acceptsEncodings('gzip') !== 'gzip') return void res.send(await plain)
    packed ??= plain.then((bytes) => pack(bytes, { level: 9 }))
    res.set('Content-Encoding', 'gzip').send(await packed)
  }
}

/** The files of a folder of the build, whose names change whenever they do. */
export async function builtFolder(folder: string): Promise<RequestHandler> {
  const names = await readdir(folder)
  const files = new Map(names.map((name) => [`/${name}`, builtFile(join(folder, name), 'public, max-age=31536000, immutable')]))
  return (req, res, next) => {
    const file = req.method === 'GET' || req.method === 'HEAD' ? files.get(req.path) : undefined
    return file ? file(req, res, next) : next()
  }
}
