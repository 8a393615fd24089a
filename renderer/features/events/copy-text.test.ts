import { describe, expect, it } from 'vitest'
import { lookupCommand, rowsAsJson, rowsAsTsv, sqlPredicate } from './copy-text'

const rows = [
  { cells: { eventName: 'A', user: 'tab\there', resourceArns: ['x', 'y'] } },
  { cells: { eventName: 'B', user: null, resourceArns: [] } },
]

describe('what is copied', () => {
  it('keeps one row a line and one value a cell in TSV', () => {
    expect(rowsAsTsv(['eventName', 'user', 'resourceArns'], rows)).toBe(
      'eventName\tuser\tresourceArns\nA\ttab here\tx, y\nB\t\t',
    )
  })

  it('runs nothing in a spreadsheet it is pasted into', () => {
    const hostile = [{ cells: { user: '=HYPERLINK("http://x")', seq: -5 }, stale: false }]
    expect(rowsAsTsv(['user', 'seq'], hostile)).toBe('user\tseq\n\'=HYPERLINK("http://x")\t-5')
  })

  it('keeps values as they are in JSON', () => {
    expect(JSON.parse(rowsAsJson(['eventName', 'resourceArns'], rows))).toEqual([
      { eventName: 'A', resourceArns: ['x', 'y'] },
      { eventName: 'B', resourceArns: [] },
    ])
  })

  it.each([
    ['user', "o'brien", "user_name = 'o''brien'"],
    ['user', null, 'user_name IS NULL'],
    ['readOnly', true, 'read_only = true'],
    ['resourceArns', ['a', 'b'], "list_contains(resource_arns, 'a') AND list_contains(resource_arns, 'b')"],
    ['eventTime', '2026-03-04T10:07:31Z', "event_time = TIMESTAMP '2026-03-04 10:07:31'"],
    [
      'requestParameters.items[0]."a b"',
      'x',
      `json_extract_string(request_parameters, '$."items"[0]."a b"') = 'x'`,
    ],
  ])('writes %s as a condition', (field, cell, sql) => {
    expect(sqlPredicate(field, cell)).toBe(sql)
  })

  it('quotes for the shell what came from a log', () => {
    const asked = 'aws cloudtrail lookup-events --lookup-attributes'
    expect(lookupCommand('user', 'ann')).toBe(`${asked} 'AttributeKey=Username,AttributeValue=ann'`)
    expect(lookupCommand('user', "x'; rm -rf ~")).toBe(
      `${asked} '[{"AttributeKey":"Username","AttributeValue":"x'\\''; rm -rf ~"}]'`,
    )
    expect(lookupCommand('user', 'a,b')).toBe(
      `${asked} '[{"AttributeKey":"Username","AttributeValue":"a,b"}]'`,
    )
    const pasted = lookupCommand('user', 'x\u001b[201~\u0003\nrm -rf ~\n\u009b\u202e') ?? ''
    expect(pasted).toMatch(/^[\x20-\x7e]*$/)
    expect(pasted).toContain('x\\u001b[201~\\u0003\\nrm -rf ~\\n\\u009b\\u202e')
    expect(lookupCommand('awsRegion', 'eu-west-1')).toBeNull()
  })
})
