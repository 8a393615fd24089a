import { baseName, folderName } from '../../lib/format'
import { LogText } from '../../ui/bits'
import css from './files.module.css'

/** A path with what tells one file from another first: the name, then the folder. */
export function FileName({ path }: { path: string }) {
  return (
    <span className={css.path} title={path}>
      <LogText>{baseName(path)}</LogText> <small>{folderName(path)}</small>
    </span>
  )
}
