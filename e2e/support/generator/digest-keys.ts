import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import storedKeys from './digest-keys.json' with { type: 'json' }

/** A key pair that signs digests of generated archives. */
export interface DigestKey {
  readonly privateKey: KeyObject
  /** Base64 of the public key's PKCS#1 DER form, as ListPublicKeys returns it. */
  readonly value: string
  /** 32 hex digits by which digests name their key. */
  readonly fingerprint: string
}

/** The stored pairs; an archive changes from the first to the second half-way. */
export function loadDigestKeys(): DigestKey[] {
  return storedKeys.map((stored) => {
    const privateKey = createPrivateKey({
      key: Buffer.from(stored.privateKeyDer, 'base64'),
      format: 'der',
      type: 'pkcs8',
    })
    const der = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' })
    return {
      privateKey,
      value: der.toString('base64'),
      fingerprint: createHash('md5').update(der).digest('hex'),
    }
  })
}

/** What is signed of a digest. A starting digest has no previous signature, and signs the word `null` in its place. */
export function textToSign(
  endTime: string,
  bucket: string,
  key: string,
  digestHash: string,
  previousSignature: string | null,
): string {
  return `${endTime}\n${bucket}/${key}\n${digestHash}\n${previousSignature ?? 'null'}`
}

/** RSA PKCS#1 v1.5 over SHA-256, in hex. */
export function signText(key: DigestKey, text: string): string {
  return sign('sha256', Buffer.from(text), key.privateKey).toString('hex')
}

/** The answer of ListPublicKeys for these keys; both are valid around the change from one to the other. */
export function publicKeyList(keys: readonly DigestKey[], fromMs: number, toMs: number): unknown {
  const middle = (fromMs + toMs) / 2
  const day = 86_400_000
  return {
    PublicKeyList: keys.map((key, i) => ({
      Value: key.value,
      ValidityStartTime: new Date(i === 0 ? fromMs - 30 * day : middle - day).toISOString(),
      ValidityEndTime: new Date(i === 0 ? middle + day : toMs + 30 * day).toISOString(),
      Fingerprint: key.fingerprint,
    })),
  }
}
