import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disqualifications, type Rep, type Wanted } from '../../server/domain/rep.ts'

const ann: Rep = {
  id: 'ann',
  email: 'ann@example.com',
  name: 'Ann Lee',
  kind: 'person',
  timeZone: 'America/New_York',
  skills: ['solar', 'roofs'],
  languages: ['en', 'es'],
  territories: ['east'],
  projects: ['bluewater'],
  dailyLimit: null,
  weeklyLimit: null,
  active: true,
  weekly: [],
  overrides: new Map(),
}
const anyone: Wanted = { skills: [], languages: [], territory: null, project: null }

const isElsewhere = (own: readonly string[], asked: string | null) => asked !== null && own.length > 0 && !own.includes(asked)

describe('who may take a meeting at all', () => {
  test.each<[string, Partial<Rep>, Partial<Wanted>, unknown[]]>([
    ['a rep with all that is asked', {}, { skills: ['solar'], languages: ['es', 'en'], territory: 'east', project: 'bluewater' }, []],
    ['a rep of whom nothing is asked', { skills: [], languages: [], territories: [] }, {}, []],
    ['a rep who has one of two skills', {}, { skills: ['solar', 'wind'] }, [{ code: 'missing-skill', missing: ['wind'] }]],
    ['a rep without skills', { skills: [] }, { skills: ['solar'] }, [{ code: 'missing-skill', missing: ['solar'] }]],
    ['a rep who lacks both languages', {}, { languages: ['fr', 'de'] }, [{ code: 'missing-language', missing: ['fr', 'de'] }]],
    ['a rep of another territory', {}, { territory: 'west' }, [{ code: 'other-territory' }]],
    ['a rep of any territory', { territories: [] }, { territory: 'west' }, []],
    ['a rep of another project', {}, { project: 'redwater' }, [{ code: 'other-project' }]],
    ['a rep of any project', { projects: [] }, { project: 'redwater' }, []],
    ['a rep who has left', { active: false }, {}, [{ code: 'inactive' }]],
  ])('%s', (_who, rep, wanted, reasons) => {
    expect(disqualifications({ ...ann, ...rep }, { ...anyone, ...wanted })).toEqual(reasons)
  })

  test('all reasons are told at once, and with everything put right none is left', () => {
    const words = (...all: string[]) => fc.subarray(all)
    const reps = fc.record({
      skills: words('solar', 'wind', 'roofs'),
      languages: words('en', 'es', 'fr'),
      territories: words('east', 'west'),
      projects: words('bluewater', 'redwater'),
      active: fc.boolean(),
    })
    const wishes = fc.record({
      skills: words('solar', 'wind', 'roofs'),
      languages: words('en', 'es', 'fr'),
      territory: fc.constantFrom(null, 'east', 'west'),
      project: fc.constantFrom(null, 'bluewater', 'redwater'),
    })
    fc.assert(
      fc.property(reps, wishes, (part, wanted) => {
        const rep = { ...ann, ...part }
        const reasons = disqualifications(rep, wanted)
        const has = (code: string) => reasons.some((reason) => reason.code === code)
        const missing = (code: string) => reasons.find((reason) => reason.code === code)?.missing ?? []
        const cured: Rep = {
          ...rep,
          active: true,
          skills: [...rep.skills, ...missing('missing-skill')],
          languages: [...rep.languages, ...missing('missing-language')],
          territories: has('other-territory') ? [] : rep.territories,
          projects: has('other-project') ? [] : rep.projects,
        }

        expect(has('inactive')).toBe(!rep.active)
        expect(has('missing-skill')).toBe(!new Set(wanted.skills).isSubsetOf(new Set(rep.skills)))
        expect(has('missing-language')).toBe(!new Set(wanted.languages).isSubsetOf(new Set(rep.languages)))
        expect(has('other-territory')).toBe(isElsewhere(rep.territories, wanted.territory))
        expect(has('other-project')).toBe(isElsewhere(rep.projects, wanted.project))
        expect(disqualifications(cured, wanted)).toEqual([])
      }),
    )
  })
})
