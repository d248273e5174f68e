// What others do to the one who presses: senders, connections, a desk, an import, a reader and a lock that each ask
// more than their share, alone and all at once, on a product of its own (quality.md, "Faults").
import { measureAlone } from '../crowd/alone.ts';
import { withCrowdCentre } from '../crowd/centre.ts';
import { collectiveChecks } from '../crowd/collective.ts';
import { assertFilesEnough, wholeCrowd } from '../crowd/sending/crowd-size.ts';
import { Ledger } from '../crowd/ledger.ts';
import { measureAllAtOnce } from '../crowd/all-at-once.ts';
import type { MeasureOptions } from '../harness/options.ts';
import type { Result } from '../harness/result.ts';

export async function crowd(options: MeasureOptions, size = wholeCrowd): Promise<Result> {
  await assertFilesEnough(size);
  return withCrowdCentre(size, async (centre) => {
    const ledger = await Ledger.open(centre);
    const alone = await measureAlone(centre, ledger, options);
    const allAtOnce = await measureAllAtOnce(centre, ledger, options, alone.quietCpu);
    return {
      scenario: 'crowd',
      measured: [{ name: 'crowd, one at a time', systems: alone.systems }, allAtOnce.measured],
      costs: [...alone.costs, ...allAtOnce.costs],
      checks: [
        ...alone.checks,
        ...allAtOnce.checks,
        ...(await ledger.checks()),
        ...(await collectiveChecks(centre)),
      ],
    };
  });
}
