import { describe, expect, it } from 'vitest'
import { comparedColumn, fieldOfColumn, membersAt } from './completion-text'

describe('completion', () => {
  it.each([
    ["WHERE eventname = 'Del", 'eventname'],
    ["WHERE t.useridentity.type IN ('IAMUser', 'R", 't.useridentity.type'],
    ["AND errorcode LIKE '%Den", 'errorcode'],
    ["AND a NOT IN ('", 'a'],
    ["SELECT 'x' AS y, ", null],
    ["WHERE a = 'done' AND ", null],
  ])('knows the column a value is for: %s', (before, column) => {
    expect(comparedColumn(before)).toBe(column)
  })

  it('maps columns of every dialect to fields', () => {
    expect(
      ['eventname', 'event_name', 'eventData.eventName', 'useridentity.type', 'region', 'nope'].map(
        fieldOfColumn,
      ),
    ).toEqual(['eventName', 'eventName', 'eventName', 'userIdentity.type', 'awsRegion', undefined])
  })

  it('walks into structs, past an alias', () => {
    const schema = {
      tables: [
        {
          name: 't',
          columns: [
            {
              name: 'useridentity',
              type: 'row',
              members: [{ name: 'sessioncontext', type: 'row', members: [{ name: 'x', type: 'varchar' }] }],
            },
          ],
        },
      ],
      functions: [],
    }
    expect(membersAt(schema, ['useridentity']).map(({ name }) => name)).toEqual(['sessioncontext'])
    expect(membersAt(schema, ['l', 'useridentity', 'sessioncontext']).map(({ name }) => name)).toEqual(['x'])
    expect(membersAt(schema, ['l']).map(({ name }) => name)).toEqual(['useridentity'])
    expect(membersAt(schema, ['l', 'nope'])).toEqual([])
  })
})
