import { describe, expect, it } from 'vitest'
import {
  placeFieldOfColumn,
  placeName,
  readAccountNames,
  withPlaceName,
  writeAccountNames,
} from './place-names'

const names = { '111122223333': 'production' }

describe('names of accounts', () => {
  it('are read from lines, from CSV and from a pasted table', () => {
    expect(
      readAccountNames(
        'Account ID,Name\r\n111122223333 = production\n"444455556666","Audit, ""old"""\n7777-8888-9999\tsandbox\n\n',
      ),
    ).toEqual({
      names: { '111122223333': 'production', '444455556666': 'Audit, "old"', '777788889999': 'sandbox' },
      wrong: [],
    })
  })

  it('say which lines name no account', () => {
    expect(readAccountNames('id = name\n12345 = short\n111122223333\n111122223333 =\n__proto__ = x')).toEqual(
      {
        names: {},
        wrong: [2, 3, 4, 5],
      },
    )
  })

  it('hold the later of two, and are written as they are read', () => {
    const { names: read } = readAccountNames('444455556666 = a\n111122223333 = b = c\n444455556666 = d')
    expect(writeAccountNames(read)).toBe('111122223333 = b = c\n444455556666 = d')
    expect(readAccountNames(writeAccountNames(read)).names).toEqual(read)
  })
})

describe('a name beside a value', () => {
  it('is the account’s as the person gave it, or the Region’s', () => {
    expect(placeName('recipientAccountId', '111122223333', names)).toBe('production')
    expect(placeName('userIdentity.accountId', '111122223333', names)).toBe('production')
    expect(placeName('awsRegion', 'eu-west-1', names)).toBe('Ireland')
    expect(placeName('region', 'eu-central-1', names)).toBe('Frankfurt')
    expect(withPlaceName('account', '111122223333', '111122223333', names)).toBe('111122223333 (production)')
  })

  it('is not made up: unknown values, other fields and what only looks like a key have none', () => {
    expect(placeName('recipientAccountId', '999999999999', names)).toBeNull()
    expect(placeName('awsRegion', 'constructor', names)).toBeNull()
    expect(placeName('eventName', 'eu-west-1', names)).toBeNull()
    expect(placeName('user', '111122223333', names)).toBeNull()
    expect(placeName('awsRegion', null, names)).toBeNull()
    expect(withPlaceName('awsRegion', 'eu-moon-1', 'eu-moon-1', names)).toBe('eu-moon-1')
  })

  it('stand beside columns of statements too, however a dialect spells them', () => {
    for (const name of [
      'recipient_account_id',
      'recipientaccountid',
      'recipientAccountId',
      'account',
      'identity_account_id',
    ])
      expect(placeFieldOfColumn(name), name).toBe('recipientAccountId')
    for (const name of ['aws_region', 'awsregion', 'region'])
      expect(placeFieldOfColumn(name), name).toBe('awsRegion')
    for (const name of ['accounts_seen', 'regions', 'count'])
      expect(placeFieldOfColumn(name), name).toBeNull()
  })
})
