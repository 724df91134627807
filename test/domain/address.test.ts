import { expect, test } from 'vitest'
import { countryCode, zoneOfAddress } from '../../server/domain/address.ts'
import { languageTag } from '../../server/domain/language.ts'
import { phoneNumber, phoneParts } from '../../server/domain/phone.ts'
import { isZone } from '../../server/domain/zone.ts'

test.each([
  ['United States', 'US'],
  ['U.S.A.', 'US'],
  ['us', 'US'],
  ['Deutschland', 'DE'],
  ['México', 'MX'],
  ['Cote d’Ivoire', 'CI'],
  ['England', 'GB'],
  ['Türkiye', 'TR'],
  ['Atlantis', null],
  ['EU', null],
  ['', null],
])('the country %j has the code %s', (name, code) => {
  expect(countryCode(name)).toBe(code)
})

test.each([
  ['France', null, 'Europe/Paris'],
  ['Germany', null, 'Europe/Berlin'],
  ['Spain', null, null],
  ['Brazil', null, null],
  ['USA', 'NY', 'America/New_York'],
  ['US', 'new york', 'America/New_York'],
  ['US', 'Arizona', 'America/Phoenix'],
  ['US', 'TN', null],
  ['US', null, null],
  ['Canada', 'Québec', 'America/Toronto'],
  ['AU', 'QLD', 'Australia/Brisbane'],
  ['Atlantis', 'NY', null],
  [null, 'NY', null],
])('of an address in %s, %s the clock is %s', (country, state, zone) => {
  expect(zoneOfAddress({ country, state })).toBe(zone)
})

test('every zone that an address may tell exists', () => {
  const states = [
    'NY',
    'MI',
    'TX',
    'UT',
    'AZ',
    'CA',
    'AK',
    'HI',
    'PR',
    'BC',
    'AB',
    'SK',
    'MB',
    'ON',
    'NS',
    'YT',
    'NSW',
    'VIC',
    'QLD',
    'SA',
    'WA',
    'TAS',
    'NT',
  ]
  for (const country of ['US', 'CA', 'AU'])
    for (const state of states) {
      const zone = zoneOfAddress({ country, state })
      expect(zone === null || isZone(zone)).toBe(true)
    }
})

test.each([
  ['Spanish', 'es'],
  ['español', 'es'],
  ['es_MX', 'es-MX'],
  ['EN-us', 'en-US'],
  ['中文', 'zh'],
  ['Klingon', null],
  ['French (Canada)', null],
  ['', null],
])('the language %j is %s', (text, tag) => {
  expect(languageTag(text)).toBe(tag)
})

test('a number is read in the country of its address, and one that does not exist is none', () => {
  expect(phoneNumber('(212) 555-0100', 'US')).toBe('+12125550100')
  expect(phoneNumber('06 12 34 56 78', 'FR')).toBe('+33612345678')
  expect(phoneNumber('+44 20 7946 0958', 'US')).toBe('+442079460958')
  expect(phoneNumber('(212) 555-0100', null)).toBeNull()
  expect(phoneNumber('12', 'US')).toBeNull()
  expect(phoneNumber('call me', 'XX')).toBeNull()
})

test('a number in E.164 form says its country and what comes after its code', () => {
  expect(phoneParts('+33612345678')).toEqual({ country: 'FR', national: '612345678' })
  expect(phoneParts('212')).toBeNull()
})
