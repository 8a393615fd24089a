import { notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { engine } from '../../client/engine'
import { useView } from '../../state/view-store'
import { formatSql } from './format-sql'
import { useSql } from './sql-store'

/** What the Events view shows now, as a query in a tab of its own. */
export async function openViewAsSql(): Promise<void> {
  try {
    const { text } = await engine.call('sql.ofView', { view: useView.getState().view })
    useSql.getState().addTab({ title: 'From the view', dialect: 'duckdb', text: formatSql(text) })
    useScreen.getState().show('sql')
  } catch (error) {
    notifyError(error)
  }
}
