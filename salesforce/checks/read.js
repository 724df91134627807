const { readdirSync, readFileSync } = require('node:fs')
const { join, basename } = require('node:path')
const { XMLParser, XMLValidator } = require('fast-xml-parser')

const root = join(__dirname, '../force-app/main/default')
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, ignoreDeclaration: true })

/** Every file of the project, by its path from the main folder. */
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))

const textOf = (path) => readFileSync(join(root, path), 'utf8')
const flawOf = (path) => XMLValidator.validate(textOf(path)).err?.msg

/** A metadata file: its type, and what it says. */
function metadataOf(path) {
  const [[type, body]] = Object.entries(parser.parse(textOf(path)))
  return { type, body }
}

const metadata = files.filter((path) => path.endsWith('-meta.xml'))
const listOf = (value) => (value === undefined ? [] : [value].flat())
const nameOf = (path) => basename(path).split('.').slice(0, -2).join('.')

module.exports = { files, metadata, textOf, flawOf, metadataOf, listOf, nameOf }
