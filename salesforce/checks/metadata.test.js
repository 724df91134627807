const { metadata, flawOf, metadataOf } = require('./read.js')
const { flawsOf } = require('./schema.js')

// Bundles are described by a schema of their own, which the types do not hold.
const typed = metadata.filter((path) => !path.startsWith('lwc/'))

test('there is metadata to check', () => expect(typed.length).toBeGreaterThan(30))

test.each(metadata)('%s is well-formed', (path) => expect(flawOf(path)).toBeUndefined())

test.each(typed)('%s holds what the Metadata API knows', (path) => {
  const { type, body } = metadataOf(path)
  expect(flawsOf(body, type)).toEqual([])
})

test('an unknown element, a wrong word and a wrong number are found', () => {
  const flaws = flawsOf({ label: 'A', colour: 'red', type: 'Txt', length: 'long', externalId: 'yes' }, 'CustomField')
  expect(flaws.map((flaw) => flaw.split(':')[0])).toEqual(['CustomField/colour', 'CustomField/type', 'CustomField/length', 'CustomField/externalId'])
})
