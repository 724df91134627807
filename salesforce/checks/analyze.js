const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { spawnSync } = require('node:child_process')
const { CodeAnalyzer, CodeAnalyzerConfig } = require('@salesforce/code-analyzer-core')
const { createEnginePlugin } = require('@salesforce/code-analyzer-pmd-engine')

const project = join(__dirname, '..')

/** The Apex type check: a failure of the checker is a failure of this command. */
function checkTypes() {
  const jars = join(project, 'node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib/*')
  const checker = ['-cp', jars, 'io.github.apexdevtools.apexls.CheckForIssues', '--nocache', '--workspace', project]
  const { error, status } = spawnSync('java', checker, { stdio: 'inherit' })
  if (error?.code === 'ENOENT') throw new Error('These checks need Java, 11 or newer, and no `java` is on the path.')
  if (error) throw error
  if (status !== 0) throw new Error('The Apex type check found what stands above, or could not run.')
}

/** Findings that stay, by rule and file, each with the reason why. */
const explained = require('./explained.json')

async function findings() {
  const logs = mkdtempSync(join(tmpdir(), 'analyzer-'))
  try {
    const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.fromObject({ log_folder: logs }))
    await analyzer.addEnginePlugin(createEnginePlugin())
    const workspace = await analyzer.createWorkspace([join(project, 'force-app')])
    const rules = await analyzer.selectRules(['pmd:AppExchange', 'pmd:Recommended:Security'], { workspace })
    if (rules.getCount() === 0) throw new Error('No rule was selected.')
    const results = await analyzer.run(rules, { workspace })
    console.log(`${rules.getCount()} rules`)
    return results.getViolations().map((one) => ({
      rule: one.getRule().getName(),
      file: one.getPrimaryLocation().getFile()?.slice(project.length + 1),
      line: one.getPrimaryLocation().getStartLine(),
      message: one.getMessage(),
    }))
  } finally {
    rmSync(logs, { recursive: true, force: true })
  }
}

async function main() {
  checkTypes()
  const found = await findings()
  const isExplained = (one) => explained.some(({ rule, file }) => rule === one.rule && file === one.file)
  const open = found.filter((one) => !isExplained(one))
  const stale = explained.filter(({ rule, file }) => !found.some((one) => one.rule === rule && one.file === file))
  for (const one of open) console.error(`${one.file}:${one.line} ${one.rule}: ${one.message}`)
  for (const one of stale) console.error(`${one.file}: ${one.rule} is explained, but not found any more`)
  console.log(`${found.length} findings, ${found.length - open.length} of them explained`)
  if (open.length + stale.length > 0) process.exitCode = 1
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
