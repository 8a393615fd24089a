import { defaultFacets, type FieldName } from '../../../contract/event'

/** Fields whose values go together, so that their combinations are few; every other one has a column of its own. */
const combined: FieldName[][] = [
  ['eventName', 'eventSource', 'eventCategory', 'readOnly'],
  ['principal', 'user'],
  ['recipientAccountId', 'awsRegion', 'outcome', 'errorCode', 'userAgentFamily'],
]

/** Beside the facets: an access key signs calls all over a case, so that no filter of blocks leaves anything out. */
const lookedUp: FieldName[] = ['userIdentity.accessKeyId']

const codedFields: readonly FieldName[] = [...defaultFacets, ...lookedUp]

/** Whether every index has codes of the field. */
export const isCoded = (field: string): boolean => codedFields.some((coded) => coded === field)

/** Columns of every index, each with the fields that share it. */
export const codedColumns: FieldName[][] = [
  ...combined,
  ...codedFields.filter((field) => !combined.flat().includes(field)).map((field) => [field]),
]
