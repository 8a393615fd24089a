import {
  ArchiveRestore,
  CalendarClock,
  CircleDot,
  CirclePlus,
  CircleQuestionMark,
  Eraser,
  EyeOff,
  Hourglass,
  type LucideIcon,
  Pencil,
  PowerOff,
  Share2,
  ShieldCheck,
  ShieldOff,
  TimerReset,
  Trash2,
  Undo2,
  Unlink,
  UserX,
} from 'lucide-react'
import type {
  Deletion,
  Grade,
  Human,
  Impact,
  Recoverable,
  Target,
} from '../../../electron/contract/deletions'
import { formatInstant, type Zone } from '../../lib/time'
import { LogText } from '../../ui/bits'
import { classes } from '../../ui/classes'
import css from './marks.module.css'
import {
  gradeWords,
  humanWords,
  isFirm,
  kindWords,
  recoverableWords,
  type Tone,
  targetName,
  typeWords,
} from './words'

type Look = { icon: LucideIcon; tone: Tone }

const impactLooks: Record<Impact, Look> = {
  destroyed: { icon: Trash2, tone: 'bad' },
  scheduled: { icon: Hourglass, tone: 'warn' },
  emptied: { icon: Eraser, tone: 'bad' },
  'logging-impaired': { icon: EyeOff, tone: 'bad' },
  'protection-removed': { icon: ShieldOff, tone: 'warn' },
  'access-removed': { icon: UserX, tone: 'neutral' },
  'expiry-configured': { icon: TimerReset, tone: 'warn' },
  stopped: { icon: PowerOff, tone: 'neutral' },
  detached: { icon: Unlink, tone: 'neutral' },
  restored: { icon: Undo2, tone: 'good' },
}

const looks: Record<string, Look> = {
  ...impactLooks,
  created: { icon: CirclePlus, tone: 'good' },
  changed: { icon: Pencil, tone: 'neutral' },
  protected: { icon: ShieldCheck, tone: 'good' },
  'copied-out': { icon: Share2, tone: 'warn' },
}

/** Picture and tone of what an action does; a plain dot for what Backtrail has no picture of. */
export const lookOf = (kind: string | null): Look =>
  (kind !== null && looks[kind]) || { icon: CircleDot, tone: 'neutral' }

const shortWords: Record<string, string> = {
  scheduled: 'scheduled',
  'logging-impaired': 'logging impaired',
  'expiry-configured': 'expiry configured',
}

/** What an action does to its target: a shape, a colour and the word. */
export function KindMark({
  kind,
  short = false,
  done = true,
}: {
  kind: string
  short?: boolean
  done?: boolean
}) {
  const { icon: Icon, tone } = lookOf(kind)
  const words = kindWords(kind)
  return (
    <span
      className={classes(css.mark, done && css[tone])}
      title={done ? words : `${words}, had it succeeded`}
    >
      <Icon size={13} aria-hidden />
      <span>{short ? (shortWords[kind] ?? words) : words}</span>
    </span>
  )
}

/** The same as a badge. What was tried and did not happen is said so, without the colour of the deed. */
export function ImpactBadge({ impact, done }: { impact: Impact; done: boolean }) {
  const { icon: Icon, tone } = impactLooks[impact]
  return (
    <span className={classes(css.badge, done && css[tone])}>
      <Icon size={14} aria-hidden />
      {done ? kindWords(impact) : `not ${kindWords(impact)}`}
    </span>
  )
}

/** How firmly something is known: a solid or a dashed stroke, and the word. */
export function GradeMark({ grade }: { grade: Grade }) {
  return (
    <span className={css.grade} data-firm={isFirm(grade)} title={gradeWords[grade]}>
      <span className={css.stroke} aria-hidden />
      {grade}
    </span>
  )
}

/** The person or system behind an action, and how firmly that is known. */
export function HumanMark({ human }: { human: Human | null }) {
  if (human === null) return <span className={css.none}>not known</span>
  return (
    <span
      className={css.two}
      title={`${humanWords[human.kind]} · ${human.grade}: ${gradeWords[human.grade]}`}
    >
      <span className={css.main}>
        <LogText>{human.name}</LogText>
      </span>
      <GradeMark grade={human.grade} />
    </span>
  )
}

/** The first target by name, its type, and how many there are beside it. */
export function TargetsMark({ targets, unknown }: { targets: readonly Target[]; unknown: string | null }) {
  const [first, ...others] = targets
  if (!first) return <span className={css.none}>{unknown ?? 'not known'}</span>
  return (
    <span className={css.two} title={targets.map(({ arn, id }) => arn ?? id).join('\n')}>
      <span className={classes(css.main, css.strong)}>
        <LogText>{targetName(first)}</LogText>
      </span>
      {others.length > 0 && <span>+{others.length}</span>}
      <span className={css.dim}>{typeWords(first.type)}</span>
    </span>
  )
}

const recoverableIcons: Record<Recoverable['state'], LucideIcon> = {
  recoverable: ArchiveRestore,
  scheduled: CalendarClock,
  restored: Undo2,
  'not recoverable': Trash2,
  unknown: CircleQuestionMark,
}

export const recoverableIcon = (state: Recoverable['state']) => recoverableIcons[state]

const shortStates: Record<Recoverable['state'], string> = {
  recoverable: 'yes',
  scheduled: 'pending',
  restored: 'restored',
  'not recoverable': 'no',
  unknown: 'not known',
}

/** Whether and until when it comes back, as short as a cell. */
export function RecoverableMark({ deletion, zone }: { deletion: Deletion; zone: Zone }) {
  const { recoverable } = deletion
  if (recoverable === null) return <span className={css.none}>–</span>
  const Icon = recoverableIcons[recoverable.state]
  const { tone } = recoverableWords(recoverable)
  return (
    <span className={classes(css.mark, css[tone])} title={recoverable.how}>
      <Icon size={13} aria-hidden />
      <span>
        {recoverable.until
          ? `${recoverable.state === 'scheduled' ? 'pending, ' : ''}until ${formatInstant(recoverable.until, zone).slice(0, 16)}`
          : shortStates[recoverable.state]}
      </span>
    </span>
  )
}
