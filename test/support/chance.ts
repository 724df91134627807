/** Properties draw by the seed of the run, so that a failure can be drawn again: `TEST_SEED=… npm test -- <file>`. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.TEST_SEED) })
