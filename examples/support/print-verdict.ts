import { toSummary, type Access, type Verdict, type VerdictDiff } from 'access-analyzer-kit';
import pc from 'picocolors';
import { printable } from './printable.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** How a verdict is printed. */
interface PrintOptions {
  readonly color: boolean;
  /** Since an earlier verdict. */
  readonly diff?: VerdictDiff;
  /** Whether each open access is listed below the one page. */
  readonly accesses?: boolean;
}

/** The verdict for a person at a terminal: the one page first, then each open access with where it was seen. */
export function printVerdict(verdict: Verdict, { accesses = true, color, diff }: PrintOptions): string {
  const colors = pc.createColors(color);
  const summary = toSummary(verdict, diff === undefined ? {} : { diff });
  const open = verdict.accesses.filter(({ status }) => status === 'ACTIVE' || status === 'EXCUSED');
  return [
    paintStatus(summary, verdict.status, colors),
    ...(open.length === 0 || !accesses
      ? []
      : ['', colors.bold(`Open accesses (${open.length})`), ...open.flatMap((access) => printAccess(access, colors))]),
  ].join('\n');
}

function paintStatus(summary: string, status: Verdict['status'], colors: Colors): string {
  const paint = { PASS: colors.green, FAIL: colors.red, UNKNOWN: colors.yellow }[status];
  const [first = '', ...rest] = summary.split('\n');
  return [colors.bold(paint(first)), ...rest].join('\n');
}

function printAccess(access: Access, colors: Colors): string[] {
  const { risk, principal, levels, conditions, sightings } = access;
  const paint = {
    critical: colors.magenta,
    high: colors.red,
    medium: colors.yellow,
    low: colors.cyan,
    info: colors.dim,
  }[risk.severity];
  const seen = sightings.filter(({ status }) => status === 'ACTIVE').map(({ region }) => region);
  const archived = sightings.filter(({ status }) => status === 'ARCHIVED').map(({ region }) => region);
  const narrowed = conditions.map(({ key, value }) => printable(`${key} = ${value}`)).join(', ');
  return [
    '',
    `${paint(risk.severity.toUpperCase().padEnd(8))} ${colors.bold(printable(access.resource ?? access.resourceType))}`,
    `         ${printable(principal.text)}${access.isPublic === true ? ' (public)' : access.isPublic === null ? ' (public or not: AWS did not say)' : ''} can ${levels.join(', ') || 'do something unknown'}`,
    ...(narrowed === '' ? [] : [`         if ${narrowed}`]),
    ...risk.reasons.map((reason) => colors.dim(`         ${printable(reason)}`)),
    colors.dim(
      `         seen in ${[...new Set(seen)].join(', ') || 'no Region now'}${archived.length === 0 ? '' : `; archived in ${[...new Set(archived)].join(', ')}`}`,
    ),
  ];
}
