import { behavesLikeACrm } from './contract.ts'
import { memoryBench } from './memory-bench.ts'

behavesLikeACrm('a CRM in memory', memoryBench)
