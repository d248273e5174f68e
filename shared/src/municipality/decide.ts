// Who adds and changes a municipality, and what it may say. Its code is chosen from the list of all there are, and
// everything that follows from it follows by itself: nothing is guessed from a name.
import { canonical } from '../evidence/canonical.ts';
import { municipalities } from '../places/municipalities.ts';
import { refuse, type Refused, type RuleTable } from '../rule-table.ts';
import { authorOf } from '../staff-member.ts';
import type { MunicipalityCommand } from './commands.ts';
import type { MunicipalityFact } from './events.ts';
import { tooLittleContrast, type Municipality, type MunicipalityDetails } from './state.ts';

export type MunicipalityRefusal = Refused<
  | 'not-found'
  | 'rol-mag-niet'
  | 'gemeente-onbekend'
  | 'gemeente-bestaat-al'
  | 'gemeente-beeindigd'
  | 'gemeente-in-gebruik'
  | 'gemeente-onleesbaar'
  | 'looptijd-ongeldig'
  | 'contrast-te-laag'
  | 'tussentijds-gewijzigd'
>;

/** What a decision needs to know beside the municipality. */
export type MunicipalityContext = {
  /** Codes of the centre's other municipalities, without those that ended. */
  otherCodes: readonly string[];
  /** Who and what belongs to it still. */
  buttons: number;
  members: number;
};

export type MunicipalityRuleTypes = {
  State: Municipality;
  Command: MunicipalityCommand;
  Fact: MunicipalityFact;
  Refusal: MunicipalityRefusal;
  LookedUp: MunicipalityContext;
};

export const municipalityRules: RuleTable<MunicipalityRuleTypes> = {
  AddMunicipality: {
    sentBy: ['person', 'system'],
    permission: 'municipality.change',
    decide(_before, { centreId, details }, { actor, lookedUp }) {
      const written = whatIsWritten(details, lookedUp);
      if ('code' in written) return written;
      const data = { centreId, by: authorOf(actor), ...written.data };
      return [{ type: 'MunicipalityAdded', data, personal: written.personal }];
    },
  },
  ChangeMunicipality: {
    sentBy: ['person', 'system'],
    permission: 'municipality.change',
    decide(municipality, { expectedVersion, details }, { actor, lookedUp }) {
      const no = whyNotNow(municipality, expectedVersion);
      if (no) return no;
      const written = whatIsWritten(details, lookedUp);
      if ('code' in written) return written;
      const stands = { ...municipality } as Record<string, unknown>;
      const isSame = Object.entries({ ...written.data, personal: written.personal }).every(
        ([field, value]) => canonical(stands[field] ?? null) === canonical(value),
      );
      if (isSame) return [];
      const data = { by: authorOf(actor), ...written.data };
      return [{ type: 'MunicipalityChanged', data, personal: written.personal }];
    },
  },
  EndMunicipality: {
    sentBy: ['person'],
    permission: 'municipality.change',
    decide(municipality, { expectedVersion }, { actor, lookedUp: { buttons, members } }) {
      const no = whyNotNow(municipality, expectedVersion);
      if (no) return no;
      // Whoever wears a button of it would press into nothing that anybody agreed upon.
      if (buttons > 0 || members > 0) return refuse('gemeente-in-gebruik', { buttons, members });
      return [{ type: 'MunicipalityEnded', data: { by: authorOf(actor) } }];
    },
  },
};

function whyNotNow(
  municipality: Municipality | null,
  expectedVersion: number,
): MunicipalityRefusal | null {
  if (!municipality) return refuse('not-found');
  if (municipality.ended) return refuse('gemeente-beeindigd', { name: municipality.name });
  const { version } = municipality;
  return version === expectedVersion ? null : refuse('tussentijds-gewijzigd', { version });
}

function whatIsWritten(
  { office, ...details }: MunicipalityDetails,
  { otherCodes }: MunicipalityContext,
) {
  const listed = municipalities.get(details.code);
  if (!listed) return refuse('gemeente-onbekend', { name: details.code });
  const { name } = listed;
  if (otherCodes.includes(details.code)) return refuse('gemeente-bestaat-al', { name });
  const { contract, theme } = details;
  if (contract?.until && contract.until < contract.since)
    return refuse('looptijd-ongeldig', { since: contract.since, until: contract.until });
  const ratio = tooLittleContrast(theme);
  if (ratio !== null) return refuse('contrast-te-laag', { ratio });
  return { data: { ...details, name }, personal: office && { office } };
}
