// The demo's cast: twelve people with a button and one without, all invented.
// Addresses are real public buildings and streets, so that the map makes sense.
import type { MunicipalityName } from './centre.ts';
import type { DemoHolder, DemoPlace, Sketch } from './holder.ts';
import { haarlem } from './people/haarlem.ts';
import { maastricht } from './people/maastricht.ts';
import { zwolle } from './people/zwolle.ts';

const town = (municipality: MunicipalityName): DemoPlace =>
  ({
    Haarlem: {
      label: 'Stadhuis',
      address: 'Grote Markt 2, 2011 RD Haarlem',
      floor: '2e etage',
      latitude: 52.38129,
      longitude: 4.63634,
    },
    Zwolle: {
      label: 'Stadhuis',
      address: 'Grote Kerkplein 15, 8011 PK Zwolle',
      floor: 'kamer 1.12',
      latitude: 52.51243,
      longitude: 6.09184,
    },
    Maastricht: {
      label: 'Stadhuis',
      address: 'Markt 78, 6211 CL Maastricht',
      floor: '1e etage',
      latitude: 50.85148,
      longitude: 5.69112,
    },
  })[municipality];

const piket = (municipality: MunicipalityName) => ({
  name: `OOV-piket ${municipality}`,
  relation: 'OOV-piket',
  phone: { Haarlem: '023 511 50 01', Zwolle: '038 498 90 01', Maastricht: '043 350 40 01' }[
    municipality
  ],
  mayBeInvolved: false,
});

const sketches: Sketch[] = [...haarlem, ...zwolle, ...maastricht];

export const cast: DemoHolder[] = sketches.map(({ home, partner, ...holder }) => ({
  ...holder,
  places: [home, town(holder.municipality)],
  contacts: [
    piket(holder.municipality),
    {
      name: `Secretariaat ${holder.municipality}`,
      relation: 'secretariaat',
      phone: piket(holder.municipality).phone.replace(/01$/, '20'),
      mayBeInvolved: false,
    },
    ...(partner ? [{ ...partner, relation: 'partner', mayBeInvolved: true }] : []),
  ],
}));
