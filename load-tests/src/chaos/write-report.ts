// The report of a drill: JSON for machines, one HTML page without anything from elsewhere for people.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from './run-scenario.ts';

/** Gives the page's path. */
export async function writeReport(folder: string, reports: readonly Report[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const passed = reports.every((report) => report.passed);
  await writeFile(
    join(folder, 'report.json'),
    `${JSON.stringify({ passed, scenarios: reports }, null, 2)}\n`,
  );
  const page = join(folder, 'report.html');
  await writeFile(page, pageOf(reports, passed));
  return page;
}

function pageOf(reports: readonly Report[], passed: boolean): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Achterwacht – chaos drill</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #bbb; }
  td.number { text-align: right; font-variant-numeric: tabular-nums; }
  .broken { font-weight: 700; }
</style>
<h1>Chaos drill: ${passed ? 'everything held' : 'something broke'}</h1>
<table>
  <thead><tr><th>Scenario</th><th>Fault</th><th>Result</th><th>Presses acknowledged</th><th>of these retried</th>
    <th>Slowest</th><th>Console returns</th><th>Latest deadline</th></tr></thead>
  <tbody>
${reports.map(rowOf).join('\n')}
  </tbody>
</table>
${reports.map(sectionOf).join('\n')}
</html>
`;
}

function rowOf(report: Report): string {
  const { presses, consoles } = report;
  const numbers = [
    presses.acknowledged,
    presses.retried,
    `${presses.slowestMilliseconds} ms`,
    consoles.returns,
    `${report.latestDeadlineMilliseconds} ms`,
  ];
  return `    <tr><td>${escaped(report.scenario)}</td><td>${escaped(report.does)}</td>
      <td class="${report.passed ? 'held' : 'broken'}">${report.passed ? 'held' : 'broke'}</td>
      ${numbers.map((number) => `<td class="number">${number}</td>`).join('')}</tr>`;
}

function sectionOf(report: Report): string {
  const { scenario, startedAt, alarms, events, broken, done } = report;
  return `<h2>${escaped(scenario)}</h2>
<p>${escaped(startedAt)}, ${alarms} alarms, ${events} events.</p>
${broken.length === 0 ? '<p>Every invariant held.</p>' : `<ul class="broken">${items(broken)}</ul>`}
<ol>${items(done.map(({ atSeconds, what }) => `${atSeconds} s – ${what}`))}</ol>`;
}

const items = (texts: readonly string[]) =>
  texts.map((text) => `<li>${escaped(text)}</li>`).join('');

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
