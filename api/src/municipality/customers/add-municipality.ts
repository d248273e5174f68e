// A customer that the machine itself adds where it sets up a centre.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { MunicipalityDetails } from '@achterwacht/shared/municipality/state.ts';
import type { Parts } from '../../commands/handle.ts';
import type { Transaction } from '../../db/connect.ts';
import { changeMunicipality } from './change-municipality.ts';

/** @returns its id. @throws where it is refused: what was asked should have been looked at before. */
export async function addMunicipality(
  parts: Parts,
  tx: Transaction,
  { centreId, details, by }: { centreId: string; details: MunicipalityDetails; by: Actor },
): Promise<string> {
  const command = { type: 'AddMunicipality', centreId, details } as const;
  const asked = { centreId, municipalityId: null, command, actor: by };
  const added = await changeMunicipality(parts, tx, asked);
  if ('details' in added) throw new Error(`a municipality was refused: ${added.code}`);
  return added.id;
}
