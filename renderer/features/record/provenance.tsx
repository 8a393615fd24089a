import type { EventRecord } from '../../../electron/contract/events'
import { baseName, formatBytes, formatCount } from '../../lib/format'
import { LogText } from '../../ui/bits'
import { Button } from '../../ui/button'
import { copyText } from '../events/cell-actions'
import css from './record.module.css'

/** Where the record stands: file, place in it, and the hash the file had. */
export function Provenance({ record }: { record: EventRecord }) {
  const { path, sha256, byteOffset, byteLength } = record.provenance
  return (
    <section className={css.section} aria-label="Provenance">
      <h3>Where it comes from</h3>
      <dl className={css.fields}>
        <div className={css.field}>
          <dt>File</dt>
          <dd>
            <span className={css.value} title={path}>
              <LogText>{baseName(path)}</LogText>
            </span>
            <Button size="small" tone="quiet" onClick={() => copyText(path, 'the path')}>
              Copy path
            </Button>
          </dd>
        </div>
        <div className={css.field}>
          <dt>Place</dt>
          <dd>
            byte {formatCount(byteOffset)}, {formatBytes(byteLength)}
          </dd>
        </div>
        <div className={css.field}>
          <dt>SHA-256</dt>
          <dd className={css.mono}>{sha256 ?? <span className={css.missing}>not known</span>}</dd>
        </div>
        <div className={css.field}>
          <dt>Record</dt>
          <dd>{record.delivered ? 'as delivered' : (record.rebuiltBecause ?? 'rebuilt from the columns')}</dd>
        </div>
      </dl>
    </section>
  )
}
