const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { files, metadata, textOf, metadataOf, listOf, nameOf } = require('./read.js')

const within = (folder) => metadata.filter((path) => path.startsWith(`${folder}/`))
// Rights to a field of Activity are given on Task; Salesforce opens the same field of Event with it.
const ownerOf = (path) => path.split('/')[1].replace('Activity', 'Task')
const allFields = metadata.filter((path) => path.includes('/fields/')).map((path) => `${ownerOf(path)}.${nameOf(path)}`)
// The settings that administrators keep are read by Apex alone.
const fields = new Set(allFields.filter((field) => !field.includes('__mdt.')))
// Fields of Salesforce’s own that Switchboard reads or writes, and that a user must be given.
const standard = [
  ...['AccountId', 'Email', 'HomePhone', 'MailingAddress', 'MobilePhone', 'OtherPhone', 'Phone'].map((name) => `Contact.${name}`),
  ...['Address', 'Email', 'MobilePhone', 'Phone'].map((name) => `Lead.${name}`),
]
const isCustom = (field) => field.endsWith('__c')
const classes = new Set(within('classes').map(nameOf))
const bundles = new Set(files.filter((path) => path.startsWith('lwc/')).map((path) => path.split('/')[1]))
const permissions = within('permissionsets').map((path) => ({ name: nameOf(path), ...metadataOf(path).body }))

test.each(permissions)('the permission set $name names what is there', (set) => {
  for (const { field } of listOf(set.fieldPermissions)) expect([...fields, ...standard]).toContain(field)
  for (const { name } of listOf(set.customPermissions)) expect(within('customPermissions').map(nameOf)).toContain(name)
  for (const { apexClass } of listOf(set.classAccesses)) expect(classes).toContain(apexClass)
  const objects = ['Account', 'Contact', 'Lead', 'UserExternalCredential', ...[...fields].map((field) => field.split('.')[0])]
  for (const { object } of listOf(set.objectPermissions)) expect(objects).toContain(object)
  for (const { tab } of listOf(set.tabSettings)) expect(within('tabs').map(nameOf)).toContain(tab)
  for (const { externalCredentialPrincipal } of listOf(set.externalCredentialPrincipalAccesses)) {
    const [credential, principal] = externalCredentialPrincipal.split('-')
    const { body } = metadataOf(`externalCredentials/${credential}.externalCredential-meta.xml`)
    expect(body.externalCredentialParameters).toContainEqual(
      expect.objectContaining({ parameterName: principal, parameterType: 'NamedPrincipal' }),
    )
  }
})

test.each(permissions)('the permission set $name opens every field', (set) => {
  expect(new Set(listOf(set.fieldPermissions).map(({ field }) => field).filter(isCustom))).toEqual(fields)
})

const setNamed = (name) => permissions.find((set) => set.name === name)
const editable = (set) => listOf(set.fieldPermissions).filter((one) => one.editable === 'true').map(({ field }) => field)
const rightsTo = (set, object) => {
  const { allowCreate, allowEdit, allowDelete } = listOf(set.objectPermissions).find((one) => one.object === object)
  return { allowCreate, allowEdit, allowDelete }
}

test('coordinators say how a meeting went, and change nothing else of a booking', () => {
  const set = setNamed('SwitchboardCoordinator')
  expect(editable(set)).toEqual(['Booking__c.Status__c', 'Booking__c.CancelReason__c'])
  expect(rightsTo(set, 'Booking__c')).toEqual({ allowCreate: 'false', allowEdit: 'true', allowDelete: 'false' })
  expect(set.customPermissions).toBeUndefined()
})

test('the user of Switchboard may do what the service does, and delete nothing', () => {
  const set = setNamed('SwitchboardIntegration')
  expect(editable(set).filter(isCustom).sort()).toEqual([...fields].sort())
  expect(rightsTo(set, 'Booking__c')).toEqual({ allowCreate: 'true', allowEdit: 'true', allowDelete: 'false' })
  expect(rightsTo(set, 'Lead')).toEqual({ allowCreate: 'true', allowEdit: 'true', allowDelete: 'false' })
  expect(rightsTo(set, 'Contact')).toEqual({ allowCreate: 'false', allowEdit: 'true', allowDelete: 'false' })
  expect(rightsTo(set, 'Account')).toEqual({ allowCreate: 'false', allowEdit: 'false', allowDelete: 'false' })
  expect(listOf(set.userPermissions).map(({ name }) => name)).toEqual(['ActivitiesAccess', 'ApiEnabled', 'EditEvent', 'EditTask', 'TransferAnyLead', 'ViewAllUsers'])
  // Whoever the rule for people lets pass is whom the service works as.
  const { errorConditionFormula } = metadataOf('objects/Booking__c/validationRules/OutcomesByPeople.validationRule-meta.xml').body
  const [, permission] = errorConditionFormula.match(/\$Permission\.(\w+)/)
  expect(listOf(set.customPermissions)).toContainEqual({ enabled: 'true', name: permission })
})

test('system permissions are those that Salesforce knows', () => {
  const known = readFileSync(join(__dirname, '../node_modules/@salesforce/types/lib/tooling.d.ts'), 'utf8')
  for (const { name } of permissions.flatMap((set) => listOf(set.userPermissions))) expect(known).toContain(`Permissions${name}?: boolean`)
})

