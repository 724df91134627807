const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const ts = require('typescript')

const path = join(__dirname, '../node_modules/@salesforce/types/lib/metadata.d.ts')
const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)

const shapes = new Map()
const words = new Map()
source.forEachChild((node) => {
  if (!ts.isTypeAliasDeclaration(node)) return
  const parts = ts.isIntersectionTypeNode(node.type) ? [...node.type.types] : [node.type]
  if (parts.some(ts.isTypeLiteralNode)) shapes.set(node.name.text, parts)
  else words.set(node.name.text, node.type)
})

function membersOf(name) {
  const entries = shapes.get(name).flatMap((part) =>
    ts.isTypeLiteralNode(part)
      ? part.members.map((member) => [member.name.getText(), member.type])
      : shapes.has(part.typeName.getText())
        ? [...membersOf(part.typeName.getText())]
        : [],
  )
  return new Map(entries)
}

const literalsOf = (type) => {
  const named = ts.isTypeReferenceNode(type) ? words.get(type.typeName.getText()) : type
  if (!named || !ts.isUnionTypeNode(named)) return undefined
  const literals = named.types.filter(ts.isLiteralTypeNode).map((one) => one.literal.text)
  return literals.length === named.types.length && literals.every((one) => one !== undefined) ? literals : undefined
}

function flawsOfValue(value, type, at) {
  if (ts.isArrayTypeNode(type)) return [value].flat().flatMap((one, index) => flawsOfValue(one, type.elementType, `${at}/${index}`))
  if (Array.isArray(value)) return [`${at}: only one is allowed`]
  const literals = literalsOf(type)
  if (literals) return literals.includes(value) ? [] : [`${at}: ${value} is none of ${literals.join(', ')}`]
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return ['true', 'false'].includes(value) ? [] : [`${at}: ${value} is not true or false`]
  if (type.kind === ts.SyntaxKind.NumberKeyword) return value !== '' && Number.isFinite(Number(value)) ? [] : [`${at}: ${value} is no number`]
  const name = ts.isTypeReferenceNode(type) ? type.typeName.getText() : ''
  return shapes.has(name) ? flawsOf(value, name, at) : []
}

/** What is wrong with a metadata element, by the types that Salesforce publishes for its Metadata API. */
function flawsOf(value, name, at = name) {
  if (!shapes.has(name)) return [`${at}: unknown type ${name}`]
  if (typeof value !== 'object') return [`${at}: must have elements`]
  const members = membersOf(name)
  return Object.entries(value)
    .filter(([key]) => !key.startsWith('@_'))
    .flatMap(([key, one]) => (members.has(key) ? flawsOfValue(one, members.get(key), `${at}/${key}`) : [`${at}/${key}: unknown element`]))
}

module.exports = { flawsOf }
