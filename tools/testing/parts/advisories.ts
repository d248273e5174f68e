// What the registry knows against the packages of the lock file. It may not be there, or be a mirror that keeps none: that is
// said, and is no fault of whoever runs this.
import { isOfOthers } from './lock.ts';

export type Advisories =
  | { status: 'unanswered'; why: string }
  /** `serious` are high or critical, of what is shipped; `further` those of less weight or of what only builds and tests. */
  | { status: 'answered'; serious: string[]; further: string[] };

type Audit = {
  auditReportVersion?: number;
  message?: string;
  error?: { summary?: string };
  vulnerabilities?: Record<
    string,
    { severity: string; nodes: string[]; via: (string | { title?: string; url?: string })[] }
  >;
};

/** @param printed What `npm audit --json` printed. */
export function readAudit(printed: string, shipped: ReadonlySet<string>): Advisories {
  let audit: Audit;
  try {
    audit = JSON.parse(printed) as Audit; // judged below by the one field that a report has
  } catch {
    return { status: 'unanswered', why: 'npm said nothing that can be read' };
  }
  if (audit.auditReportVersion !== 2 || !audit.vulnerabilities)
    return {
      status: 'unanswered',
      why: audit.error?.summary || audit.message || 'npm gave no report',
    };
  const found = Object.entries(audit.vulnerabilities).map(([name, { severity, nodes, via }]) => ({
    isSerious:
      /^(high|critical)$/.test(severity) &&
      nodes.some((path) => isOfOthers(path) && shipped.has(path)),
    text: `${name} (${severity}): ${via.map((one) => (typeof one === 'string' ? `by ${one}` : [one.title, one.url].filter(Boolean).join(' '))).join(', ')}`,
  }));
  return {
    status: 'answered',
    serious: found.filter(({ isSerious }) => isSerious).map(({ text }) => text),
    further: found.filter(({ isSerious }) => !isSerious).map(({ text }) => text),
  };
}