test('the rule for people names statuses that there are', () => {
  const { errorConditionFormula } = metadataOf('objects/Booking__c/validationRules/OutcomesByPeople.validationRule-meta.xml').body
  const { value } = metadataOf('objects/Booking__c/fields/Status__c.field-meta.xml').body.valueSet.valueSetDefinition
  const named = [...errorConditionFormula.matchAll(/ISPICKVAL\(Status__c, &?"?(?:quot;)?([a-z-]+)/g)].map(([, status]) => status)
  expect(named).toEqual(['completed', 'no-show', 'cancelled'])
  expect(value.map(({ fullName }) => fullName)).toEqual(expect.arrayContaining(named))
})

test('the layout of a booking shows what people can read, and opens those that people may change', () => {
  const { layoutSections } = metadataOf('layouts/Booking__c-Booking Layout.layout-meta.xml').body
  const items = listOf(layoutSections).flatMap((section) => listOf(section.layoutColumns).flatMap((column) => listOf(column.layoutItems)))
  const shown = items.map(({ field }) => `Booking__c.${field}`).filter(isCustom)
  expect(shown.filter((field) => !fields.has(field))).toEqual([])
  // The id of an event says nothing to people.
  const missing = [...fields].filter((field) => field.startsWith('Booking__c.') && !shown.includes(field) && field !== 'Booking__c.EventId__c')
  expect(missing).toEqual([])
  expect(items.filter(({ behavior }) => behavior === 'Edit').map(({ field }) => `Booking__c.${field}`)).toEqual(editable(setNamed('SwitchboardCoordinator')))
})

test('the list of bookings has columns that are there', () => {
  for (const column of metadataOf('objects/Booking__c/listViews/All.listView-meta.xml').body.columns.filter((name) => name !== 'NAME'))
    expect(fields).toContain(`Booking__c.${column}`)
})

test.each(within('quickActions'))('S1.5 %s opens a component that is an action', (path) => {
  const { lightningWebComponent } = metadataOf(path).body
  expect(bundles).toContain(lightningWebComponent)
  const { body } = metadataOf(`lwc/${lightningWebComponent}/${lightningWebComponent}.js-meta.xml`)
  expect(listOf(body.targets.target)).toContain('lightning__RecordAction')
})

const isComponent = (bundle) => files.includes(`lwc/${bundle}/${bundle}.html`)

test.each([...bundles])('%s calls Apex methods that a component may call, and holds components that are there', (bundle) => {
  const script = textOf(`lwc/${bundle}/${bundle}.js`)
  for (const [, owner, method] of script.matchAll(/@salesforce\/apex\/(\w+)\.(\w+)/g)) {
    expect(textOf(`classes/${owner}.cls`)).toMatch(new RegExp(`@AuraEnabled(\\(cacheable=true\\))?\\s+public static [\\w<>, ]+ ${method}\\(`))
    expect(permissions.flatMap((set) => listOf(set.classAccesses)).map(({ apexClass }) => apexClass)).toContain(owner)
  }
  for (const [, module] of script.matchAll(/from 'c\/(\w+)'/g)) expect(bundles).toContain(module)
  if (!isComponent(bundle)) return
  for (const [, child] of textOf(`lwc/${bundle}/${bundle}.html`).matchAll(/<c-([a-z-]+)/g))
    expect(bundles).toContain(child.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()))
})

test.each([...bundles].filter(isComponent))('%s has tests that look at accessibility', (bundle) => {
  expect(textOf(`lwc/${bundle}/__tests__/${bundle}.test.js`)).toContain('toBeAccessible()')
})

test('the report type shows fields that are there', () => {
  const { sections } = metadataOf('reportTypes/Bookings.reportType-meta.xml').body
  for (const { table, field } of listOf(sections.columns)) expect(fields).toContain(`${table}.${field}`)
})

test('callouts go through a Named Credential that is there, and only there', () => {
  const calls = [...classes].filter((name) => textOf(`classes/${name}.cls`).includes('new HttpRequest('))
  expect(calls).toEqual(['SwitchboardApi'])
  const [, credential] = textOf('classes/SwitchboardApi.cls').match(/setEndpoint\('callout:(\w+)\//)
  expect(within('namedCredentials').map(nameOf)).toContain(credential)
})

test.each([...classes])('%s shares as its user does, reads as its user may, and writes no record', (name) => {
  const code = textOf(`classes/${name}.cls`)
  if (name.endsWith('Test')) return expect(code).toMatch(/^@IsTest\n/)
  if (code.includes('@IsTest')) return expect(code).toMatch(/@IsTest\npublic with sharing class/)
  expect(code).toMatch(/public with sharing class/)
  for (const [query] of code.matchAll(/\[\s*SELECT[^\]]*\]/g)) expect(query).toContain('WITH USER_MODE')
  for (const [call] of code.matchAll(/Database\.query\w*\([^;]*;/g)) expect(call).toContain('AccessLevel.USER_MODE')
  expect(code).not.toMatch(/^\s*(insert|update|upsert|delete) |Database\.(insert|update|upsert|delete)\(/m)
})

test('every callout says which user asks, and a booking tells nothing of the person but the record', () => {
  expect(textOf('classes/SwitchboardApi.cls')).toContain("setHeader('X-Salesforce-User', UserInfo.getUserId())")
  const customers = [...classes].flatMap((name) => [...textOf(`classes/${name}.cls`).matchAll(/'customer' => (.+)/g)].map(([, said]) => said.replace(/,$/, '')))
  // To find a time, and to book it.
  const record = "new Map<String, Object>{ 'salesforce' => BookedPerson.at(recordId).reference('id') }"
  expect(customers).toEqual([record, record])
  const [, reference] = textOf('classes/BookedPerson.cls').match(/ reference\(String idField\) \{\s*return (.+);/)
  expect(reference).toBe("new Map<String, Object>{ 'object' => recordId.getSobjectType().getDescribe().getName(), idField => recordId }")
})

test('classes and bundles keep to the API version of the project', () => {
  const { sourceApiVersion } = require('../sfdx-project.json')
  for (const path of [...within('classes'), ...within('lwc')]) expect(metadataOf(path).body.apiVersion).toBe(sourceApiVersion)
})
