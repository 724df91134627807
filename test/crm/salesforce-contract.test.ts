import { behavesLikeACrm } from './contract.ts'
import { salesforceBench } from './salesforce-bench.ts'

behavesLikeACrm('Salesforce', salesforceBench)
